import { type ReactNode, useState } from 'react';
import { Chevron } from './icons';
import classes from './Section.module.css';

/** A titled part of a panel that folds. `aside` stands at the right of the title, also while folded. */
export function Section(props: { title: string; aside?: ReactNode; startsFolded?: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(!props.startsFolded);
  return (
    <details className={classes.section} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={classes.title}>
        <Chevron />
        <h3>{props.title}</h3>
        <span className={classes.aside}>{props.aside}</span>
      </summary>
      {/* Folded content is not rendered: most of the form is folded most of the time. */}
      {open && <div className={classes.content}>{props.children}</div>}
    </details>
  );
}
