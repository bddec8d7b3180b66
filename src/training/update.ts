import {
  add,
  concat,
  divide,
  type GraphWriter,
  minimum,
  multiply,
  pad,
  reshape,
  slice,
  subtract,
  sum,
  type Value,
} from './graphWriter';
import type { Optimizer } from './recipe';

/** What an update reads, all over flat vectors of the trained parameters. */
interface UpdateInputs {
  readonly weights: Value;
  readonly moments: Value;
  readonly gradients: Value;
  readonly rate: Value;
  /** Adam's 1/(1 − β₁ᵗ) and 1/√(1 − β₂ᵗ), t from 1. */
  corrections(): { readonly first: Value; readonly second: Value };
}

interface Updated {
  readonly weights: Value;
  readonly moments: Value;
  /** L2 norm of all gradients, before clipping; scalar. */
  readonly gradientNorm: Value;
}

/** Clipping, decay and the optimiser's step, in torch's order (torch.nn.utils.clip_grad_norm_, torch.optim). */
export function writeUpdate(
  w: GraphWriter,
  optimizer: Optimizer,
  clipNorm: number | null,
  inputs: UpdateInputs,
): Updated {
  const { weights, moments, rate } = inputs;
  const gradientNorm = w.node('Sqrt', [sumOfSquares(w, inputs.gradients)]);
  const gradients =
    clipNorm === null
      ? inputs.gradients
      : multiply(w, inputs.gradients, minimum(w, divide(w, clipNorm, add(w, gradientNorm, 1e-6)), 1));
  const decayed = (decay: number) => (decay === 0 ? gradients : add(w, gradients, multiply(w, weights, decay)));
  if (optimizer.type === 'SGD') {
    const { momentum, nesterov, weightDecay } = optimizer;
    const g = decayed(weightDecay);
    const velocity = momentum === 0 ? g : add(w, multiply(w, moments, momentum), g);
    const direction = nesterov ? add(w, g, multiply(w, velocity, momentum)) : velocity;
    return { weights: subtract(w, weights, multiply(w, direction, rate)), moments: velocity, gradientNorm };
  }
  const { betas, eps, weightDecay } = optimizer;
  const corrections = inputs.corrections();
  const decoupled = optimizer.type === 'AdamW';
  const g = decoupled ? gradients : decayed(weightDecay);
  const length = weights.shape[0] ?? 0;
  const [first, second] = [slice(w, moments, 0, 0, length), slice(w, moments, 0, length, 2 * length)];
  const m = add(w, multiply(w, first, betas[0]), multiply(w, g, 1 - betas[0]));
  const v = add(w, multiply(w, second, betas[1]), multiply(w, multiply(w, g, g), 1 - betas[1]));
  const spread = add(w, multiply(w, w.node('Sqrt', [v]), corrections.second), eps);
  const step = divide(w, multiply(w, m, multiply(w, rate, corrections.first)), spread);
  const shrunk = decoupled ? multiply(w, weights, subtract(w, 1, multiply(w, rate, weightDecay))) : weights;
  return { weights: subtract(w, shrunk, step), moments: concat(w, [m, v], 0), gradientNorm };
}

/** Rows are summed first, then the rows' sums: one float32 sum over half a million squares is 1e-4 too small. */
function sumOfSquares(w: GraphWriter, vector: Value): Value {
  const length = vector.shape[0] ?? 0;
  const columns = Math.ceil(Math.sqrt(length));
  const rows = reshape(w, pad(w, vector, [0], [columns * columns - length]), [columns, columns]);
  return sum(w, sum(w, multiply(w, rows, rows), [1]), [0]);
}
