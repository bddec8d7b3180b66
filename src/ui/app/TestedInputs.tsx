import { useTrainedCard } from './useTrainedCard';

/** For which inputs the network that comes with the app was tested, in a sentence; nothing for any other network. */
export function TestedInputs({ className }: { className: string | undefined }) {
  const card = useTrainedCard();
  if (!card) return null;
  return (
    <p className={className}>
      {card.label} was tested on {card.inputs}. What it says of other videos means nothing.
    </p>
  );
}
