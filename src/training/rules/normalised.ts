import { float32 } from '../../tensor/tensor';
import {
  add,
  divide,
  type GraphWriter,
  mean,
  multiply,
  number,
  reshape,
  slice,
  subtract,
  sum,
  type Value,
} from '../graphWriter';
import type { Observed } from './trainingRule';

/** Rows brought to mean 0 and variance 1, then scaled and shifted where they have a scale. */
interface Normalised {
  readonly output: Value;
  /** [R]; the spread, as the norm came by it, too. */
  readonly mean: Value;
  readonly spread: Observed['spread'];
  backward(gradient: Value): NormGradients;
}

/** Gradients of a norm's input, scale and shift; the last two [R, 1], still to be multiplied by the factor. */
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
  if (w.target === 'webgpu') return byLayerNorm(w, x, eps, affine);
  return (x.shape[1] ?? 1) <= FEW ? byCentring(w, x, eps, affine) : byBatchNorm(w, x, eps, affine);
}

/**
 * Rows up to this length are centred first. BatchNormalization computes x·a + (β − mean·a), which loses digits where the
 * mean is large beside the deviation, as happens by chance in rows of a few values.
 */
const FEW = 64;

/**
 * Mean taken off first, then everything from what is left: more passes, and no digits lost. Taken off twice: the mean of
 * near values is rounded as they are, which may be more than they differ by.
 */
function byCentring(w: GraphWriter, x: Value, eps: number, affine: Affine | null): Normalised {
  const [rows = 1, columns = 1] = x.shape;
  const about = mean(w, x, [1], 1);
  const near = subtract(w, x, about);
  const rest = mean(w, near, [1], 1);
  const [average, centred] = [add(w, about, rest), subtract(w, near, rest)];
  const variance = mean(w, multiply(w, centred, centred), [1], 1);
  const inverse = inverseDeviation(w, variance, eps);
  return fromUnit(w, multiply(w, centred, inverse), inverse, affine, {
    mean: reshape(w, average, [rows]),
    spread: { variance: reshape(w, variance, [rows]) },
    columns,
  });
}

/** What follows once rows have mean 0 and variance 1. */
function fromUnit(
  w: GraphWriter,
  unit: Value,
  inverse: Value,
  affine: Affine | null,
  { columns, ...facts }: Pick<Normalised, 'mean' | 'spread'> & { readonly columns: number },
): Normalised {
  return {
    output: affine ? add(w, multiply(w, unit, affine.scale), affine.shift) : unit,
    ...facts,
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

/**
 * One BatchNormalization in training mode, rows as channels. onnxruntime writes running statistics into that operator's
 * inputs 3 and 4, so these must be temporaries with no other reader: with a shared or constant vector there, gradients
 * are silently wrong. A column of x, once as it is and once negated, is always fresh, and counts for nothing at a
 * momentum of 0.
 */
function byBatchNorm(w: GraphWriter, x: Value, eps: number, affine: Affine | null): Normalised {
  const [rows = 1, columns = 1] = x.shape;
  const vector = (value: Value) => reshape(w, value, [rows]);
  const column = (value: Value) => reshape(w, value, [rows, 1]);
  const scale = affine ? vector(affine.scale) : filled(w, rows, 1);
  const shift = affine ? vector(affine.shift) : filled(w, rows, 0);
  const fresh = vector(slice(w, x, 1, 0, 1));
  const statistics = [multiply(w, fresh, 1 / 2), w.node('Neg', [fresh])];
  const inputs = [reshape(w, x, [1, rows, columns]), scale, shift, ...statistics];
  const attributes = { epsilon: { float: eps }, momentum: { float: 0 }, training_mode: 1 };
  const [y, average, variance] = w.nodes('BatchNormalization', inputs, 3, attributes) as [Value, Value, Value];
  const [mu, inverse] = [column(average), inverseDeviation(w, column(variance), eps)];
  return {
    output: reshape(w, y, [rows, columns]),
    mean: average,
    spread: { variance },
    backward(gradient) {
      const ofShift = sum(w, gradient, [1], 1);
      const against = sum(w, multiply(w, gradient, x), [1], 1);
      const ofScale = multiply(w, subtract(w, against, multiply(w, mu, ofShift)), inverse);
      const input = () => {
        // dx = a·dy + b·x + c: three numbers a row instead of two more passes over it.
        const a = affine ? multiply(w, column(affine.scale), inverse) : inverse;
        const b = multiply(w, multiply(w, multiply(w, a, inverse), ofScale), -1 / columns);
        const c = subtract(w, multiply(w, multiply(w, a, ofShift), -1 / columns), multiply(w, b, mu));
        return add(w, add(w, multiply(w, gradient, a), multiply(w, x, b)), c);
      };
      return { input, scale: ofScale, shift: ofShift, factor: 1 };
    },
  };
}

/** One LayerNormalization: WebGPU refuses BatchNormalization in training mode. */
function byLayerNorm(w: GraphWriter, x: Value, eps: number, affine: Affine | null): Normalised {
  const [rows = 1, columns = 1] = x.shape;
  const [unit, mu, inverse] = w.nodes('LayerNormalization', [x, filled(w, columns, 1)], 3, {
    axis: 1,
    epsilon: { float: eps },
  }) as [Value, Value, Value];
  return fromUnit(w, unit, inverse, affine, {
    mean: reshape(w, mu, [rows]),
    spread: { inverse: reshape(w, inverse, [rows]), eps },
    columns,
  });
}

/** Rows normalised by statistics that are given: constants in the backward pass. */
export function normaliseByRunning(
  w: GraphWriter,
  x: Value,
  statistics: { readonly mean: Value; readonly variance: Value; readonly eps: number },
  affine: Affine | null,
): Pick<Normalised, 'output' | 'backward'> {
  const rows = x.shape[0] ?? 1;
  const mu = reshape(w, statistics.mean, [rows, 1]);
  const inverse = inverseDeviation(w, reshape(w, statistics.variance, [rows, 1]), statistics.eps);
  const slope = affine ? multiply(w, affine.scale, inverse) : inverse;
  const still = multiply(w, mu, slope);
  const offset = affine ? subtract(w, affine.shift, still) : w.node('Neg', [still]);
  return {
    output: add(w, multiply(w, x, slope), offset),
    backward: (gradient) => ({
      input: () => multiply(w, gradient, slope),
      scale: multiply(w, sum(w, multiply(w, gradient, subtract(w, x, mu)), [1], 1), inverse),
      shift: sum(w, gradient, [1], 1),
      factor: 1,
    }),
  };
}

function inverseDeviation(w: GraphWriter, variance: Value, eps: number): Value {
  return divide(w, number(w, 1), w.node('Sqrt', [add(w, variance, eps)]));
}

function filled(w: GraphWriter, length: number, value: number): Value {
  return w.constant(float32([length], new Float32Array(length).fill(value)));
}

/** The biased variance, however it came. */
export function varianceOf(w: GraphWriter, spread: Observed['spread']): Value {
  if ('variance' in spread) return spread.variance;
  return subtract(w, divide(w, 1, multiply(w, spread.inverse, spread.inverse)), spread.eps);
}
