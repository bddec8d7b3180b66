import type { DeviceProfile } from '../analysis/predictedTime';
import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { elementCount, type Shape } from '../tensor/shape';
import { float32, int64, type Tensor } from '../tensor/tensor';

export type YardstickKind = 'compute' | 'channelwise' | 'function' | 'copy' | 'launch';

/** A graph that does one thing many times over, so that a device's limit for it can be measured. */
export interface Yardstick {
  readonly kind: YardstickKind;
  /** Side of the matrices; channels that are filtered; elements, in thousands, that are copied or go through a function; not used by `launch`. */
  readonly size: number;
  /** How often it does it. */
  readonly repeats: number;
}

/** What every yardstick is fed: a scalar, so that no copy to the device is measured. */
export const YARDSTICK_CLIP: Shape = [1, 1];

/**
 * The graph of a yardstick. Its input is a scalar that is spread to full size inside and its output one number, so that
 * next to nothing is copied in or out, and nothing is constant. `compute` is a chain of products of square matrices;
 * `channelwise` one of channel-wise 3×3×3 convolutions, which a target lowers as it does a network's; `function` one of
 * x · σ(x); `copy` a chain of additions to a large tensor, each of which reads and writes it once; `launch` a chain of
 * additions to one element.
 */
export function yardstickGraph(yardstick: Yardstick): OnnxGraph {
  const { kind, size, repeats } = yardstick;
  const full = ROOM[kind](size);
  const links = Array.from({ length: repeats }, (_, index) =>
    LINK[kind](`link.${index}`, index === 0 ? 'full' : `link.${index - 1}`, size),
  );
  const [rows = 1, ...columns] = full.filter((length) => length > 1);
  return {
    name: `yardstick ${kind}`,
    opset: 17,
    inputs: [{ name: 'clip', dtype: 'float32', shape: YARDSTICK_CLIP }],
    outputs: [{ name: 'y', dtype: 'float32', shape: full.map(() => 1) }],
    initializers: new Map<string, Tensor>([
      ['column', constant([rows, 1], 1)],
      ['row', constant([1, elementCount(columns)], 0)],
      ['shape', int64(full)],
      ...SECOND[kind](size),
    ]),
    nodes: [
      node('Mul', 'tall', ['clip', 'column']),
      node('Add', 'spread', ['tall', 'row']),
      node('Reshape', 'full', ['spread', 'shape']),
      ...links.flat(),
      { ...node('ReduceMax', 'y', [`link.${repeats - 1}`]), attributes: { keepdims: 1 } },
    ],
    metadata: new Map(),
  };
}

/** The shape of what goes through the chain. */
const ROOM: Readonly<Record<YardstickKind, (size: number) => Shape>> = {
  compute: (size) => [size, size],
  // As large as a block of X3D's third stage.
  channelwise: (size) => [1, size, 8, 20, 20],
  function: (size) => [1000, size],
  copy: (size) => [1000, size],
  launch: () => [1, 1],
};

/** The nodes of one link: from one value to the next. */
const LINK: Readonly<Record<YardstickKind, (to: string, from: string, size: number) => readonly OnnxNode[]>> = {
  compute: (to, from) => [node('MatMul', to, [from, 'weight'])],
  channelwise: (to, from, size) => [
    {
      ...node('Conv', to, [from, 'weight']),
      attributes: { kernel_shape: [3, 3, 3], pads: [1, 1, 1, 1, 1, 1], group: size },
    },
  ],
  function: (to, from) => [node('Sigmoid', `${to}.gate`, [from]), node('Mul', to, [from, `${to}.gate`])],
  copy: (to, from) => [node('Add', to, [from, 'step'])],
  launch: (to, from) => [node('Add', to, [from, 'step'])],
};

/** What every link takes besides. It leaves values about as large as they are, however often. */
const SECOND: Readonly<Record<YardstickKind, (size: number) => readonly (readonly [string, Tensor])[]>> = {
  // A product with it is the mean of a row.
  compute: (size) => [['weight', constant([size, size], 1 / size)]],
  // The middle tap passes a value on; that the others are zero saves no device anything.
  channelwise: (size) => [
    [
      'weight',
      float32(
        [size, 1, 3, 3, 3],
        Float32Array.from({ length: 27 * size }, (_, tap) => (tap % 27 === 13 ? 1 : 0)),
      ),
    ],
  ],
  function: () => [],
  copy: () => [['step', constant([1], 0.5)]],
  launch: () => [['step', constant([1], 0.5)]],
};

/** MACs, elements, bytes or launches of one link of the chain. */
export function workOfLink({ kind, size }: Pick<Yardstick, 'kind' | 'size'>): number {
  const elements = elementCount(ROOM[kind](size));
  const work: Readonly<Record<YardstickKind, number>> = {
    compute: size * elements,
    channelwise: 27 * elements,
    function: elements,
    copy: 2 * Float32Array.BYTES_PER_ELEMENT * elements,
    launch: 1,
  };
  return work[kind];
}

/** A chain and one several times as long: what they differ by is the work alone, free of all that a run costs besides. */
interface YardstickPair {
  readonly short: Yardstick;
  readonly long: Yardstick;
}

/** Sizes to try, small first: a fast device needs large ones to show its speed, a slow one would take minutes for them. */
export const YARDSTICK_SIZES: Readonly<Record<YardstickKind, readonly number[]>> = {
  compute: [256, 512, 1024, 2048],
  channelwise: [8, 216, 864],
  function: [1000, 8000],
  copy: [4000, 16_000, 32_000],
  launch: [0],
};

/** The two chains of a size. */
export function yardstickPair(kind: YardstickKind, size: number): YardstickPair {
  const [short, long] = kind === 'launch' ? [20, 520] : [2, 8];
  return { short: { kind, size, repeats: short }, long: { kind, size, repeats: long } };
}

/**
 * Seconds that one link takes at best: the difference of both chains' fastest runs, over the links that the longer one
 * has more. A roof is what a device can do, so the runs that nothing disturbed count. Null where the noise is larger
 * than the work.
 */
export function secondsPerLink(pair: YardstickPair, short: readonly number[], long: readonly number[]): number | null {
  const seconds = (Math.min(...long) - Math.min(...short)) / 1000 / (pair.long.repeats - pair.short.repeats);
  return seconds > 0 ? seconds : null;
}

/**
 * What every kind of yardstick gave: for copies at the largest size, which no cache holds, for others at the size that did best.
 */
export type Limits = Readonly<Record<YardstickKind, { readonly size: number; readonly secondsPerLink: number }>>;

/** The profile that a predictor and a roofline take. */
export function deviceProfile(name: string, limits: Limits): DeviceProfile {
  const rate = (kind: YardstickKind) => workOfLink({ kind, size: limits[kind].size }) / limits[kind].secondsPerLink;
  return {
    name,
    macsPerSecond: rate('compute'),
    bytesPerSecond: rate('copy'),
    dispatchSeconds: limits.launch.secondsPerLink,
    channelwiseMacsPerSecond: rate('channelwise'),
    functionsPerSecond: rate('function'),
  };
}

function constant(shape: Shape, value: number): Tensor {
  return float32(shape, new Float32Array(elementCount(shape)).fill(value));
}

function node(op: string, name: string, inputs: readonly string[]): OnnxNode {
  return { op, name, inputs, outputs: [name], attributes: {}, origins: [] };
}
