import type { DeviceProfile } from '../analysis/predictedTime';
import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { elementCount, type Shape } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';

/** What a yardstick measures. */
export type YardstickKind = 'compute' | 'copy' | 'launch';

/** A graph that does one thing many times over, so that a device's limit for it can be measured. */
export interface Yardstick {
  readonly kind: YardstickKind;
  /** Side of the matrices; elements, in thousands, of the tensor that is copied; not used by `launch`. */
  readonly size: number;
  /** How often it does it. */
  readonly repeats: number;
}

/** What every yardstick is fed: a scalar, so that no copy to the device is measured. */
export const YARDSTICK_CLIP: Shape = [1, 1];

/**
 * The graph of a yardstick. Its input is a scalar that is spread to full size inside and its output one number, so that
 * next to nothing is copied in or out, and nothing is constant. `compute` is a chain of products of square matrices;
 * `copy` a chain of additions to a large tensor, each of which reads and writes it once; `launch` a chain of additions
 * to one element.
 */
export function yardstickGraph({ kind, size, repeats }: Yardstick): OnnxGraph {
  const [rows, columns] = ROOM[kind](size);
  const second = kind === 'compute' ? 'weight' : 'step';
  const initializers = new Map([
    ['column', constant([rows, 1], 1)],
    ['row', constant([1, columns], 0)],
    // Products with it are means of rows, so that values stay what they are however often they are multiplied.
    kind === 'compute' ? [second, constant([size, size], 1 / size)] : [second, constant([1], 0.5)],
  ]);
  const links = Array.from({ length: repeats }, (_, index) => {
    const first = index === 0 ? 'full' : `link.${index - 1}`;
    return node(kind === 'compute' ? 'MatMul' : 'Add', `link.${index}`, [first, second]);
  });
  return {
    name: `yardstick ${kind}`,
    opset: 17,
    inputs: [{ name: 'clip', dtype: 'float32', shape: YARDSTICK_CLIP }],
    outputs: [{ name: 'y', dtype: 'float32', shape: [1, 1] }],
    initializers,
    nodes: [
      node('Mul', 'tall', ['clip', 'column']),
      node('Add', 'full', ['tall', 'row']),
      ...links,
      { ...node('ReduceMax', 'y', [`link.${repeats - 1}`]), attributes: { keepdims: 1 } },
    ],
    metadata: new Map(),
  };
}

/** MACs, bytes or launches of one link of the chain. */
export function workOfLink({ kind, size }: Pick<Yardstick, 'kind' | 'size'>): number {
  if (kind === 'compute') return size ** 3;
  return kind === 'copy' ? 2 * Float32Array.BYTES_PER_ELEMENT * 1000 * size : 1;
}

/** A chain and one several times as long: what they differ by is the work alone, free of all that a run costs besides. */
export interface YardstickPair {
  readonly short: Yardstick;
  readonly long: Yardstick;
}

/** Sizes to try, small first: a fast device needs large ones to show its speed, a slow one would take minutes for them. */
export const YARDSTICK_SIZES: Readonly<Record<YardstickKind, readonly number[]>> = {
  compute: [256, 512, 1024, 2048],
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
 * What every kind of yardstick gave: for compute the size that did best, for copies the largest, which no cache holds.
 */
export type Limits = Readonly<Record<YardstickKind, { readonly size: number; readonly secondsPerLink: number }>>;

/** The profile that a predictor and a roofline take. */
export function deviceProfile(name: string, { compute, copy, launch }: Limits): DeviceProfile {
  return {
    name,
    macsPerSecond: workOfLink({ kind: 'compute', size: compute.size }) / compute.secondsPerLink,
    bytesPerSecond: workOfLink({ kind: 'copy', size: copy.size }) / copy.secondsPerLink,
    dispatchSeconds: launch.secondsPerLink,
  };
}

/** Rows and columns of what goes through the chain. */
const ROOM: Readonly<Record<YardstickKind, (size: number) => readonly [rows: number, columns: number]>> = {
  compute: (size) => [size, size],
  copy: (size) => [1000, size],
  launch: () => [1, 1],
};

function constant(shape: Shape, value: number): Tensor {
  return float32(shape, new Float32Array(elementCount(shape)).fill(value));
}

function node(op: string, name: string, inputs: readonly string[]): OnnxNode {
  return { op, name, inputs, outputs: [name], attributes: {}, origins: [] };
}
