import { MenuItem } from '../kit/controls/Menu';
import { Text } from '../kit/Text';
import classes from './DescribedItem.module.css';

interface DescribedItemProps {
  readonly name: string;
  /** Beside the name: `edited`. */
  readonly mark?: string | null;
  readonly sentence: string;
  readonly source: string;
  readonly current: boolean;
  readonly onClick: () => void;
}

/** An entry of a menu that says what it stands for, and who published that. */
export function DescribedItem({ name, mark = null, sentence, source, current, onClick }: DescribedItemProps) {
  return (
    <MenuItem onClick={onClick} current={current}>
      <span className={classes.described}>
        <Text as="span" size="md" weight={600} {...(current && mark === null && { tone: 'accent-ink' })}>
          {name}
          {mark !== null && <span className={classes.mark}>{mark}</span>}
        </Text>
        <Text as="span" size="sm" tone="ink-2">
          {sentence}
        </Text>
        <Text as="span" size="xs" tone="ink-3">
          {source}
        </Text>
      </span>
    </MenuItem>
  );
}
