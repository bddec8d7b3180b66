import { type ReactNode, useId } from 'react';
import classes from './SegmentedControl.module.css';

/** One of the values; a text is its own label. */
type Segment<T extends string> = T | { readonly value: T; readonly label: ReactNode; readonly disabled?: boolean };

/** One of a few values, all in sight: radio buttons side by side. */
export function SegmentedControl<T extends string>(props: {
  'aria-label'?: string;
  value: T;
  data: readonly Segment<T>[];
  onChange: (value: T) => void;
  disabled?: boolean;
  className?: string | undefined;
}) {
  const { 'aria-label': ariaLabel, value: chosen, data, onChange, disabled, className } = props;
  const name = useId();
  return (
    <div className={`${classes.control} ${className ?? ''}`} role="radiogroup" aria-label={ariaLabel}>
      {data.map((segment) => {
        const {
          value,
          label,
          disabled: off,
        } = typeof segment === 'string' ? { value: segment, label: segment, disabled: false } : segment;
        return (
          <label key={value} className={classes.segment}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === chosen}
              disabled={disabled || off}
              onChange={() => onChange(value)}
            />
            {label}
          </label>
        );
      })}
    </div>
  );
}
