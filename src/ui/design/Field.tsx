import { memo, type ReactNode, useId } from 'react';
import type { Problem } from '../../design/design';
import { parameterAt } from '../../design/parameters';
import { useApp } from '../app/useApp';
import { useProblemsAt } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Popover } from '../kit/controls/Popover';
import { InfoIcon } from '../kit/icons';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { Words } from '../kit/Words';
import classes from './Field.module.css';

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
export interface FieldState {
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
      <Stack row nowrap justify="space-between" className={classes.line}>
        <span className={classes.label}>
          {GREEK.test(symbol) && (
            <span className={classes.symbol}>
              <Words text={symbol} />
            </span>
          )}
          <span className={classes.name}>{label}</span>
          <About field={field} label={label} />
        </span>
        {control?.({ label, invalid, describedBy: problems.length > 0 ? id : undefined })}
      </Stack>
      {children}
      {showsQuirk && quirk && <Quirk text={quirk} />}
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

/** Where the reference surprises. */
function Quirk({ text }: { text: string }) {
  return (
    <Text size="xs" tone="ink-3" className={classes.quirk}>
      {text}
    </Text>
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
    >
      <Stack gap="half">
        <p>{sentence}</p>
        {quirk && <Quirk text={quirk} />}
        <Text as="code" tone="ink-3">
          {field.slice(field.indexOf('.') + 1)}
        </Text>
      </Stack>
    </Popover>
  );
});

/** What is wrong, what would be right, what the reference does instead, and the way out. */
export function ProblemNote({ problem }: { problem: Problem }) {
  const app = useApp();
  const { severity, message, expected, reference, mend } = problem;
  return (
    <Stack
      gap="half"
      align="start"
      className={classes.problem}
      data-severity={severity}
      role={severity === 'error' ? 'alert' : undefined}
    >
      <p>
        <Words text={message} />
      </p>
      <Text tone="ink-2">Expected: {expected}.</Text>
      {reference && (
        <Text size="xs" tone="ink-2">
          The reference, at {reference.step}:{' '}
          <code>{[reference.exception, reference.message].filter(Boolean).join(': ')}</code>
        </Text>
      )}
      {mend && (
        <Button size="compact-xs" onClick={() => app.document.setDesign(mend.design)}>
          <span>
            <Words text={mend.label} />
          </span>
        </Button>
      )}
    </Stack>
  );
}
