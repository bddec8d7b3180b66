import type { ComponentProps } from 'react';
import classes from './IconButton.module.css';

interface IconButtonProps extends ComponentProps<'button'> {
  readonly 'aria-label': string;
  /** Said beside it when the pointer rests on it, or the keyboard reaches it. */
  readonly 'data-tip'?: string;
  /** The side of its square, in CSS pixels. */
  readonly size?: 22 | 28;
}

/** A button with nothing but an icon on it. */
export function IconButton({ size = 28, className, ...others }: IconButtonProps) {
  return <button type="button" {...others} className={`${classes.button} ${className ?? ''}`} data-size={size} />;
}
