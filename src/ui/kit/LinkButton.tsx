import type { ReactNode } from 'react';
import classes from './LinkButton.module.css';

/** A button within running text, or where a link would stand: it leads somewhere in the app, so it looks like one. */
export function LinkButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={classes.link} onClick={onClick}>
      {children}
    </button>
  );
}
