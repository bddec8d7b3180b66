import type { Architecture, Layer } from '../architecture/architecture';
import { macsOf, normOf, tensorsOf } from '../architecture/walk';
import { LAYERS, type LayerKind } from '../layers/index';
import type { OnnxCall } from '../layers/layerOp';
import { elementCount } from '../tensor/shape';
import { byteLength } from '../tensor/tensor';
import { bytesOf } from './quantities';

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
  /** Multiply-accumulates a second of a channel-wise 3×3×3 convolution, as it is run here; absent: those of a product. */
  readonly channelwiseMacsPerSecond?: number;
  /** Elements a second through x · σ(x); absent: as many as the bandwidth lets through. */
  readonly functionsPerSecond?: number;
}

/** What a layer computes with: products of matrices, filters of single channels, or functions like σ and tanh. */
export type Arithmetic = 'product' | 'channelwise' | 'function';

/** What keeps a layer from being faster. */
export type Bound = 'compute' | 'memory' | 'dispatch';

/** The time one layer is expected to take on a device. */
interface PredictedLayer {
  readonly path: string;
  readonly macs: number;
  /** Bytes of inputs, weights and output, each moved once. */
  readonly bytes: number;
  readonly dispatches: number;
  readonly arithmetic: Arithmetic;
  /** At the speed of its kind of arithmetic. */
  readonly computeMs: number;
  readonly memoryMs: number;
  readonly dispatchMs: number;
  /** The larger of compute and memory, and the dispatches. */
  readonly ms: number;
  /** `ms` with all arithmetic as fast as a product of matrices: the least that the roof allows. */
  readonly leastMs: number;
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
 * A layer takes as long as its arithmetic or as moving its bytes, whichever is longer (the roofline of Williams, Waterman
 * and Patterson 2009), and each operator a fixed time besides. Arithmetic has three speeds, since no runtime filters
 * single channels, or computes a sigmoid, as fast as it multiplies matrices; a device whose profile has one speed only is
 * the plain roofline, a lower bound. Layers run one after the other: norms that fold into a convolution and dropout are
 * free, nothing else is fused, no layer profits from a cache. Its use is to rank layers and designs, so its rank
 * correlation with measured times is what to look at.
 */
export function predictTime(architecture: Architecture, device: DeviceProfile): PredictedTime {
  const layers = architecture.layers.map((layer) => predictLayer(layer, device));
  return {
    ms: layers.reduce((sum, { ms }) => sum + ms, 0),
    layers,
    byPath: new Map(layers.map((layer) => [layer.path, layer])),
  };
}

/** Seconds that a layer's arithmetic takes, `elements` being those of its output. */
export function arithmeticSeconds(
  { arithmetic, macs, elements }: { readonly arithmetic: Arithmetic; readonly macs: number; readonly elements: number },
  { macsPerSecond, channelwiseMacsPerSecond = macsPerSecond, functionsPerSecond = Infinity }: DeviceProfile,
): number {
  if (arithmetic === 'function') return elements / functionsPerSecond;
  return macs / (arithmetic === 'channelwise' ? channelwiseMacsPerSecond : macsPerSecond);
}

function predictLayer<K extends LayerKind>(layer: Layer<K>, device: DeviceProfile): PredictedLayer {
  const { macs, bytes, dispatches, arithmetic } = workOf(layer);
  const elements = dispatches === 0 ? 0 : elementCount(layer.output);
  const computeMs = 1000 * arithmeticSeconds({ arithmetic, macs, elements }, device);
  const memoryMs = (1000 * bytes) / device.bytesPerSecond;
  const dispatchMs = 1000 * device.dispatchSeconds * dispatches;
  const longer = Math.max(computeMs, memoryMs);
  return {
    path: layer.path,
    macs,
    bytes,
    dispatches,
    arithmetic,
    computeMs,
    memoryMs,
    dispatchMs,
    ms: longer + dispatchMs,
    leastMs: Math.max((1000 * macs) / device.macsPerSecond, memoryMs) + dispatchMs,
    bound: dispatchMs > longer ? 'dispatch' : computeMs > memoryMs ? 'compute' : 'memory',
    intensity: bytes > 0 ? macs / bytes : 0,
  };
}

/** Operators that a polynomial or an exponential stands behind. */
const FUNCTIONS: ReadonlySet<string> = new Set(['Sigmoid', 'Tanh', 'Erf', 'Elu']);

function arithmeticOf(calls: readonly OnnxCall[]): Arithmetic {
  if (calls.some(({ op }) => FUNCTIONS.has(op))) return 'function';
  const filters = calls.some(({ op, attributes }) => op === 'Conv' && Number(attributes?.group ?? 1) > 1);
  return filters ? 'channelwise' : 'product';
}

/** MACs, bytes and operators of one layer in eval mode; all 0 for what no runtime runs. */
function workOf<K extends LayerKind>(
  layer: Layer<K>,
): Pick<PredictedLayer, 'macs' | 'bytes' | 'dispatches' | 'arithmetic'> {
  const op = LAYERS[layer.kind];
  const calls = normOf(layer)?.foldable
    ? []
    : op.onnx(layer.fields, { inputs: layer.inputShapes, output: layer.output });
  const dispatches = calls.filter((call) => call.op !== 'Identity').length;
  const arithmetic = arithmeticOf(calls);
  if (dispatches === 0) return { macs: 0, bytes: 0, dispatches, arithmetic };
  const values = [...layer.inputShapes, layer.output].reduce((sum, shape) => sum + bytesOf(elementCount(shape)), 0);
  const weights = tensorsOf(layer).reduce((sum, tensor) => sum + byteLength(tensor), 0);
  return { macs: macsOf(layer), bytes: values + weights, dispatches, arithmetic };
}
