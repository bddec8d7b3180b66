import { type Architecture, CLIP, type Layer } from '../architecture/architecture';
import { tensorsOf } from '../architecture/walk';
import { LAYERS, type LayerKind } from '../layers/index';
import { elementCount } from '../tensor/shape';
import { byteLength } from '../tensor/tensor';
import { bytesOf } from './quantities';

/** What is in memory while one layer runs. */
export interface LiveStep {
  /** The layer that runs. */
  readonly path: string;
  /** Buffers that exist, each named by the layer that first wrote it, or by CLIP. */
  readonly live: readonly string[];
  readonly bytes: number;
}

/** Memory of one forward pass in eval mode, float32, for the whole batch. */
export interface InferenceMemory {
  /** Parameters and buffers as stored. */
  readonly weightBytes: number;
  /** Largest sum of live activation bytes, and the first layer at which it is reached. */
  readonly peakBytes: number;
  readonly peakAt: string;
  /** One step a layer, in forward order: the timeline. */
  readonly steps: readonly LiveStep[];
  /** Bytes of every buffer, by the layer that first wrote it. */
  readonly bufferBytes: ReadonlyMap<string, number>;
}

/**
 * Activations at inference, with buffers reused by liveness. The rules:
 * - a layer's output takes a new buffer while all that it reads still exists;
 * - a layer that works in place (PyTorch's inplace=True) writes over the buffer it reads, if it has no later reader;
 * - a buffer is given back after its last reader; the clip is one like any other, the network's result stays;
 * - nothing is fused and no operator needs scratch space, so that a runtime may need less, or more.
 */
export function inferenceMemory(architecture: Architecture): InferenceMemory {
  const { layers } = architecture;
  const buffers = buffersOf(architecture);
  const lastUse = lastUses(layers, buffers);
  const bufferBytes = new Map([[CLIP, bytesOf(elementCount(architecture.clip))]]);
  for (const layer of layers) {
    if (buffers.get(layer.path) === layer.path) bufferBytes.set(layer.path, bytesOf(elementCount(layer.output)));
  }
  let live: readonly string[] = [CLIP];
  let [peakBytes, peakAt] = [0, ''];
  const steps = layers.map(({ path }, step): LiveStep => {
    if (buffers.get(path) === path) live = [...live, path];
    const now = { path, live, bytes: sumBytes(live, bufferBytes) };
    if (now.bytes > peakBytes) [peakBytes, peakAt] = [now.bytes, path];
    live = live.filter((buffer) => (lastUse.get(buffer) ?? 0) > step);
    return now;
  });
  const weightBytes = layers.flatMap((layer) => tensorsOf(layer)).reduce((sum, tensor) => sum + byteLength(tensor), 0);
  return { weightBytes, peakBytes, peakAt, steps, bufferBytes };
}

/** The buffer each layer's output lies in, by the layer that first wrote it; the clip's is CLIP. */
function buffersOf({ layers }: Architecture): ReadonlyMap<string, string> {
  const lastReader = new Map<string, string>();
  for (const layer of layers) for (const input of layer.inputs) lastReader.set(input, layer.path);
  const buffers = new Map<string, string>([[CLIP, CLIP]]);
  for (const layer of layers) {
    const [input = CLIP] = layer.inputs;
    const overwrites = worksInPlace(layer) && lastReader.get(input) === layer.path;
    buffers.set(layer.path, overwrites ? (buffers.get(input) ?? input) : layer.path);
  }
  return buffers;
}

/** The step at which each buffer is last read or written; the result's outlives them all. */
function lastUses(layers: readonly Layer[], buffers: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const lastUse = new Map<string, number>();
  layers.forEach((layer, step) => {
    for (const path of [...layer.inputs, layer.path]) lastUse.set(buffers.get(path) ?? path, step);
  });
  const result = layers.at(-1)?.path ?? CLIP;
  return lastUse.set(buffers.get(result) ?? result, layers.length);
}

/** True where a layer writes over what it reads. */
export function worksInPlace<K extends LayerKind>(layer: Layer<K>): boolean {
  return LAYERS[layer.kind].inplace?.(layer.fields) ?? false;
}

function sumBytes(buffers: readonly string[], bytes: ReadonlyMap<string, number>): number {
  return buffers.reduce((sum, buffer) => sum + (bytes.get(buffer) ?? 0), 0);
}
