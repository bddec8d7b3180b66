import type { ComponentProps } from 'react';
import classes from './Text.module.css';

/** How a text looks, in names of tokens.css; what is not said is as around it. */
interface TextProps extends ComponentProps<'p'> {
  readonly as?: keyof HTMLElementTagNameMap;
  readonly size?: '2xs' | 'xs' | 'sm' | 'md' | 'read' | 'lg' | 'xl' | '2xl';
  readonly tone?: 'ink' | 'ink-2' | 'ink-3' | 'accent-ink' | 'good' | 'warn' | 'bad';
  readonly weight?: 400 | 450 | 500 | 550 | 600 | 650;
  /** In one line, which ends in an ellipsis where it does not fit. */
  readonly ellipsis?: boolean;
}

/** A text of a size, tone and weight of the visual language: a title, a label, what stands back behind a number. */
export function Text({ as = 'p', size, tone, weight, ellipsis = false, className, style, ...given }: TextProps) {
  const Tag = as as 'p';
  const look = {
    ...(size && { fontSize: `var(--x3d-text-${size})` }),
    ...(tone && { color: `var(--x3d-${tone})` }),
    ...(weight && { fontWeight: weight }),
  };
  const classNames = [ellipsis && classes.ellipsis, className].filter(Boolean).join(' ') || undefined;
  return <Tag {...given} className={classNames} style={{ ...look, ...style }} />;
}
