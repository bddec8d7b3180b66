import type { RunTimes } from '../../state/live';
import { timeText } from '../kit/numberText';
import classes from './Times.module.css';

/** How long each part took. The first run compiles and warms up; the ones after it say how fast the network is. */
export function Times({ ms }: { ms: RunTimes }) {
  const { following } = ms;
  const rows = [
    { name: 'Prepare', value: timeText(ms.prepare) },
    { name: 'Load', value: ms.load > 0 ? timeText(ms.load) : 'was there' },
    { name: 'Compile', value: timeText(ms.compile) },
    { name: 'First run', value: timeText(ms.first) },
    {
      name: following.length > 1 ? `Next, median of ${following.length}` : 'Next',
      value: following.length > 0 ? timeText(median(following)) : 'run again',
    },
  ];
  return (
    <dl className={classes.times}>
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
  const low = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  const high = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return (low + high) / 2;
}
