import { cosineOfHalfTurns } from './cosine';
import type { Recipe } from './recipe';

/**
 * The rate of update `step`, counted from 0: the course times the warm-up, as mmengine's LinearLR and
 * CosineAnnealingLR multiply (the whole rate is reached at the last warm-up step; torch's LinearLR takes one more).
 */
export function rateAt({ schedule, steps }: Recipe, step: number): number {
  const { rate, warmUp, course } = schedule;
  const climb = warmUp === null ? 1 : climbAt(step, warmUp);
  switch (course.kind) {
    case 'constant':
      return rate * climb;
    case 'step':
      return course.at.reduce((value, at) => (step >= at ? value * course.factor : value), rate * climb);
    case 'cosine': {
      const share = (1 + cosineOfHalfTurns(Math.min(1, step / steps))) / 2;
      return (course.floor + (rate - course.floor) * share) * climb;
    }
  }
}

/** Over a single step the start factor stays for good, as in mmengine. */
function climbAt(step: number, { steps, startFactor }: NonNullable<Recipe['schedule']['warmUp']>): number {
  if (steps <= 1) return startFactor;
  return Math.min(1, startFactor + ((1 - startFactor) * step) / (steps - 1));
}
