import type { Design } from '../../design/design';
import { guessing, madeClipsOf, shareSpanText } from '../../present/madeClips';
import { trainingKey } from '../../scaling/trainingKey';
import { asInFamily } from '../../state/train/familyTraining';
import { knownOf } from '../../state/train/measuring';
import { tooLarge } from '../../state/train/trainDesign';
import { useMeasuring } from '../app/useMeasuring';
import { Text } from '../kit/Text';
import { isWhole } from './bestOffer';
import classes from './MeasuredStep.module.css';

/** What a candidate was measured to reach, or how far that is. Nothing where it was not asked for. */
export function MeasuredLine({ design, best }: { design: Design; best: boolean }) {
  const results = useMeasuring((state) => state.results);
  const waiting = useWaiting(design);
  const known = madeClipsOf(results, design);
  const diverged = knownOf({ results }, design)?.diverged ?? null;
  if (diverged !== null) return <p className={classes.line}>Training diverged: {diverged}</p>;
  if (known === null) {
    const words = tooLarge(asInFamily(design)) ? 'too large to be trained here' : waiting;
    return words && <p className={classes.line}>{words}</p>;
  }
  return (
    <div className={classes.line} data-best={best || undefined}>
      <div className={classes.scale} aria-hidden>
        <span className={classes.guessing} style={{ left: percent(guessing()) }} />
        <span className={classes.span} style={{ left: percent(known.low), width: percent(known.high - known.low) }} />
        <span className={classes.mean} style={{ left: percent(known.share) }} />
      </div>
      <b>{shareSpanText(known)}</b> right{isWhole(known) ? '' : ', one seed so far'}
      {known.here ? '' : ', from the table'}
      {best && (
        <Text as="span" weight={650}>
          {' '}
          · best for its cost
        </Text>
      )}
    </div>
  );
}

/** What the queue says of a design that nothing is known of yet: it trains, or waits. */
function useWaiting(design: Design): string | null {
  return useMeasuring(({ jobs, done, phase }) => {
    if (phase.kind !== 'running' && phase.kind !== 'paused') return null;
    const key = trainingKey(asInFamily(design));
    const at = jobs.findIndex((job, index) => index >= done && trainingKey(asInFamily(job.design)) === key);
    if (at < 0) return null;
    if (at > done) return 'waits to be trained';
    return phase.kind === 'paused' ? 'paused' : 'in training';
  });
}

function percent(share: number): string {
  return `${100 * share}%`;
}
