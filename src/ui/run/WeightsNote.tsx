import type { RunReport } from '../../state/run/runStore';
import { countText } from '../../text/numberText';
import classes from './runPart.module.css';

/** What of the weights is random or no number, and what that makes of the classes. Nothing once a file gave every tensor. */
export function WeightsNote({ weights, tensors, design }: Pick<RunReport, 'weights' | 'tensors' | 'design'>) {
  const { nonFinite } = tensors;
  return (
    <>
      {nonFinite > 0 && (
        <p className={classes.warning}>
          <strong>
            {countText(nonFinite, 'tensor of the file holds', 'tensors of the file hold')} NaN or infinite values
          </strong>
          : what is computed with them is no number. Checkpoint names them.
        </p>
      )}
      <DrawnTensors weights={weights} tensors={tensors} design={design} />
    </>
  );
}

function DrawnTensors({ weights, tensors, design }: Pick<RunReport, 'weights' | 'tensors' | 'design'>) {
  if (tensors.drawn === 0) return null;
  const identity = weights.kind === 'init' && design.reference.zero_init_residual;
  return (
    <p className={classes.warning}>
      {tensors.drawn === tensors.stored ? (
        <>
          <strong>Random weights: these scores mean nothing.</strong> Published ones are in the model zoos of mmaction2
          (.pth), SlowFast and pytorchvideo (.pyth): drop such a file on the page.{' '}
        </>
      ) : (
        <>
          <strong>
            {tensors.drawn} of {tensors.stored} tensors are random
          </strong>
          : the checkpoint lacks them or has them in another shape, so these scores mean little.{' '}
        </>
      )}
      {identity && 'Every block is still the identity of its shortcut: its last norm starts at zero.'}
    </p>
  );
}
