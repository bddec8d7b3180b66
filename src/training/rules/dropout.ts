import type { Dropout } from '../../layers/dropout';
import { multiply } from '../graphWriter';
import { defineRule } from './trainingRule';

/** Times 0 or 1/(1 − ratio), drawn for every element of every step; nothing in eval mode. */
export const dropout = defineRule<Dropout>({
  forward({ w, fields: { ratio }, inputs: [x], mode, draw }) {
    if (!x) throw new Error('a dropout without an input');
    if (mode === 'eval') {
      return { output: x, backward: (gradient) => ({ inputs: [gradient], parameters: {} }) };
    }
    const kept = draw(x.shape, { kind: 'keep', ratio });
    return {
      output: multiply(w, x, kept),
      backward: (gradient) => ({ inputs: [multiply(w, gradient, kept)], parameters: {} }),
    };
  },
});
