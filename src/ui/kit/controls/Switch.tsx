import { type ComponentProps, type ReactNode, useId } from 'react';
import classes from './Switch.module.css';

interface SwitchProps extends ComponentProps<'input'> {
  readonly label?: ReactNode;
  /** A line under the label. */
  readonly description?: ReactNode;
}

/** Something that is on or off, at once. */
export function Switch({ label, description, className, ...others }: SwitchProps) {
  const id = useId();
  const own = useId();
  const control = (
    <input
      id={own}
      type="checkbox"
      // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says itself whether it is checked.
      role="switch"
      {...others}
      {...(description !== undefined && { 'aria-describedby': id })}
      className={classes.switch}
    />
  );
  if (label === undefined) return control;
  return (
    <div className={className}>
      <label className={classes.row} htmlFor={own}>
        {control}
        {label}
      </label>
      {description !== undefined && (
        <p id={id} className={classes.description}>
          {description}
        </p>
      )}
    </div>
  );
}
