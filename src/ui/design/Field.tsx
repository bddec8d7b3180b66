import { memo, type ReactNode, useId } from 'react';
import type { Problem } from '../../design/design';
import { parameterAt } from '../../design/parameters';
import { useApp } from '../app/useApp';
import { useProblemsAt } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Popover } from '../kit/controls/Popover';
import { InfoIcon } from '../kit/icons';
import { Stack } from '../kit/Stack';
import { Words } from '../kit/Words';
import classes from './Field.module.css';
import { SymbolText } from './labels';

/** What a field has around its control. */
interface FieldProps {
  /** Path in the design, `reference.gamma_w`: problems of this path, or below it, are shown here. */
  readonly field: string;
  /** A second path whose problems belong here too. */
  readonly also?: string;
  /** At the right of the label: the short control. */
  readonly control?: (state: FieldState) => ReactNode;
  /** Under the label: the wide control, the derivation. */
  readonly children?: ReactNode;
  /** The reference's oddity stands on the form, not only in the explanation. */
  readonly showsQuirk?: boolean;
}

/** What the control needs to know of its field. */
interface FieldState {
  readonly label: string;
  readonly invalid: boolean;
  /** Id of the text that says what is wrong. */
  readonly describedBy: string | undefined;
}

/** The formulas' symbols are shown where a factor of the paper stands behind the field. */
const GREEK = /γ/;

/** One field: label and control in a line, then what belongs to it, then its problems. */
export function Field({ field, also, control, children, showsQuirk }: FieldProps) {
  const id = useId();
  const { label, symbol, quirk } = parameterAt(field);
  const problems = useProblemsAt(also ? [field, also] : [field]);
  const invalid = problems.some(({ severity }) => severity === 'error');
  return (
    <Stack gap="half" data-field={field}>
      <div className={classes.line}>
        <span className={classes.label}>
          {GREEK.test(symbol) && (
            <span className={classes.symbol}>
              <SymbolText symbol={symbol} />
            </span>
          )}
          <span className={classes.name}>{label}</span>
          <About field={field} label={label} />
        </span>
        {control?.({ label, invalid, describedBy: problems.length > 0 ? id : undefined })}
      </div>
      {children}
      {showsQuirk && quirk && <p className={classes.quirk}>{quirk}</p>}
      {problems.length > 0 && (
        <Stack id={id} gap="half">
          {problems.map((problem) => (
            <ProblemNote key={problem.message} problem={problem} />
          ))}
        </Stack>
      )}
    </Stack>
  );
}

/** What the field is, its name in the reference, and where the reference surprises. */
const About = memo(({ field, label }: { field: string; label: string }) => {
  const { sentence, quirk } = parameterAt(field);
  return (
    <Popover
      button={(button) => (
        <button {...button} type="button" className={classes.about} aria-label={`About ${label}`}>
          <InfoIcon />
        </button>
      )}
      width={288}
      className={classes.answer}
    >
      <p>{sentence}</p>
      {quirk && <p className={classes.quirk}>{quirk}</p>}
      <code>{field.slice(field.indexOf('.') + 1)}</code>
    </Popover>
  );
});

/** What is wrong, what would be right, what the reference does instead, and the way out. */
export function ProblemNote({ problem }: { problem: Problem }) {
  const app = useApp();
  const { severity, message, expected, reference, mend } = problem;
  return (
    <div className={classes.problem} data-severity={severity} role={severity === 'error' ? 'alert' : undefined}>
      <p>
        <Words text={message} />
      </p>
      <p className={classes.expected}>Expected: {expected}.</p>
      {reference && (
        <p className={classes.reference}>
          The reference, at {reference.step}:{' '}
          <code>{[reference.exception, reference.message].filter(Boolean).join(': ')}</code>
        </p>
      )}
      {mend && (
        <Button size="compact-xs" onClick={() => app.document.setDesign(mend.design)}>
          <span>
            <Words text={mend.label} />
          </span>
        </Button>
      )}
    </div>
  );
}
