import type { InstanceNorm3d } from '../../layers/instanceNorm3d';
import { elementCount } from '../../tensor/shape';
import { normaliseGroups } from './groupwiseNorm';
import { normaliseChannels } from './perChannel';
import { defineRule } from './trainingRule';

/** Running statistics, where there are any, take the mean over the clips; a momentum of None leaves them as they are. */
export const instanceNorm3d = defineRule<InstanceNorm3d>({
  forward(layer) {
    const { fields, mode, output, inputs } = layer;
    const [x] = inputs;
    if (!x) throw new Error('a norm without an input');
    if (!fields.trackRunningStats) return normaliseGroups(layer, fields.channels);
    if (mode === 'eval') return normaliseChannels(layer, x);
    return normaliseGroups(layer, fields.channels, (mean, variance) => ({
      mean,
      spread: { variance },
      count: elementCount(output.slice(2)),
      momentum: fields.momentum ?? 0,
      counted: false,
    }));
  },
});
