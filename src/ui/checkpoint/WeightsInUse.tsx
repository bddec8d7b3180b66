import { drawnText } from '../../present/drawnText';
import { mayBeUsed, mayBeUsedAnyway, type OpenFile } from '../../state/files/checkpoint';
import { countText } from '../../text/numberText';
import { useCheckpoint, useRun } from '../app/useStudio';
import { Text } from '../kit/Text';

/** Which values a file will hold, in a sentence; random ones are said to be. */
export function WeightsInUse() {
  const weights = useRun(({ settings }) => settings.weights);
  const file = useCheckpoint((state) => state.file);
  const ledger = useCheckpoint((state) => state.ledger);
  const leftOut = ledger?.unexpected.filter(({ harmless }) => harmless === null).length ?? 0;
  switch (weights.kind) {
    case 'init':
      return (
        <Text tone="warn">
          Fresh weights, random from seed {weights.seed}. {file ? notUsed(file) : 'Open a checkpoint to use its.'}
        </Text>
      );
    case 'named':
      return (
        <Text tone="warn">
          Weights by name: each a function of its tensor’s name, the same everywhere, trained by nobody.
        </Text>
      );
    case 'checkpoint':
      return !ledger || ledger.drawn.length === 0 ? (
        <p>
          Weights of {file?.name}, every tensor
          {leftOut > 0 && `; ${countText(leftOut, 'tensor')} of it left out that may compute`}.
        </p>
      ) : (
        <Text tone="warn">
          Weights of {file?.name}; {ledger.drawn.length} {ledger.drawn.length === 1 ? 'tensor is' : 'tensors are'}{' '}
          random: {drawnText(ledger)}.
        </Text>
      );
  }
}

/** Why the weights of a file that stands open are not used. */
function notUsed(file: OpenFile): string {
  if (mayBeUsed(file)) return `${file.name} stands open; its weights are chosen in Run.`;
  return `${file.name} stands open for looking: it ${mayBeUsedAnyway(file) ? 'may compute' : 'computes'} something else than the network it is taken for. Decide in Checkpoint.`;
}
