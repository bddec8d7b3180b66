import { oddText } from '../../../dataset/oddRule';
import type { Learnt } from '../../../state/classes/classes';
import { TRAINED } from '../../../state/train/trainedCard';
import { useCardOf } from '../../app/useTrainedCard';

/**
 * For which inputs one's own network is tested: only the clips held out here, and what is known of the network that came
 * with the app, where it started from one; and what it makes of clips of none of its classes.
 */
export function TestedStart({ learnt: { from, odd } }: { learnt: Pick<Learnt, 'from' | 'odd'> }) {
  const card = useCardOf(TRAINED.find(({ name }) => from === `${name}.safetensors`) ?? null);
  return (
    <p>
      {oddText(odd)}{' '}
      {card &&
        `It started from “${card.label}”, tested on ${card.inputs}: of your classes only the clips held out here say how well it does.`}
    </p>
  );
}
