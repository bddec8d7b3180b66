import { useMemo } from 'react';
import type { Design } from '../../design/design';
import type { Task } from '../../lessons/lesson';
import { quantityText } from '../../present/claimText';
import type { Limit } from '../../scaling/budget';
import { type Measure, measureNamed, subjectOf } from '../../scaling/measures';
import { FAMILY } from '../../scaling/members';
import { msTickText, tickText } from '../../text/tickText';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { type ChartPoint, ScatterChart } from '../kit/charts/ScatterChart';
import { Button } from '../kit/controls/Button';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import type { AnswerProps } from './answerProps';
import boxes from './boxes.module.css';
import charts from './GuessChart.module.css';
import classes from './TaskAnswer.module.css';

/** Units of measures, as sentences of lessons write them. */
const UNITS = {
  MACs: 'MACs',
  parameters: 'parameters',
  bytes: 'bytes',
  frames: 'number',
  pixels: 'number',
  positions: 'number',
  ms: 'ms',
} as const satisfies Record<Measure['unit'], string>;

/** Limits that the design under the learner's hand keeps, or does not yet. */
export function TaskAnswer({ question: { limits, solution }, guess, onGuess }: AnswerProps<Task, number>) {
  const app = useApp();
  const design = useDocument(({ legal }) => legal);
  const subject = subjectOf(design);
  const rows = limits.map((limit) => {
    const found = measureNamed(limit.measure).of(subject);
    return { limit, found, kept: limit.bound === 'at most' ? found <= limit.value : found >= limit.value };
  });
  const done = rows.every(({ kept }) => kept);
  return (
    <>
      <LimitChart limits={limits} design={design} />
      <ul className={boxes.boxes} aria-label="Limits">
        {rows.map(({ limit, found, kept }) => (
          <li key={limit.measure} className={boxes.box} data-good={kept || undefined}>
            <Text as="span" tone="ink-2">
              {limitText(limit)}
            </Text>
            <span>{textOf(limit, found)}</span>
            <span className={classes.state}>{kept ? 'kept' : 'not yet'}</span>
          </li>
        ))}
      </ul>
      {guess === undefined && (
        <Stack row>
          <Button variant="filled" disabled={!done} onClick={() => onGuess(1)}>
            It fits
          </Button>
          <Button
            onClick={() => {
              app.document.setDesign(solution());
              onGuess(0);
            }}
          >
            Show me one
          </Button>
        </Stack>
      )}
    </>
  );
}

/** The first two limits as a region of a chart, and the design under the learner's hand in or outside it. */
function LimitChart({ limits, design }: { limits: readonly Limit[]; design: Design }) {
  const [across, up] = limits;
  const members = useMemo(() => FAMILY.map(({ name, label, design }) => ({ id: name, name: label, design })), []);
  if (across?.bound !== 'at most' || up?.bound !== 'at most') return null;
  const [x, y] = [measureNamed(across.measure), measureNamed(up.measure)];
  const own = { id: 'own', name: 'your design', design };
  const points = [own, ...members].map((point): ChartPoint => {
    const subject = subjectOf(point.design);
    const [right, high] = [x.of(subject), y.of(subject)];
    const ariaLabel = `${point.name}: ${textOf(across, right)}, ${textOf(up, high)}`;
    return {
      id: point.id,
      name: point.name,
      x: right,
      y: high,
      ariaLabel,
      look: point === own ? 'own' : 'member',
    };
  });
  return (
    <div className={charts.chart}>
      <ScatterChart
        label={`${x.label} against ${y.label}`}
        x={{ title: x.label, kind: 'log', text: x.unit === 'ms' ? msTickText : tickText }}
        y={{ title: y.label, kind: 'log', text: y.unit === 'ms' ? msTickText : tickText }}
        points={points}
        limits={{ x: across.value, y: up.value }}
      />
    </div>
  );
}

function limitText(limit: Limit): string {
  return `${limit.bound} ${textOf(limit, limit.value)}`;
}

function textOf({ measure }: Limit, value: number): string {
  return quantityText(value, UNITS[measureNamed(measure).unit]);
}
