import type { RunReport } from '../../state/run/live';
import classes from './parts.module.css';

/** What of the weights is random, and what that makes of the classes. Nothing once a file gave every tensor. */
export function WeightsNote({ weights, tensors, design }: Pick<RunReport, 'weights' | 'tensors' | 'design'>) {
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
