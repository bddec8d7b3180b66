import { type GraphWriter, reshape, type Value } from '../graphWriter';
import type { Affine, NormGradients } from './normalised';
import { normaliseByRunning } from './normalisedByRunning';
import type { Gradients, LayerInTraining, Pass, Wanted } from './trainingRule';

/** What every norm with a scale and a shift a channel has. */
export interface ChannelNorm {
  readonly channels: number;
  readonly eps: number;
  readonly affine: boolean;
}

/** Scale and shift as columns, or null where the norm has none. */
export function affineOf<F extends ChannelNorm>({ w, fields, parameter }: LayerInTraining<F>): Affine | null {
  if (!fields.affine) return null;
  const column = (suffix: string) => reshape(w, parameter(suffix), [fields.channels, 1]);
  return { scale: column('weight'), shift: column('bias') };
}

/** In eval mode: by running statistics. */
export function normaliseChannels<F extends ChannelNorm>(layer: LayerInTraining<F>, x: Value): Pass {
  const { w, fields } = layer;
  const running = { mean: layer.buffer('running_mean'), variance: layer.buffer('running_var'), eps: fields.eps };
  const { output, backward } = normaliseByRunning(w, x, running, affineOf(layer));
  return { output, backward: (gradient, wanted) => channelGradients(w, backward(gradient), fields, wanted) };
}

/** Of what a norm's backward pass finds, what is wanted. */
export function channelGradients(
  w: GraphWriter,
  found: NormGradients,
  { channels, affine }: ChannelNorm,
  wanted: Wanted,
): Gradients {
  const vector = (value: Value) => reshape(w, value, [channels]);
  return {
    inputs: [wanted.inputs[0] ? found.input() : undefined],
    parameters: affine && wanted.parameters ? { weight: vector(found.scale), bias: vector(found.shift) } : {},
    factor: found.factor,
  };
}
