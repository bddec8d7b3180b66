import type { RunTimes } from '../../state/live';
import { median } from '../../timing/summary';
import { timeText } from '../kit/numberText';
import classes from './Times.module.css';

/**
 * How long a run takes, and what came before it: opening and the first run, which compiles and warms up. The parts until
 * the first result are drawn in proportion.
 */
export function Times({ ms }: { ms: RunTimes }) {
  const { prepare, load, compile, first, following } = ms;
  const opening = [
    { name: 'Prepare', value: prepare },
    { name: 'Load', value: load },
    { name: 'Compile', value: compile },
    { name: 'First run', value: first },
  ];
  const whole = opening.reduce((sum, { value }) => sum + value, 0);
  return (
    <>
      <p className={classes.headline}>
        {following.length > 0 ? (
          <>
            <strong>{timeText(median(following))}</strong> a run,{' '}
            {following.length > 1 ? `median of ${following.length}` : 'the second one'}
          </>
        ) : (
          <>
            <strong>{timeText(first)}</strong> the first run, which warms up; a second shows what a run takes
          </>
        )}
      </p>
      <dl className={classes.times}>
        {opening.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value > 0 ? timeText(value) : 'ready before'}</dd>
            <span className={classes.bar} aria-hidden>
              <span style={{ width: `${(100 * value) / whole}%` }} />
            </span>
          </div>
        ))}
      </dl>
    </>
  );
}
