import { Button } from '@mantine/core';
import type { Task } from '../../lessons/lesson';
import type { Limit } from '../../scaling/budget';
import { type Measure, measureNamed, subjectOf } from '../../scaling/measures';
import { setDesign } from '../../state/document';
import { useDocument } from '../kit/useStudio';
import type { AnswerProps } from './Asked';
import { quantityText } from './claimText';
import classes from './TaskAnswer.module.css';

/** Units of measures, as sentences of lessons write them. */
const UNITS = {
  MACs: 'MACs',
  parameters: 'parameters',
  elements: 'elements',
  bytes: 'bytes',
  frames: 'number',
  pixels: 'number',
  ms: 'ms',
} as const satisfies Record<Measure['unit'], string>;

/** Limits that the design under the learner's hand keeps, or does not yet. */
export function TaskAnswer({ question: { limits, solution }, guess, onGuess }: AnswerProps<Task>) {
  const design = useDocument(({ legal }) => legal);
  const subject = subjectOf(design);
  const rows = limits.map((limit) => {
    const found = measureNamed(limit.measure).of(subject);
    return { limit, found, kept: limit.bound === 'at most' ? found <= limit.value : found >= limit.value };
  });
  const done = rows.every(({ kept }) => kept);
  return (
    <>
      <ul className={classes.limits} aria-label="Limits">
        {rows.map(({ limit, found, kept }) => (
          <li key={limit.measure} data-kept={kept || undefined}>
            <span className={classes.name}>{limitText(limit)}</span>
            <span>{textOf(limit, found)}</span>
            <span className={classes.state}>{kept ? 'kept' : 'not yet'}</span>
          </li>
        ))}
      </ul>
      {guess === undefined && (
        <div className={classes.ways}>
          <Button variant="filled" disabled={!done} onClick={() => onGuess(1)}>
            It fits
          </Button>
          <Button
            onClick={() => {
              setDesign(solution());
              onGuess(0);
            }}
          >
            Show me one
          </Button>
        </div>
      )}
    </>
  );
}

function limitText(limit: Limit): string {
  return `${limit.bound} ${textOf(limit, limit.value)}`;
}

function textOf({ measure }: Limit, value: number): string {
  return quantityText(value, UNITS[measureNamed(measure).unit]);
}
