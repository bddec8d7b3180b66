import { createStore, type StoreApi } from 'zustand/vanilla';
import { type TrainingSetup, USUAL_SETUP } from '../../analysis/trainingSetup';

/** How one means to train, where a screen asks what that takes. Never saved. */
export interface TrainingPlan extends TrainingSetup {
  /** Clips in a batch; null for the design's own. */
  readonly batch: number | null;
}

/** Makes the plan that inspector and comparison share. */
export function createTrainingPlan(): StoreApi<TrainingPlan> {
  return createStore<TrainingPlan>()(() => ({ ...USUAL_SETUP, batch: null }));
}
