import { useMemo } from 'react';
import { type TrainedCard, type TrainedNetwork, trainedCard, trainedIn } from '../../state/train/trainedCard';
import { useAnswer } from '../kit/useAnswer';
import { useCheckpoint, useRun } from './useStudio';

/** The network that comes with the app whose weights run; null for any other. */
export function useTrainedNetwork(): TrainedNetwork | null {
  const open = useCheckpoint(({ file }) => trainedIn(file));
  const used = useRun(({ settings }) => settings.weights.kind === 'checkpoint');
  return used ? open : null;
}

/** Its card; null until it is read, and for any other network. */
export function useTrainedCard(): TrainedCard | null {
  return useCardOf(useTrainedNetwork());
}

/** The card of a network that comes with the app; null until it is read. */
export function useCardOf(network: TrainedNetwork | null): TrainedCard | null {
  const read = useMemo(() => network && (() => trainedCard(network)), [network]);
  return useAnswer(read).current;
}
