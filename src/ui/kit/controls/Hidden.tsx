import type { ReactNode } from 'react';
import classes from './Hidden.module.css';

/** Words for screen readers alone. */
export function Hidden({
  as: Element = 'span',
  children,
  ...others
}: {
  as?: 'span' | 'h2' | 'p' | 'legend';
  role?: string;
  children: ReactNode;
}) {
  return (
    <Element {...others} className={classes.hidden}>
      {children}
    </Element>
  );
}
