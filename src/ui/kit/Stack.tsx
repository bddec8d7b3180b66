import type { ComponentProps } from 'react';
import classes from './Stack.module.css';

/** A step of the spacing scale in tokens.css. */
type Space = 'quarter' | 'half' | '1' | '1h' | '2' | '3';

interface StackProps extends ComponentProps<'div'> {
  readonly as?: keyof HTMLElementTagNameMap;
  /** In a row that breaks where it is full. */
  readonly row?: boolean;
  /** The distance between all; or between lines, and within them. */
  readonly gap?: Space | `${Space} ${Space}`;
  /** Across its direction: else a row is centred, and a column as wide as there is room. */
  readonly align?: 'start' | 'center' | 'baseline' | 'end' | 'stretch';
  /** Along its direction. */
  readonly justify?: 'space-between' | 'center' | 'end';
  readonly nowrap?: boolean;
}

/** Things one below the other, or one beside the other, at an even distance. */
export function Stack(props: StackProps) {
  const { as = 'div', row = false, gap = '1', align, justify, nowrap, className = '', style, ...given } = props;
  const Tag = as as 'div';
  const layout = {
    gap: gap.replace(/\S+/g, (space) => `var(--x3d-space-${space})`),
    alignItems: align,
    justifyContent: justify,
    flexWrap: nowrap ? ('nowrap' as const) : undefined,
  };
  return (
    <Tag
      {...given}
      className={`${classes.stack} ${className}`}
      data-row={row || undefined}
      style={{ ...layout, ...style }}
    />
  );
}
