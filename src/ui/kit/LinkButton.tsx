import type { ComponentProps } from 'react';
import classes from './LinkButton.module.css';

/** A button within running text, or where a link would stand: it leads somewhere in the app, so it looks like one. */
export function LinkButton({ className = '', ...given }: ComponentProps<'button'>) {
  return <button type="button" {...given} className={`${classes.link} ${className}`} />;
}
