import type * as Ort from 'onnxruntime-web';
import { elementCount, type Shape } from '../tensor/shape';
import { BYTES, float32, type Tensor } from '../tensor/tensor';

/** Runs of a session on WebGPU whose inputs and outputs lie in buffers of its own, the same ones in every run. */
interface KeptBuffers {
  /** Runs it once; what is not asked for stays on the GPU. @throws TypeError for a tensor that is not float32 */
  run(feeds: Readonly<Record<string, Tensor>>, outputs: readonly string[]): Promise<Map<string, Tensor>>;
  free(): void;
}

/** A buffer, as onnxruntime is given it. */
interface Bound {
  readonly buffer: GPUBuffer;
  readonly tensor: Ort.Tensor;
}

/**
 * Binds buffers to a session whose shapes are all known. Feeds are written straight into theirs, past the copy in
 * WebAssembly's memory, and outputs are computed into theirs, which is what graph capture needs: it replays the commands
 * of a run, which name buffers.
 */
export async function keepBuffers(ort: typeof Ort, session: Ort.InferenceSession): Promise<KeptBuffers> {
  const device = await ort.env.webgpu.device;
  const made: GPUBuffer[] = [];
  const bufferOf = (shape: Shape, usage: number): GPUBuffer => {
    const buffer = device.createBuffer({ size: bytesOf(shape), usage });
    made.push(buffer);
    return buffer;
  };
  const bound = (shape: Shape): Bound => {
    // Outputs too are copied into: onnxruntime's Reshape copies.
    const buffer = bufferOf(shape, STORAGE | COPY_SRC | COPY_DST);
    return { buffer, tensor: ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: [...shape] }) };
  };
  const inputs = new Map<string, Bound>();
  const outputs = new Map<string, Bound & { readonly shape: Shape; readonly read: GPUBuffer }>();
  for (const facts of session.outputMetadata) {
    if (!facts.isTensor || facts.type !== 'float32') throw new TypeError(`Output ${facts.name} is not float32.`);
    const shape = facts.shape.map(Number);
    outputs.set(facts.name, { ...bound(shape), shape, read: bufferOf(shape, MAP_READ | COPY_DST) });
  }
  return {
    async run(feeds, wanted) {
      for (const [name, tensor] of Object.entries(feeds)) {
        if (tensor.dtype !== 'float32') throw new TypeError(`Feed ${name}: expected float32, found ${tensor.dtype}.`);
        const input = inputs.get(name) ?? bound(tensor.shape);
        inputs.set(name, input);
        // A buffer that other threads may see could not be written from; ours never is one.
        device.queue.writeBuffer(input.buffer, 0, tensor.data as Float32Array<ArrayBuffer>);
      }
      await session.run(tensorsOf(inputs), tensorsOf(outputs));
      const asked = wanted.flatMap((name) => {
        const output = outputs.get(name);
        return output ? [{ name, ...output }] : [];
      });
      const encoder = device.createCommandEncoder();
      for (const { buffer, read, shape } of asked) encoder.copyBufferToBuffer(buffer, 0, read, 0, bytesOf(shape));
      device.queue.submit([encoder.finish()]);
      const results = new Map<string, Tensor>();
      for (const { name, read, shape } of asked) {
        await read.mapAsync(GPU_READ);
        results.set(name, float32(shape, new Float32Array(read.getMappedRange().slice(0, valueBytes(shape)))));
        read.unmap();
      }
      return results;
    },
    free() {
      for (const buffer of made) buffer.destroy();
    },
  };
}

const tensorsOf = (bound: ReadonlyMap<string, Bound>): Record<string, Ort.Tensor> =>
  Object.fromEntries(Array.from(bound, ([name, { tensor }]) => [name, tensor]));

// GPUBufferUsage and GPUMapMode by number: the names exist only where WebGPU does.
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE, GPU_READ] = [0x01, 0x04, 0x08, 0x80, 0x01];

const valueBytes = (shape: Shape): number => elementCount(shape) * BYTES.float32;

/** onnxruntime binds buffers whose size is a multiple of 16. */
const bytesOf = (shape: Shape): number => Math.ceil(valueBytes(shape) / 16) * 16;
