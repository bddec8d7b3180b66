import type { BatchNorm3d } from '../../layers/batchNorm3d';
import { elementCount } from '../../tensor/shape';
import { normaliseRows } from './normalised';
import { affineOf, channelGradients, normaliseChannels } from './perChannel';
import { defineRule } from './trainingRule';

/** By the batch's own statistics in training and where none are tracked, by the running ones in eval mode. */
export const batchNorm3d = defineRule<BatchNorm3d>({
  forward(layer) {
    const { w, fields, inputs, mode } = layer;
    const [x] = inputs;
    if (!x) throw new Error('a norm without an input');
    if (mode === 'eval' && fields.trackRunningStats) return normaliseChannels(layer, x);
    const { output, mean, spread, backward } = normaliseRows(w, x, fields.eps, affineOf(layer));
    const count = elementCount(layer.output) / fields.channels;
    return {
      output,
      backward: (gradient, wanted) => channelGradients(w, backward(gradient), fields, wanted),
      ...(fields.trackRunningStats && {
        observed: { mean, spread, count, momentum: fields.momentum, counted: true },
      }),
    };
  },
});
