import type { Architecture } from '../../architecture/architecture';
import { gatesOf, isConvolution, isGroup, layersOf, type Part, partsByPath } from '../../architecture/walk';
import type { Tensor } from '../../tensor/tensor';
import type { TrainingHandle } from '../../worker/training';

/** A part of the network in training, seen on one clip as it is now. */
export interface TrainLook {
  readonly path: string;
  /** Updates made by then. */
  readonly step: number;
  /** `[1, C, T, H, W]`, or `[1, C]` behind the head's pool. */
  readonly output: Tensor<'float32'>;
  /** Of its squeeze-and-excitation, `[1, C, 1, 1, 1]`; null without one. */
  readonly gates: Tensor<'float32'> | null;
  /** Of its convolution with the largest window, `[O, I, kT, kH, kW]`; null where none sees more than one place. */
  readonly kernels: { readonly path: string; readonly weight: Tensor<'float32'> } | null;
}

/** Asks the network of a run about a part of it. Null where the network has no such part. */
export async function lookAt(
  handle: Pick<TrainingHandle, 'request'>,
  architecture: Architecture,
  path: string,
  clip: Tensor<'float32'>,
): Promise<TrainLook | null> {
  const parts = partsByPath(architecture);
  const part = parts.get(path);
  if (!part) return null;
  const gates = parts.get(gatesOf(architecture, path) ?? '');
  const kernels = widestConvolution(part);
  const weights = kernels && `${kernels.path}.weight`;
  const result = leafOf(part);
  const answer = await handle.request('look', {
    clip,
    paths: gates ? [...new Set([result, leafOf(gates)])] : [result],
    keys: weights === null ? [] : [weights],
  });
  const output = answer.outputs.get(result);
  if (!output) return null;
  const weight = weights === null ? undefined : answer.tensors.get(weights);
  return {
    path,
    step: answer.step,
    output,
    gates: (gates && answer.outputs.get(leafOf(gates))) ?? null,
    kernels: kernels && weight?.dtype === 'float32' ? { path: kernels.path, weight } : null,
  };
}

/** Path of the layer whose output is a part's. */
function leafOf(part: Part): string {
  return isGroup(part) ? part.result : part.path;
}

/** The convolution of a part whose kernel has most places; null where none has more than one. */
function widestConvolution(part: Part): { readonly path: string } | null {
  const found = layersOf(part)
    .filter(isConvolution)
    .map(({ path, fields: { kernel } }) => ({ path, places: kernel[0] * kernel[1] * kernel[2] }))
    .filter(({ places }) => places > 1)
    .toSorted((a, b) => b.places - a.places);
  return found[0] ?? null;
}
