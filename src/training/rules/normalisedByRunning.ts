import {
  add,
  divide,
  filled,
  type GraphWriter,
  multiply,
  reshape,
  scaleRows,
  subtract,
  sum,
  type Value,
} from '../graphWriter';
import { meanOfRows } from '../longRows';
import type { Affine, Normalised, NormGradients } from './normalised';

/** Running statistics of rows, [R] each. */
interface RunningStatistics {
  readonly mean: Value;
  readonly variance: Value;
  readonly eps: number;
}

/** Each row of [R, M] normalised by running statistics, which are constants in the backward pass. */
export function normaliseByRunning(
  w: GraphWriter,
  x: Value,
  statistics: RunningStatistics,
  affine: Affine | null,
): Pick<Normalised, 'output' | 'backward'> {
  return w.target === 'wasm' ? inOnePass(w, x, statistics, affine) : bySlope(w, x, statistics, affine);
}

/** By BatchNormalization in inference mode, for WASM. */
function inOnePass(w: GraphWriter, x: Value, { mean, variance, eps }: RunningStatistics, affine: Affine | null) {
  const [rows = 1, columns = 1] = x.shape;
  const vector = (value: Value) => reshape(w, value, [rows]);
  const apart = (value: Value) => reshape(w, value, [1, rows, columns]);
  const [none, one] = [filled(w, rows, 0), filled(w, rows, 1)];
  const [scale, shift] = affine ? [vector(affine.scale), vector(affine.shift)] : [one, none];
  return {
    output: reshape(w, scaleRows(w, apart(x), { scale, shift, mean, variance, eps }), x.shape),
    backward(gradient: Value): NormGradients {
      const dy = apart(gradient);
      const unit = scaleRows(w, apart(x), { scale: one, shift: none, mean, variance, eps });
      return {
        input: () => reshape(w, scaleRows(w, dy, { scale, shift: none, mean: none, variance, eps }), x.shape),
        scale: vector(meanOfRows(w, multiply(w, dy, unit))),
        shift: vector(meanOfRows(w, dy)),
        factor: columns,
      };
    },
  };
}

/** By a product and a sum that broadcast a slope and an offset a row, for WebGPU. */
function bySlope(w: GraphWriter, x: Value, statistics: RunningStatistics, affine: Affine | null) {
  const rows = x.shape[0] ?? 1;
  const mu = reshape(w, statistics.mean, [rows, 1]);
  const deviation = w.node('Sqrt', [add(w, reshape(w, statistics.variance, [rows, 1]), statistics.eps)]);
  const inverse = divide(w, 1, deviation);
  const slope = affine ? multiply(w, affine.scale, inverse) : inverse;
  const still = multiply(w, mu, slope);
  const offset = affine ? subtract(w, affine.shift, still) : w.node('Neg', [still]);
  return {
    output: add(w, multiply(w, x, slope), offset),
    backward: (gradient: Value): NormGradients => ({
      input: () => multiply(w, gradient, slope),
      scale: multiply(w, sum(w, multiply(w, gradient, subtract(w, x, mu)), [1], 1), inverse),
      shift: sum(w, gradient, [1], 1),
      factor: 1,
    }),
  };
}
