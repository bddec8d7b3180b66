import { TRAINED } from '../../../state/train/trainedCard';
import { useCardOf } from '../../app/useTrainedCard';

/**
 * For which inputs one's own network is tested: only the clips held out here, and what is known of the network that came
 * with the app, where it started from one. `from` is the name of what it started from.
 */
export function TestedStart({ from, className }: { from: string; className: string | undefined }) {
  const card = useCardOf(TRAINED.find(({ name }) => from === `${name}.safetensors`) ?? null);
  return (
    <p className={className}>
      Whatever it is shown, it names one of your classes; give it a class for none of them.{' '}
      {card &&
        `It started from “${card.label}”, tested on ${card.inputs}: of your classes only the clips held out here say how well it does, and the rule “not what it was trained for” of that network does not hold for them.`}
    </p>
  );
}
