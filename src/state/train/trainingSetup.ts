import { createStore, type StoreApi } from 'zustand/vanilla';
import { type TrainingNeed, type TrainingSetup, trainingNeed, USUAL_SETUP } from '../../analysis/trainingStep';
import type { Architecture } from '../../architecture/architecture';
import { memoised } from '../../memo/memoised';

/** How one means to train, where a screen asks what that takes. Never saved. */
export interface TrainingPlan extends TrainingSetup {
  /** Clips in a batch; null for the design's own. */
  readonly batch: number | null;
}

/** Makes the plan that inspector and comparison share. */
export function createTrainingPlan(): StoreApi<TrainingPlan> {
  return createStore<TrainingPlan>()(() => ({ ...USUAL_SETUP, batch: null }));
}

const needs = memoised(({ design }: Architecture) => {
  const known = new Map<string, TrainingNeed>();
  return (setup: TrainingSetup): TrainingNeed => {
    const key = `${setup.optimizer} ${setup.mixed}`;
    const need = known.get(key) ?? trainingNeed(design, setup);
    known.set(key, need);
    return need;
  };
});

/** What a training step of a network needs under a plan, remembered. */
export function trainingNeedOf(architecture: Architecture, { optimizer, mixed }: TrainingSetup): TrainingNeed {
  return needs(architecture)({ optimizer, mixed });
}
