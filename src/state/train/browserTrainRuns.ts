import { startTraining } from '../../worker/client';
import { createTrainRuns } from './trainRuns';

/** The page's training. Its workers start with the first thing they are asked for. */
export const trainRuns = createTrainRuns(startTraining);
