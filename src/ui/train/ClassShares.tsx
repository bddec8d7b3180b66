import { shareText } from '../../text/numberText';
import { Meter } from '../kit/Meter';
import { Text } from '../kit/Text';
import classes from './ClassShares.module.css';

/** So many classes have a bar at most; of more the most probable. */
const MOST_BARS = 10;

interface ClassSharesProps {
  readonly names: readonly string[];
  readonly probabilities: readonly number[];
  /** Number of the class that is named; null where none is. */
  readonly named: number | null;
}

/** How probable every class is, as bars. */
export function ClassShares({ names, probabilities, named }: ClassSharesProps) {
  const bars = names.map((name, label) => ({ name, label, share: probabilities[label] ?? 0 }));
  const shown = bars.length <= MOST_BARS ? bars : bars.toSorted((a, b) => b.share - a.share).slice(0, MOST_BARS);
  return (
    <ul className={classes.shares} aria-label="Probability of each class">
      {shown.map(({ name, label, share }) => (
        <li key={name} data-named={label === named || undefined}>
          <Text as="span" ellipsis>
            {name}
          </Text>
          <Meter share={share} />
          <span>{shareText(share)}</span>
        </li>
      ))}
    </ul>
  );
}
