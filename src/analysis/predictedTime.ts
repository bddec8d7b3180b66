import type { Architecture, Layer } from '../architecture/architecture';
import { tensorsOf } from '../architecture/walk';
import { LAYERS, type LayerKind } from '../layers/index';
import { elementCount } from '../tensor/shape';
import { byteLength } from '../tensor/tensor';
import { FLOAT_BYTES } from './memory';

/** What a device can do at most, measured by micro-benchmarks or typed in from a data sheet. */
export interface DeviceProfile {
  /** `WASM, 1 thread, this machine`. */
  readonly name: string;
  /** Multiply-accumulates a second of a large matrix product. */
  readonly macsPerSecond: number;
  /** Bytes a second of a large copy, reads and writes together. */
  readonly bytesPerSecond: number;
  /** Seconds from one operator to the next that no work explains: launch, synchronisation. */
  readonly dispatchSeconds: number;
}

/** What keeps a layer from being faster. */
export type Bound = 'compute' | 'memory' | 'dispatch';

/** The least time one layer takes on a device. */
export interface PredictedLayer {
  readonly path: string;
  readonly macs: number;
  /** Bytes of inputs, weights and output, each moved once. */
  readonly bytes: number;
  readonly dispatches: number;
  readonly computeMs: number;
  readonly memoryMs: number;
  readonly dispatchMs: number;
  /** The larger of compute and memory, and the dispatches. */
  readonly ms: number;
  readonly bound: Bound;
  /** MACs a byte: where it stands on the roofline's horizontal axis. */
  readonly intensity: number;
}

/** A whole network's predicted time, one forward pass of the batch. */
export interface PredictedTime {
  readonly ms: number;
  /** In forward order. */
  readonly layers: readonly PredictedLayer[];
  readonly byPath: ReadonlyMap<string, PredictedLayer>;
}

/**
 * Roofline prediction (Williams, Waterman and Patterson 2009): a layer takes as long as its MACs at the peak or its
 * bytes at the full bandwidth, whichever is longer, and each operator a fixed time besides. A lower bound for layers run
 * one after the other: norms that fold into a convolution and dropout are free, nothing else is fused, no layer profits
 * from a cache. Its use is to rank designs, so its rank correlation with measured times is what to look at.
 */
export function predictTime(architecture: Architecture, device: DeviceProfile): PredictedTime {
  const layers = architecture.layers.map((layer) => predictLayer(layer, device));
  return {
    ms: layers.reduce((sum, { ms }) => sum + ms, 0),
    layers,
    byPath: new Map(layers.map((layer) => [layer.path, layer])),
  };
}

function predictLayer<K extends LayerKind>(layer: Layer<K>, device: DeviceProfile): PredictedLayer {
  const { macs, bytes, dispatches } = workOf(layer);
  const computeMs = (1000 * macs) / device.macsPerSecond;
  const memoryMs = (1000 * bytes) / device.bytesPerSecond;
  const dispatchMs = 1000 * device.dispatchSeconds * dispatches;
  const roof = Math.max(computeMs, memoryMs);
  return {
    path: layer.path,
    macs,
    bytes,
    dispatches,
    computeMs,
    memoryMs,
    dispatchMs,
    ms: roof + dispatchMs,
    bound: dispatchMs > roof ? 'dispatch' : computeMs > memoryMs ? 'compute' : 'memory',
    intensity: bytes > 0 ? macs / bytes : 0,
  };
}

/** MACs, bytes and operators of one layer in eval mode; all 0 for what no runtime runs. */
function workOf<K extends LayerKind>(layer: Layer<K>): Pick<PredictedLayer, 'macs' | 'bytes' | 'dispatches'> {
  const op = LAYERS[layer.kind];
  const calls = op.norm?.(layer.fields).foldable
    ? []
    : op.onnx(layer.fields, { inputs: layer.inputShapes, output: layer.output });
  const dispatches = calls.filter((call) => call.op !== 'Identity').length;
  if (dispatches === 0) return { macs: 0, bytes: 0, dispatches };
  const values = [...layer.inputShapes, layer.output].reduce(
    (sum, shape) => sum + FLOAT_BYTES * elementCount(shape),
    0,
  );
  const weights = tensorsOf(layer).reduce((sum, tensor) => sum + byteLength(tensor), 0);
  return { macs: op.macs(layer.fields, layer.output), bytes: values + weights, dispatches };
}
