import { useStore } from 'zustand';
import type { TrainingPlan } from '../../state/train/trainingPlan';
import { useApp } from './useApp';

/** How one means to train. */
export function useTrainingPlan(): TrainingPlan {
  return useStore(useApp().trainingPlan);
}
