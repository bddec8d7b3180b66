import type { ComponentProps } from 'react';
import classes from './Stack.module.css';

interface StackProps extends ComponentProps<'div'> {
  readonly as?: 'div' | 'section' | 'ul';
  /** In a row that breaks where it is full. */
  readonly row?: boolean;
  /** Steps of the spacing scale in tokens.css: between all, or between lines and within them. */
  readonly gap?: 'half' | '1' | '1h' | 'half 1' | 'half 2' | '1 2';
}

/** Things one below the other, or one beside the other, at an even distance. */
export function Stack({ as = 'div', row = false, gap = '1', ...rest }: StackProps) {
  const Tag = as as 'div';
  const distance = gap.replace(/\S+/g, (step) => `var(--x3d-space-${step})`);
  return <Tag {...rest} className={classes.stack} data-row={row || undefined} style={{ gap: distance }} />;
}
