import { useCallback } from 'react';
import { dataOf, type TrainChoice } from '../../state/train/train';
import type { ClipSides } from '../../state/train/trainClips';
import { trainRunsOf } from '../../state/train/trainRuns';
import { useApp } from '../app/useApp';
import { useAnswer } from '../kit/useAnswer';

/** A clip of a class of the chosen task; null until it is made, or where it cannot be. */
export function useExample(choice: TrainChoice, size: ClipSides, label: number, index: number) {
  const { clips } = trainRunsOf(useApp());
  const { task, level, seed, pictures } = choice;
  const { t, h, w, interval = 1 } = size;
  const question = useCallback(() => {
    const data = dataOf({ task, level, seed, ...(pictures && { pictures }) });
    return clips.example(data, { t, h, w, interval }, label, index);
  }, [clips, task, level, seed, pictures, t, h, w, interval, label, index]);
  return useAnswer(question).value;
}
