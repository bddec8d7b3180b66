import { Note } from '../kit/Note';
import { useTrainedCard } from './useTrainedCard';

/** For which inputs the network that comes with the app was tested, in a sentence; nothing for any other network. */
export function TestedInputs() {
  const card = useTrainedCard();
  if (!card) return null;
  return (
    <Note>
      {card.label} was tested on {card.inputs}. What it says of other videos means nothing.
    </Note>
  );
}
