import type { ReactNode } from 'react';
import { Stack } from './Stack';
import { Text } from './Text';

/** Facts one below the other: a name at the left, what it is at the right. */
export function FactList({ facts }: { facts: readonly (readonly [name: string, fact: ReactNode])[] }) {
  return (
    <Stack as="dl" gap="quarter">
      {facts.map(([name, fact]) => (
        <Stack key={name} row nowrap align="stretch" justify="space-between">
          <Text as="dt" tone="ink-3">
            {name}
          </Text>
          <Text as="dd" weight={600} style={{ textAlign: 'right' }}>
            {fact}
          </Text>
        </Stack>
      ))}
    </Stack>
  );
}
