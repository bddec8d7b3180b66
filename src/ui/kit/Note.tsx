import type { ComponentProps } from 'react';
import classes from './Note.module.css';

interface NoteProps extends ComponentProps<'p'> {
  /** `quiet` stands back behind what it is about; `warn` stops the eye, `bad` says that something went wrong. */
  readonly tone?: 'quiet' | 'warn' | 'bad';
  /** Stands within a row. */
  readonly inline?: boolean;
}

/** A sentence beside what a panel shows: what it means, or what is the matter with it. */
export function Note({ tone = 'quiet', inline = false, className = '', ...given }: NoteProps) {
  const Tag = inline ? 'span' : 'p';
  return <Tag {...given} className={`${classes.note} ${className}`} data-tone={tone} />;
}
