import {
  add,
  divide,
  filled,
  type GraphWriter,
  mean,
  multiply,
  reshape,
  scaleRows,
  subtract,
  type Value,
} from '../graphWriter';
import { meanOfRows } from '../longRows';
import type { Observed } from './trainingRule';

/** Rows brought to mean 0 and variance 1, then scaled and shifted where they have a scale. */
export interface Normalised {
  readonly output: Value;
  /** [R]; the spread, as the norm came by it, too. */
  readonly mean: Value;
  readonly spread: Observed['spread'];
  backward(gradient: Value): NormGradients;
}

/** Gradients of a norm's input, scale and shift; the last two [R] or [R, 1], still to be multiplied by the factor. */
export interface NormGradients {
  input(): Value;
  readonly scale: Value;
  readonly shift: Value;
  readonly factor: number;
}

/** What every row is multiplied by and moved by afterwards, [R, 1]. */
export interface Affine {
  readonly scale: Value;
  readonly shift: Value;
}

/** Each row of [R, M] normalised by its own statistics. */
export function normaliseRows(w: GraphWriter, x: Value, eps: number, affine: Affine | null): Normalised {
  return w.target === 'wasm' ? byCentring(w, x, eps, affine) : byLayerNorm(w, x, eps, affine);
}

/**
 * Rows of up to so many values are centred twice. A few values may by chance differ by less than their mean is rounded
 * by, and then one centring leaves digits of it behind.
 */
const SHORT_ROW = 64;

/**
 * By rows that are centred first: the variance and all gradients follow from these, so that no digits are lost where the
 * mean is large beside the deviation. For WASM.
 */
function byCentring(w: GraphWriter, x: Value, eps: number, affine: Affine | null): Normalised {
  const [rows = 1, columns = 1] = x.shape;
  const vector = (value: Value) => reshape(w, value, [rows]);
  const apart = (value: Value) => reshape(w, value, [1, rows, columns]);
  const [none, one] = [filled(w, rows, 0), filled(w, rows, 1)];
  const given = apart(x);
  const average = vector(meanOfRows(w, given));
  const near = scaleRows(w, given, { scale: one, shift: none, mean: average, variance: one, eps: 0 });
  /** What rounding left of the mean, [1, R, 1]. */
  const rest = columns <= SHORT_ROW ? meanOfRows(w, near) : null;
  const centred = rest ? subtract(w, near, rest) : near;
  const variance = vector(meanOfRows(w, multiply(w, centred, centred)));
  const scale = affine ? vector(affine.scale) : one;
  /** Rows over their deviation, times a number, plus another. */
  const overDeviation = (value: Value, times: Value, plus: Value) =>
    scaleRows(w, value, { scale: times, shift: plus, mean: none, variance, eps });
  const y = overDeviation(centred, scale, affine ? vector(affine.shift) : none);
  return {
    output: reshape(w, y, [rows, columns]),
    mean: rest ? add(w, average, vector(rest)) : average,
    spread: { variance },
    backward(gradient) {
      const dy = apart(gradient);
      const shift = vector(meanOfRows(w, dy));
      const ofScale = vector(overDeviation(meanOfRows(w, multiply(w, dy, centred)), one, none));
      const input = () => {
        const straight = subtract(w, dy, overDeviation(centred, ofScale, shift));
        return reshape(w, overDeviation(straight, scale, none), [rows, columns]);
      };
      // Means; the sums that they stand for are worked out for all norms at once.
      return { input, scale: ofScale, shift, factor: columns };
    },
  };
}

/** By one LayerNormalization, for WebGPU: it refuses BatchNormalization in training mode. */
function byLayerNorm(w: GraphWriter, x: Value, eps: number, affine: Affine | null): Normalised {
  const [rows = 1, columns = 1] = x.shape;
  const [unit, mu, inverse] = w.nodes('LayerNormalization', [x, filled(w, columns, 1)], 3, {
    axis: 1,
    epsilon: { float: eps },
  }) as [Value, Value, Value];
  return {
    output: affine ? add(w, multiply(w, unit, affine.scale), affine.shift) : unit,
    mean: reshape(w, mu, [rows]),
    spread: { inverse: reshape(w, inverse, [rows]), eps },
    backward(gradient) {
      const [shift, scale] = [mean(w, gradient, [1], 1), mean(w, multiply(w, gradient, unit), [1], 1)];
      const input = () => {
        const straight = subtract(w, gradient, add(w, multiply(w, unit, scale), shift));
        return multiply(w, straight, affine ? multiply(w, affine.scale, inverse) : inverse);
      };
      // Means; the sums that they stand for are worked out for all norms at once.
      return { input, scale, shift, factor: columns };
    },
  };
}

/** The biased variance, however it came. */
export function varianceOf(w: GraphWriter, spread: Observed['spread']): Value {
  if ('variance' in spread) return spread.variance;
  return subtract(w, divide(w, 1, multiply(w, spread.inverse, spread.inverse)), spread.eps);
}
