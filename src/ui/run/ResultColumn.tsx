import type { RunReport, RunTimes } from '../../state/live';
import { shapeText } from '../../tensor/shape';
import { timeText } from '../kit/numberText';
import { useLive } from '../kit/useStudio';
import classes from './column.module.css';
import styles from './ResultColumn.module.css';

/** What came out of the last run, and how long everything took. */
export function ResultColumn() {
  const report = useLive((live) => live.report);
  return (
    <div className={classes.column} aria-live="polite">
      {report ? (
        <Report report={report} />
      ) : (
        <p className={classes.note}>
          The five most probable classes, the shape of the features and the times appear here after a run. Nothing
          leaves this computer.
        </p>
      )}
    </div>
  );
}

function Report({ report }: { report: RunReport }) {
  const { top, features, ms } = report;
  const highest = top?.[0]?.probability ?? 1;
  return (
    <>
      {top ? (
        <ol className={styles.top} aria-label="Most probable classes">
          {top.map(({ index, probability }) => (
            <li key={index}>
              <span>class {index}</span>
              <span className={styles.bar}>
                <span style={{ width: `${(100 * probability) / highest}%` }} />
              </span>
              <span className={styles.percent}>{(100 * probability).toFixed(2)} %</span>
            </li>
          ))}
        </ol>
      ) : (
        <p className={classes.note}>A backbone without head gives features, no classes.</p>
      )}
      {top && <p className={classes.note}>The weights are random, so the classes mean nothing.</p>}
      <Times ms={ms} />
      <p className={classes.note}>
        conv5 [{shapeText(features)}], {report.nodeCount} nodes after lowering
      </p>
    </>
  );
}

function Times({ ms }: { ms: RunTimes }) {
  const rows = [
    { name: 'Prepare', value: timeText(ms.prepare) },
    { name: 'Load', value: timeText(ms.load) },
    { name: 'Compile', value: timeText(ms.compile) },
    { name: 'First run', value: timeText(ms.first) },
    {
      name: ms.following.length > 1 ? `Next ${ms.following.length}` : 'Next',
      value: ms.following.length > 0 ? timeText(median(ms.following)) : '–',
    },
  ];
  return (
    <dl className={styles.times}>
      {rows.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = sorted.length % 2 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1);
  return (low + high) / 2;
}
