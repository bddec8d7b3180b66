import type { ComponentProps } from 'react';
import classes from './Note.module.css';

interface NoteProps extends ComponentProps<'p'> {
  /** `quiet` stands back behind what it is about; the others stop the eye. */
  readonly tone?: 'quiet' | 'good' | 'warn' | 'bad';
  /** Stands within a row. */
  readonly inline?: boolean;
  /** What holds more than a sentence: its parts stand one below the other. */
  readonly as?: 'p' | 'section' | 'div';
}

/** A sentence beside what a panel shows: what it means, or what is the matter with it. */
export function Note({ tone = 'quiet', inline = false, as = 'p', className = '', ...given }: NoteProps) {
  const Tag = inline ? 'span' : (as as 'p');
  const marked = tone !== 'quiet';
  const look = marked && { borderColor: `var(--x3d-${tone})`, background: `var(--x3d-${tone}-wash)` };
  return (
    <Tag {...given} className={`${classes.note} ${className}`} data-tone={tone} style={{ ...look, ...given.style }} />
  );
}
