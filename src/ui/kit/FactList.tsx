import type { CSSProperties, ReactNode } from 'react';
import { Stack } from './Stack';
import { Text } from './Text';

/** What is said, by its name. */
export type Fact = readonly [name: string, fact: ReactNode];

interface FactListProps {
  readonly label?: string;
  readonly facts: readonly Fact[];
  /** The sum of them, under a line. */
  readonly sum?: Fact;
  readonly weight?: 400 | 600;
}

const UNDER_LINE: CSSProperties = {
  paddingTop: 'var(--x3d-space-half)',
  borderTop: '1px solid var(--x3d-line)',
};

/** Facts one below the other: a name at the left, what it is at the right. */
export function FactList({ label, facts, sum, weight = 600 }: FactListProps) {
  return (
    <Stack as="dl" gap={weight === 600 ? 'quarter' : 'half'} aria-label={label}>
      {[...facts, ...(sum ? [sum] : [])].map(([name, fact]) => {
        const isSum = name === sum?.[0];
        return (
          <Stack key={name} row nowrap align="stretch" justify="space-between" style={isSum ? UNDER_LINE : undefined}>
            <Text as="dt" tone="ink-3" weight={isSum ? 600 : undefined}>
              {name}
            </Text>
            <Text as="dd" weight={isSum ? 600 : weight} style={{ textAlign: 'right' }}>
              {fact}
            </Text>
          </Stack>
        );
      })}
    </Stack>
  );
}
