import type { GroupNorm } from '../../layers/groupNorm';
import { normaliseGroups } from './groupwiseNorm';
import { defineRule } from './trainingRule';

export const groupNorm = defineRule<GroupNorm>({
  forward: (layer) => normaliseGroups(layer, layer.fields.groups),
});
