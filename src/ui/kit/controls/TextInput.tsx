import type { ComponentProps } from 'react';
import classes from './TextInput.module.css';

/** A line of text as wide as its place, taken as it is typed. */
export function TextInput({ className, ...others }: ComponentProps<'input'>) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...others}
      className={`${classes.input} ${className ?? ''}`}
    />
  );
}
