import type { ComponentProps } from 'react';
import { NumberField } from './NumberField';
import { Stack } from './Stack';

interface NumberInWordsProps extends ComponentProps<typeof NumberField> {
  readonly before?: string;
  readonly after?: string;
  /** There are no fractions of it. */
  readonly whole?: boolean;
}

/** A number between the words that say what it is. What is typed beyond its bounds becomes the nearest there is. */
export function NumberInWords({ before, after, whole = false, onCommit, ...field }: NumberInWordsProps) {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = field;
  return (
    <Stack as="span" row nowrap gap="half">
      {before && <span aria-hidden>{before}</span>}
      <NumberField
        {...field}
        onCommit={(value) => onCommit(Math.min(max, Math.max(min, whole ? Math.round(value) : value)))}
      />
      {after && <span aria-hidden>{after}</span>}
    </Stack>
  );
}
