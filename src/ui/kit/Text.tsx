import type { ComponentProps } from 'react';
import classes from './Text.module.css';

/** How a text looks, in names of tokens.css; what is not said is as around it. */
interface TextProps extends ComponentProps<'p'> {
  readonly as?: keyof HTMLElementTagNameMap;
  readonly size?: 'xs' | 'sm' | 'md' | 'read' | 'lg' | 'xl' | '2xl' | undefined;
  readonly tone?: 'ink' | 'ink-2' | 'ink-3' | 'accent-ink' | 'good' | 'warn' | 'bad' | undefined;
  readonly weight?: 400 | 450 | 500 | 550 | 600 | 650;
  /** In one line, which ends in an ellipsis where it does not fit. */
  readonly ellipsis?: boolean;
}

/** A text of a size, tone and weight of the visual language: a title, a label, what stands back behind a number. */
export function Text({ as = 'p', size, tone, weight, ellipsis, className = '', style, ...given }: TextProps) {
  const Tag = as as 'p';
  const look = {
    fontSize: size && `var(--x3d-text-${size})`,
    color: tone && `var(--x3d-${tone})`,
    fontWeight: weight,
  };
  return (
    <Tag {...given} className={`${className} ${ellipsis ? classes.ellipsis : ''}`} style={{ ...look, ...style }} />
  );
}
