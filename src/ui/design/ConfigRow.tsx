import type { ReactNode } from 'react';
import classes from './fields.module.css';

/** One key of a configuration dict, under the name the reference knows. */
export function ConfigRow({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.config}>
      <code>{name}</code>
      {children}
    </div>
  );
}
