import { useStore } from 'zustand';
import { type TrainingPlan, trainingPlanStore } from '../../state/train/trainingSetup';

/** How one means to train. */
export function useTrainingPlan(): TrainingPlan {
  return useStore(trainingPlanStore);
}
