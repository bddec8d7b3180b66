import { add as plus } from '../graphWriter';
import { defineRule } from './trainingRule';

export const add = defineRule<Record<never, never>>({
  forward({ w, inputs: [a, b] }) {
    if (!a || !b) throw new Error('a sum of fewer than two');
    return {
      output: plus(w, a, b),
      backward: (gradient, wanted) => ({
        inputs: wanted.inputs.map((want) => (want ? gradient : undefined)),
        parameters: {},
      }),
    };
  },
});
