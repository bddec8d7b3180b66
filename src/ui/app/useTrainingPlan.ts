import { useStore } from 'zustand';
import type { TrainingPlan } from '../../state/train/trainingSetup';
import { useApp } from './useApp';

/** How one means to train. */
export function useTrainingPlan(): TrainingPlan {
  return useStore(useApp().trainingPlan);
}
