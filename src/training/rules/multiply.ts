import { reshape, sum, multiply as times } from '../graphWriter';
import { defineRule } from './trainingRule';

/** Features [C, N·M] times a gate [C, N]. */
export const multiply = defineRule<Record<never, never>>({
  forward({ w, inputs: [features, gate] }) {
    if (!features || !gate) throw new Error('a product of fewer than two');
    const [channels = 1, clips = 1] = gate.shape;
    const apart = [channels, clips, -1];
    const [x, scale] = [reshape(w, features, apart), reshape(w, gate, [channels, clips, 1])];
    return {
      output: reshape(w, times(w, x, scale), features.shape),
      backward(gradient, wanted) {
        const dy = reshape(w, gradient, apart);
        return {
          inputs: [
            wanted.inputs[0] ? reshape(w, times(w, dy, scale), features.shape) : undefined,
            wanted.inputs[1] ? sum(w, times(w, dy, x), [2]) : undefined,
          ],
          parameters: {},
        };
      },
    };
  },
});
