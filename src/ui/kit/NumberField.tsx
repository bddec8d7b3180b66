import { type KeyboardEvent, useState } from 'react';
import { notify } from '../../state/notices';
import classes from './NumberField.module.css';
import { plainText } from './numberText';
import { selectOnEntry } from './selectOnEntry';

/** What a number field needs to know. */
export interface NumberFieldProps {
  readonly label: string;
  /** Null where there is none: the field is empty, and shows its placeholder. */
  readonly value: number | null;
  /** Called once a value is finished: Enter, leaving the field, or an arrow key. */
  readonly onCommit: (value: number) => void;
  /** What an arrow key adds; Shift makes it ten times that. */
  readonly step: number;
  readonly min?: number;
  readonly max?: number;
  readonly invalid?: boolean;
  readonly disabled?: boolean;
  readonly describedBy?: string;
  readonly width?: number;
  /** What stands in an empty field; with it, a field can be emptied. */
  readonly empty?: { readonly placeholder: string; readonly onEmpty: () => void };
}

/**
 * An exact number, typed. It takes fractions too (`1/16`). Values out of range are passed on: the design's own problems
 * say what is wrong with them. What is no number is said to be none on leaving the field, and dropped; Escape drops what was typed.
 */
export function NumberField(props: NumberFieldProps) {
  const { label, value, onCommit, step, min, max, invalid, disabled, describedBy, width, empty } = props;
  const [typed, setTyped] = useState<string | null>(null);

  const finish = () => {
    const number = typed === null ? null : parsed(typed);
    setTyped(null);
    if (typed?.trim() === '' && value !== null) empty?.onEmpty();
    if (number !== null && number !== value) onCommit(number);
    if (number === null && typed?.trim()) notify(`“${typed.trim()}” is no number: ${label} stays as it was.`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') finish();
    if (event.key === 'Escape') setTyped(null);
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    const from = (typed === null ? null : parsed(typed)) ?? value ?? 0;
    const by = direction * step * (event.shiftKey ? 10 : 1);
    setTyped(null);
    onCommit(clamped(Number((from + by).toPrecision(12)), min, max));
  };

  return (
    <input
      className={classes.field}
      style={width ? { width } : undefined}
      type="text"
      inputMode="decimal"
      role="spinbutton"
      autoComplete="off"
      spellCheck={false}
      aria-label={label}
      aria-valuenow={value ?? undefined}
      aria-valuetext={value === null ? empty?.placeholder : undefined}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      disabled={disabled}
      placeholder={empty?.placeholder}
      value={typed ?? (value === null ? '' : plainText(value))}
      onChange={(event) => setTyped(event.target.value)}
      {...selectOnEntry}
      onBlur={finish}
      onKeyDown={onKeyDown}
    />
  );
}

function clamped(value: number, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): number {
  return Math.min(max, Math.max(min, value));
}

/** The number a person wrote, or null: `2.25`, `2,25`, `1/16`, `1e-5`. */
function parsed(text: string): number | null {
  const [numerator = '', denominator, ...rest] = text.trim().replace(',', '.').split('/');
  if (numerator === '' || denominator === '' || rest.length > 0) return null;
  const value = Number(numerator) / Number(denominator ?? 1);
  return Number.isFinite(value) ? value : null;
}
