import type { ReactNode } from 'react';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './Part.module.css';

interface PartProps {
  readonly title?: string;
  /** What the part is called among the page's regions, where that is not its title. */
  readonly label?: string;
  readonly id?: string;
  /** Stands at the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of the columns beside the network: paragraphs and controls, one below the other. */
export function Part({ title, label = title, id, aside, children }: PartProps) {
  return (
    <section id={id} className={classes.part} aria-label={label}>
      {title && (
        <Stack row nowrap justify="space-between">
          <Text as="h2" size="md" tone="ink" weight={650}>
            {title}
          </Text>
          {aside}
        </Stack>
      )}
      {children}
    </section>
  );
}
