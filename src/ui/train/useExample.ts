import { useEffect, useState } from 'react';
import { dataOf, type TrainChoice } from '../../state/train/train';
import type { ClipSides } from '../../state/train/trainClips';
import { trainRunsOf } from '../../state/train/trainRuns';
import type { Tensor } from '../../tensor/tensor';
import { useApp } from '../app/useApp';

/** A clip of a class of the chosen task; null until it is made, or where it cannot be. */
export function useExample(choice: TrainChoice, size: ClipSides, label: number, index: number) {
  const { clips } = trainRunsOf(useApp());
  const [clip, setClip] = useState<Tensor<'float32'> | null>(null);
  const { task, level, seed, pictures } = choice;
  const { t, h, w, interval = 1 } = size;
  useEffect(() => {
    let gone = false;
    clips
      .example(dataOf({ task, level, seed, ...(pictures && { pictures }) }), { t, h, w, interval }, label, index)
      .then(
        (made) => {
          if (!gone) setClip(made);
        },
        () => {},
      );
    return () => {
      gone = true;
    };
  }, [clips, task, level, seed, pictures, t, h, w, interval, label, index]);
  return clip;
}
