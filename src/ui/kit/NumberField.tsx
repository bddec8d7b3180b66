import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { plainText } from '../../text/numberText';
import { TextInput } from './controls/TextInput';
import { FieldNote } from './FieldNote';
import classes from './NumberField.module.css';
import { selectOnEntry } from './selectOnEntry';

/** What a number field needs to know. */
interface NumberFieldProps {
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
 * say what is wrong with them. What is no number is dropped, which a sentence at the field says; Escape drops what was typed.
 */
export function NumberField(props: NumberFieldProps) {
  const { label, value, onCommit, step, min, max, invalid, disabled, describedBy, width, empty } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, refuse] = useRefusal();
  const input = useRef<HTMLInputElement>(null);
  const note = useId();

  const finish = () => {
    const number = typed === null ? null : parsed(typed);
    setTyped(null);
    if (typed?.trim() === '' && value !== null) empty?.onEmpty();
    if (number !== null && number !== value) onCommit(number);
    if (number === null && typed?.trim()) refuse(refusalOf(typed.trim(), label, value));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') finish();
    if (event.key === 'Escape') {
      setTyped(null);
      refuse(null);
    }
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    const from = (typed === null ? null : parsed(typed)) ?? value ?? 0;
    const by = direction * step * (event.shiftKey ? 10 : 1);
    setTyped(null);
    onCommit(clamped(Number((from + by).toPrecision(12)), min, max));
  };

  return (
    <>
      <TextInput
        ref={input}
        className={classes.field}
        style={width ? { width } : undefined}
        inputMode="decimal"
        role="spinbutton"
        aria-label={label}
        aria-valuenow={value ?? undefined}
        aria-valuetext={value === null ? empty?.placeholder : undefined}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-invalid={invalid || refused !== null || undefined}
        aria-describedby={refused === null ? describedBy : note}
        disabled={disabled}
        placeholder={empty?.placeholder}
        value={typed ?? (value === null ? '' : plainText(value))}
        onChange={(event) => {
          refuse(null);
          setTyped(event.target.value);
        }}
        {...selectOnEntry}
        onBlur={finish}
        onKeyDown={onKeyDown}
      />
      {refused !== null && input.current && <FieldNote id={note} field={input.current} text={refused} />}
    </>
  );
}

/** What was typed and refused, in a sentence: it stands as long as it takes to read, and goes when anything is pressed. */
function useRefusal() {
  const [refused, refuse] = useState<string | null>(null);
  useEffect(() => {
    if (refused === null) return;
    const gone = () => refuse(null);
    const timer = setTimeout(gone, 3000 + 80 * refused.length);
    // Not `scroll`: a field scrolls its own text as it gets its value back.
    const moves = ['pointerdown', 'wheel', 'resize'] as const;
    for (const type of moves) window.addEventListener(type, gone, { capture: true });
    return () => {
      clearTimeout(timer);
      for (const type of moves) window.removeEventListener(type, gone, { capture: true });
    };
  }, [refused]);
  return [refused, refuse] as const;
}

/** Why what was typed is not taken, and what would be. */
function refusalOf(typed: string, label: string, value: number | null): string {
  const shown = typed.length > 24 ? `${typed.slice(0, 24)}…` : typed;
  const [bare = ''] = /^[+-]?[\d.,]+(e[+-]?\d+)?/i.exec(typed) ?? [];
  const number = bare === '' ? null : parsed(bare);
  const wanted = number === null ? 'type digits, such as 2.25 or 1/16' : `type ${plainText(number)} alone`;
  const kept = value === null ? 'stays empty' : `stays ${plainText(value)}`;
  return `“${shown}” is no number: ${wanted}. ${label} ${kept}.`;
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
