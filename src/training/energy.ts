import { powerOfTwo } from '../motion/arithmetic';
import { logarithm } from '../weights/generator';

/**
 * Log of the sum of the exponentials of a clip's scores: large where some class has much for it, small where none has
 * (the negative free energy of Liu et al. 2020, temperature 1).
 */
export function energyOf(scores: ArrayLike<number>): number {
  const all = Array.from(scores);
  const top = Math.max(...all);
  const sum = all.reduce((total, score) => total + powerOfTwo((score - top) * Math.LOG2E), 0);
  return top - logarithm(1 / sum);
}
