import type { TrainingSetup } from '../../analysis/trainingSetup';
import { type TrainingNeed, trainingNeed } from '../../analysis/trainingStep';
import type { Architecture } from '../../architecture/architecture';
import { memoised } from '../../memo/memoised';

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
