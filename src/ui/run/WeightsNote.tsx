import type { RunReport } from '../../state/run/runStore';
import { countText } from '../../text/numberText';
import { Note } from '../kit/Note';

/** What of the weights is random or no number, and what that makes of the classes. Nothing once a file gave every tensor. */
export function WeightsNote({ weights, tensors, design }: Pick<RunReport, 'weights' | 'tensors' | 'design'>) {
  const { nonFinite } = tensors;
  return (
    <>
      {nonFinite > 0 && (
        <Note tone="warn">
          <strong>
            {countText(nonFinite, 'tensor of the file holds', 'tensors of the file hold')} NaN or infinite values
          </strong>
          : what is computed with them is no number. Checkpoint names them.
        </Note>
      )}
      <DrawnTensors weights={weights} tensors={tensors} design={design} />
    </>
  );
}

function DrawnTensors({ weights, tensors, design }: Pick<RunReport, 'weights' | 'tensors' | 'design'>) {
  if (tensors.drawn === 0) return null;
  const identity = weights.kind === 'init' && design.reference.zero_init_residual;
  return (
    <Note tone="warn">
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
    </Note>
  );
}
