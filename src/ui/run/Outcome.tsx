import { bench } from '../../state/browserBench';
import type { RunReport } from '../../state/live';
import { shapeText } from '../../tensor/shape';
import { FaultNote } from '../kit/FaultNote';
import { useLive } from '../kit/useStudio';
import { BackendNote } from './BackendNote';
import { LiveOutcome } from './LiveOutcome';
import { Progress } from './Progress';
import classes from './parts.module.css';
import { SaveResults } from './SaveResults';
import { Times } from './Times';
import { TopClasses } from './TopClasses';
import { WeightsNote } from './WeightsNote';

/** What the run is at, what came out of the last one, and how long everything took. */
export function Outcome() {
  const status = useLive((live) => live.status);
  const report = useLive((live) => live.report);
  const onCamera = useLive(({ settings }) => settings.input.kind === 'camera');
  const runs = status.kind === 'working' && (status.purpose === 'run' || status.purpose === 'camera');
  const failed = status.kind === 'failed' && status.purpose !== 'look';
  return (
    <div className={classes.part}>
      {runs && status.step !== 'camera' && <Progress step={status.step} done={status.done} />}
      {failed && <FaultNote fault={status.fault} again={() => void bench.run()} />}
      {onCamera && <LiveOutcome />}
      {!onCamera && report && <Report report={report} />}
      {!onCamera && !report && !failed && (
        <p className={classes.note}>
          After a run: the most probable classes, the shape of the features, and what took how long. Nothing leaves this
          computer.
        </p>
      )}
      <BackendNote />
    </div>
  );
}

function Report({ report }: { report: RunReport }) {
  const { scores, features, nodeCount, ms, views, pooled, design } = report;
  return (
    <>
      <WeightsNote {...report} />
      {scores ? (
        <TopClasses scores={scores} classCount={design.head?.num_classes ?? 0} />
      ) : (
        <p className={classes.note}>A backbone without head gives no classes.</p>
      )}
      {views.planned > 1 && (
        <p className={classes.note}>
          {pooled.length} of {views.planned} views: {views.clips} clip{views.clips === 1 ? '' : 's'} × {views.crops}{' '}
          crop
          {views.crops === 1 ? '' : 's'}, one clip in memory at a time.
        </p>
      )}
      <Times ms={ms} />
      <p className={classes.note}>
        Features {shapeText(features)} after conv5; {nodeCount} nodes.
      </p>
      <SaveResults report={report} />
    </>
  );
}
