import { useEffect, useState } from 'react';
import { BUNDLED, isTrained, type TrainedCard, trainedCard } from '../../state/train/trainedCard';
import { useCheckpoint } from './useCheckpoint';
import { useLive } from './useStudio';

/** The card of the network that comes with the app, where its weights are those that run; null before, and for any other. */
export function useTrainedCard(): TrainedCard | null {
  const open = useCheckpoint(({ file }) => isTrained(file));
  const used = useLive(({ settings }) => settings.weights.kind === 'checkpoint');
  const [known, setKnown] = useState<TrainedCard | null>(null);
  useEffect(() => {
    let gone = false;
    if (open && used)
      void trainedCard(BUNDLED).then((read) => {
        if (!gone) setKnown(read);
      });
    return () => {
      gone = true;
    };
  }, [open, used]);
  return open && used ? known : null;
}
