import type { RunReport } from '../../state/live';
import { shapeText } from '../../tensor/shape';
import { useLive } from '../kit/useStudio';
import { BackendNote } from './BackendNote';
import { FaultNote } from './FaultNote';
import { Progress } from './Progress';
import classes from './parts.module.css';
import { Times } from './Times';
import { TopClasses } from './TopClasses';

/** What the run is at, what came out of the last one, and how long everything took. */
export function Outcome() {
  const status = useLive((live) => live.status);
  const report = useLive((live) => live.report);
  return (
    <div className={classes.part}>
      {status.kind === 'working' && status.purpose === 'run' && <Progress step={status.step} done={status.done} />}
      {status.kind === 'failed' && <FaultNote fault={status.fault} />}
      {report ? (
        <Report report={report} />
      ) : (
        status.kind !== 'failed' && (
          <p className={classes.note}>
            After a run: the five most probable classes, the shape of the features, and what took how long. Nothing
            leaves this computer.
          </p>
        )
      )}
      <BackendNote />
    </div>
  );
}

function Report({ report }: { report: RunReport }) {
  const { top, features, nodeCount, ms } = report;
  return (
    <>
      {top ? <TopClasses top={top} /> : <p className={classes.note}>A backbone without head gives no classes.</p>}
      <Times ms={ms} />
      <WeightsNote report={report} />
      <p className={classes.note}>
        Features {shapeText(features)} after conv5; {nodeCount} nodes.
      </p>
    </>
  );
}

/** What of the weights is random, and what that makes of the classes. Nothing once a file gave every tensor. */
function WeightsNote({ report: { weights, tensors, design } }: { report: RunReport }) {
  if (tensors.drawn === 0) return null;
  const identity = weights.kind === 'init' && design.reference.zero_init_residual;
  return (
    <p className={classes.note}>
      {tensors.drawn === tensors.stored ? (
        <>
          <strong>Random weights</strong>, so the classes mean nothing.{' '}
        </>
      ) : (
        <>
          <strong>
            {tensors.drawn} of {tensors.stored} tensors are random
          </strong>
          , drawn for what the checkpoint lacks, so the classes mean little.
        </>
      )}
      {identity && 'Every block is still the identity of its shortcut: its last norm starts at zero.'}
    </p>
  );
}
