import type { Architecture } from '../architecture/architecture';
import { divide, type GraphWriter, multiply, reshape, subtract, sum, type Value } from './graphWriter';
import type { Recipe } from './recipe';

/** A loss, and its gradient to the logits. */
interface Loss {
  /** Scalar. */
  readonly loss: Value;
  /** [classes, N]. */
  readonly gradient: Value;
}

/** Mean over the clips of −Σ q log softmax(logits), from logits and targets q as [classes, N]. */
export function crossEntropy(w: GraphWriter, logits: Value, targets: Value): Loss {
  const clips = logits.shape[1] ?? 1;
  const shifted = subtract(w, logits, w.node('ReduceMax', [logits], { axes: [0], keepdims: 1 }));
  const powers = w.node('Exp', [shifted]);
  const total = sum(w, powers, [0], 1);
  const logarithms = subtract(w, shifted, w.node('Log', [total]));
  const loss = multiply(w, sum(w, multiply(w, logarithms, targets), [0, 1]), -1 / clips);
  const gradient = multiply(w, subtract(w, divide(w, powers, total), targets), 1 / clips);
  return { loss: reshape(w, loss, []), gradient };
}

/** Share of a label that is spread over all classes: the recipe's, else the head's. */
export function smoothingOf({ design }: Architecture, recipe: Recipe): number {
  return recipe.labelSmoothing ?? design.head?.label_smooth_eps ?? 0;
}

/** Targets of labels: 1 − eps at the label and eps spread over all classes, [N, classes]. @throws RangeError for a label that is no class */
export function targetsOf(labels: readonly number[], classes: number, eps: number): Float32Array {
  const targets = new Float32Array(labels.length * classes).fill(eps / classes);
  labels.forEach((label, clip) => {
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new RangeError(`Label ${label} of clip ${clip}: expected a class from 0 to ${classes - 1}.`);
    targets[clip * classes + label] = 1 - eps + eps / classes;
  });
  return targets;
}
