import type { ComponentProps, ReactNode } from 'react';
import classes from './Button.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  /** `filled` is the one thing to do next, `subtle` what is seldom done. */
  readonly variant?: 'default' | 'filled' | 'light' | 'subtle';
  readonly color?: 'gray' | 'red' | undefined;
  readonly size?: 'xs' | 'compact-sm' | 'compact-xs';
  /** An icon before the words, or after them. */
  readonly leftSection?: ReactNode;
  readonly rightSection?: ReactNode;
}

export function Button(props: ButtonProps) {
  const { variant = 'default', color, size = 'xs', leftSection, rightSection, className, children, ...others } = props;
  return (
    <button
      type="button"
      {...others}
      className={`${classes.button} ${className ?? ''}`}
      data-variant={variant}
      data-color={color}
      data-size={size}
    >
      {leftSection}
      <span className={classes.words}>{children}</span>
      {rightSection}
    </button>
  );
}
