import type { ReactNode } from 'react';
import classes from './Strip.module.css';
import { Text } from './Text';

/** One row under the header, for what is true of the whole page: a text, cut where it is too long, and what to do. */
export function Strip({ label, title, text, children }: StripProps) {
  return (
    <section className={classes.strip} aria-label={label}>
      <Text as="span" ellipsis className={classes.text} title={title}>
        {text}
      </Text>
      {children}
    </section>
  );
}

interface StripProps {
  readonly label: string;
  /** The text in full, for the pointer. */
  readonly title: string;
  readonly text: ReactNode;
  readonly children: ReactNode;
}
