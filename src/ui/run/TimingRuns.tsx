import { Button } from '@mantine/core';
import { useState } from 'react';
import { measuring } from '../../state/browserMeasuring';
import type { RunsReport } from '../../state/measurements';
import { RUNS_FOR } from '../../timing/summary';
import { Choice } from '../kit/Choice';
import { PlayIcon } from '../kit/icons';
import { compactText, timeText } from '../kit/numberText';
import { useMeasurements } from '../kit/useMeasurements';
import parts from './parts.module.css';
import classes from './Timing.module.css';
import { TimingPlot } from './TimingPlot';
import { useContender } from './useContender';

const COUNTS = ['20', '50', '100', '300'] as const;

/** Many runs of the network on the screen: each one drawn, and what they say together. */
export function TimingRuns() {
  const [count, setCount] = useState<(typeof COUNTS)[number]>('50');
  const of = useContender();
  const report = useMeasurements(({ runs }) => runs);
  return (
    <div className={classes.view}>
      <div className={parts.row}>
        <Button variant="filled" leftSection={<PlayIcon />} onClick={() => void measuring.timeRuns(of, Number(count))}>
          Run {count} times
        </Button>
        <Choice
          label="How often"
          value={count}
          options={COUNTS.map((value) => ({ value, label: value }))}
          onChange={setCount}
        />
        <p className={parts.note}>
          On noise of the clip’s shape: what a network takes does not depend on what it sees.
        </p>
      </div>
      {report ? (
        <Report report={report} />
      ) : (
        <p className={parts.note}>
          After the runs: each one as a point, where the warm-up ended, median and high quantiles, and what copies take.
        </p>
      )}
    </div>
  );
}

function Report({ report }: { report: RunsReport }) {
  const { times, warmUp, warm, backend, of } = report;
  return (
    <div className={classes.halves}>
      <TimingPlot times={times} warmUp={warmUp.runs} warm={warm} />
      <div className={parts.part}>
        <Figures report={report} />
        <p className={parts.note}>
          {of.name} on {backend.adapter ?? `WASM, ${backend.threads === 1 ? '1 thread' : `${backend.threads} threads`}`}
          . {warmUpText(report)} {report.setAside > 0 && setAsideText(report.setAside)}
        </p>
        <p className={parts.note}>{copiesText(report)}</p>
      </div>
    </div>
  );
}

/** Opening and first run once each; the warm runs by their quantiles. */
function Figures({ report: { opening, times, warm } }: { report: RunsReport }) {
  const needs = (runs: number) => `needs ${runs} warm runs`;
  const rows: readonly (readonly [name: string, value: number | null | undefined, missing?: string])[] = [
    ['Weights', opening.weights],
    ['Prepare', opening.prepare],
    ['Load runtime', opening.load],
    ...(opening.check > 0 ? [['Check GPU', opening.check] as const] : []),
    ['Compile', opening.compile],
    ['First run', times[0]],
    ['Warm, p50', warm?.p50],
    ['p90', warm?.p90, needs(RUNS_FOR.p90)],
    ['p95', warm?.p95, needs(RUNS_FOR.p95)],
    ['p99', warm?.p99, needs(RUNS_FOR.p99)],
    ['Middle half within', warm?.iqr],
    ['Median deviation', warm?.mad],
  ];
  return (
    <dl className={classes.figures}>
      {rows.map(([name, value, missing = '–']) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-missing={value == null || undefined}>{value == null ? missing : timeText(value)}</dd>
        </div>
      ))}
      <div>
        <dt>Warm runs</dt>
        <dd>{warm?.n ?? 0}</dd>
      </div>
    </dl>
  );
}

function warmUpText({ warmUp, times }: RunsReport): string {
  if (!warmUp.settled) {
    return times.length < 5
      ? 'Too few runs to say where the warm-up ends.'
      : 'The runs had not settled: they were still getting faster at the end, so run it more often.';
  }
  const what = warmUp.runs === 1 ? 'The first run was warm-up' : `The first ${warmUp.runs} runs were warm-up`;
  return `${what}: after them three neighbours in the middle are no slower than the second half by 3 deviations.`;
}

function setAsideText(runs: number): string {
  return `${runs === 1 ? 'One run was' : `${runs} runs were`} set aside and made again, because this tab was in the background.`;
}

/** What copies take, and what of them cannot be told apart. */
function copiesText({ copies, handOver, bytes, backend }: RunsReport): string {
  const sizes = `${compactText(bytes.clip)}B of clip go in, ${compactText(bytes.results)}B of results come out.`;
  const outside = `Between page and worker a run takes ${timeText(handOver)} more, which is in none of the figures above.`;
  if (copies) {
    return `${sizes} Timed apart in ${copies.n} more runs: ${timeText(copies.upload)} to the GPU, ${timeText(copies.compute)} there, ${timeText(copies.download)} back. ${outside}`;
  }
  const inside =
    backend.provider === 'wasm'
      ? 'Copying them into WASM’s memory and out is part of a run: onnxruntime does it inside, where it cannot be timed apart.'
      : 'Copies are part of a run.';
  return `${sizes} ${inside} ${outside}`;
}
