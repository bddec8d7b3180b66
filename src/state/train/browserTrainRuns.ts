import { startTraining } from '../../worker/client';
import type { Training } from '../../worker/training';
import { createTrainRuns } from './trainRuns';

let started: Training | null = null;

/** The page's trainer and its data worker, which start with the first thing they are asked for. */
export function training(): Training {
  started ??= startTraining();
  return started;
}

/** The page's training. */
export const trainRuns = createTrainRuns(training);
