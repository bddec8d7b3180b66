import type { ReactNode } from 'react';
import classes from './Hidden.module.css';

/** Words for screen readers alone. */
export function Hidden(props: {
  as?: 'span' | 'h2' | 'p' | 'legend';
  role?: string;
  'aria-live'?: 'polite';
  children: ReactNode;
}) {
  const { as: Element = 'span', children, ...others } = props;
  return (
    <Element {...others} className={classes.hidden}>
      {children}
    </Element>
  );
}
