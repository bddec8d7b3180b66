import { elementCount } from '../../tensor/shape';
import { add, type GraphWriter, mean, multiply, reshape, transpose, type Value } from '../graphWriter';
import { sumOfRows } from '../longRows';
import { normaliseRows, varianceOf } from './normalised';
import { affineOf, type ChannelNorm } from './perChannel';
import type { LayerInTraining, Observed, Pass } from './trainingRule';

/**
 * Each clip's groups of channels normalised by their own statistics, as rows [groups·N, C/groups·T·H·W]; with a group a
 * channel, instance normalisation.
 * @param track what running statistics take of the batch, from its means over the clips, [C]; only with a group a channel
 */
export function normaliseGroups<F extends ChannelNorm>(
  layer: LayerInTraining<F>,
  groups: number,
  track?: (mean: Value, variance: Value) => Observed,
): Pass {
  const { w, fields, inputs, output } = layer;
  const [x] = inputs;
  if (!x) throw new Error('a norm without an input');
  const [clips = 1, channels = 1] = output;
  const [perGroup, places] = [channels / groups, elementCount(output.slice(2))];
  const isByClip = w.order === 'NTHW';
  const sizes = isByClip ? [groups, perGroup, clips, places] : [groups, perGroup, places, clips];
  // To [groups, clips, perGroup, places], and back.
  const there = isByClip ? [0, 2, 1, 3] : [0, 3, 1, 2];
  const back = isByClip ? [0, 2, 1, 3] : [0, 2, 3, 1];
  const toRows = (value: Value) => reshape(w, transpose(w, reshape(w, value, sizes), there), [groups * clips, -1]);
  const fromRows = (value: Value) =>
    reshape(w, transpose(w, reshape(w, value, [groups, clips, perGroup, places]), back), x.shape);
  const unit = normaliseRows(w, toRows(x), fields.eps, null);
  const normalised = fromRows(unit.output);
  const affine = affineOf(layer);
  return {
    output: affine ? add(w, multiply(w, normalised, affine.scale), affine.shift) : normalised,
    backward(gradient, wanted) {
      const throughNorm = () => {
        const ofUnit = affine ? multiply(w, gradient, affine.scale) : gradient;
        return fromRows(unit.backward(toRows(ofUnit)).input());
      };
      return {
        inputs: [wanted.inputs[0] ? throughNorm() : undefined],
        parameters:
          affine && wanted.parameters
            ? { weight: sumOfRows(w, multiply(w, gradient, normalised)), bias: sumOfRows(w, gradient) }
            : {},
      };
    },
    ...(track && {
      observed: track(meanOverClips(w, unit.mean, clips), meanOverClips(w, varianceOf(w, unit.spread), clips)),
    }),
  };
}

/** [C·N] → [C]. */
function meanOverClips(w: GraphWriter, statistics: Value, clips: number): Value {
  return clips === 1 ? statistics : mean(w, reshape(w, statistics, [-1, clips]), [1]);
}
