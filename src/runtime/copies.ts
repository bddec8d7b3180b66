import type * as Ort from 'onnxruntime-web';
import { elementCount } from '../tensor/shape';
import { BYTES, type Tensor } from '../tensor/tensor';
import { fromOrt } from './ortTensor';

/** A run whose copies were timed apart. */
export interface CopiedRun {
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** From a feed in memory until the GPU has it, and from results on the GPU until they are in memory, in ms. */
  readonly copies: { readonly upload: number; readonly download: number };
}

/**
 * Runs a session on WebGPU with the feed put into a GPU buffer first and the results read back last, waiting for the GPU
 * after each, so that every part has its own time. A plain run overlaps them, so it may take less than the sum.
 * @param session opened with results kept on the GPU.
 */
export async function runWithCopiesApart(
  ort: typeof Ort,
  session: Ort.InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  outputs: readonly string[],
): Promise<CopiedRun> {
  const device = await ort.env.webgpu.device;
  const buffers: GPUBuffer[] = [];
  let results: Readonly<Record<string, Ort.Tensor>> = {};
  try {
    const began = performance.now();
    const ortFeeds = Object.fromEntries(
      Object.entries(feeds).map(([name, tensor]) => {
        if (tensor.dtype !== 'float32') throw new TypeError(`Feed ${name}: expected float32, found ${tensor.dtype}.`);
        const buffer = device.createBuffer({ size: paddedBytes(tensor), usage: USAGE });
        buffers.push(buffer);
        // A buffer that other threads may see could not be written from; ours never is one.
        device.queue.writeBuffer(buffer, 0, tensor.data as Float32Array<ArrayBuffer>);
        return [name, ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: [...tensor.shape] })];
      }),
    );
    await device.queue.onSubmittedWorkDone();
    const uploaded = performance.now();
    results = await session.run(ortFeeds, [...outputs]);
    await device.queue.onSubmittedWorkDone();
    const computed = performance.now();
    for (const name of outputs) await results[name]?.getData();
    const read = performance.now();
    return {
      outputs: new Map(outputs.map((name) => [name, fromOrt(name, results[name])])),
      copies: { upload: uploaded - began, download: read - computed },
    };
  } finally {
    for (const buffer of buffers) buffer.destroy();
    for (const result of Object.values(results)) result.dispose();
  }
}

// GPUBufferUsage.STORAGE | COPY_SRC | COPY_DST, by number: the names exist only where WebGPU does.
const USAGE = 0x80 | 0x04 | 0x08;

/** onnxruntime binds buffers whose size is a multiple of 16. */
function paddedBytes({ shape }: Tensor): number {
  return Math.ceil((elementCount(shape) * BYTES.float32) / 16) * 16;
}
