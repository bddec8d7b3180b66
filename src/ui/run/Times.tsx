import type { RunTimes } from '../../state/run/runStore';
import { timeText } from '../../text/numberText';
import { median } from '../../timing/summary';
import { Meter } from '../kit/Meter';
import { Text } from '../kit/Text';
import classes from './Times.module.css';

/** What passes between page and workers is named where it is more than this part of the whole. */
const WORTH_NAMING = 0.02;

/** Goes on while the network is opened: what it took longer is told. */
const READING = 'Read clip';

/**
 * How long a run takes, and what came before it, from Run to the first scores: opening, and the first run, which compiles
 * and warms up. The parts are drawn in proportion and add up to the whole.
 */
export function Times({ ms }: { ms: RunTimes }) {
  const { first, whole, following } = ms;
  return (
    <>
      <Text tone="ink-3">
        <Text as="strong" size="xl" tone="ink">
          {timeText(following.length > 0 ? median(following) : first)}
        </Text>{' '}
        {following.length === 0 && 'the first run, which warms up; a second shows what a run takes'}
        {following.length === 1 && 'a run, the second one'}
        {following.length > 1 && `a run, median of ${following.length}`}
      </Text>
      <dl className={classes.times}>
        {partsOf(ms).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value > 0 ? timeText(value) : name === READING ? 'meanwhile' : 'ready before'}</dd>
            <Meter share={value / whole} />
          </div>
        ))}
        <div className={classes.whole}>
          <dt>To first scores</dt>
          <dd>{timeText(whole)}</dd>
        </div>
      </dl>
    </>
  );
}

/** What the time until the first scores went into, in order; a check that was not made is not named. */
function partsOf({ read, weights, prepare, load, check, compile, first, whole }: RunTimes) {
  const named = [
    { name: READING, value: read },
    { name: 'Load runtime', value: load },
    ...(check > 0 ? [{ name: 'Check GPU', value: check }] : []),
    { name: 'Weights', value: weights },
    { name: 'Prepare', value: prepare },
    { name: 'Compile', value: compile },
    { name: 'First run', value: first },
  ];
  const rest = whole - named.reduce((sum, { value }) => sum + value, 0);
  return rest > WORTH_NAMING * whole ? [...named, { name: 'In between', value: rest }] : named;
}
