import { reshape, sum, multiply as times, type Value } from '../graphWriter';
import { byClip, overRows } from '../rowOrder';
import { defineRule } from './trainingRule';

/** Features times the gate of a squeeze and excitation, M = T·H·W values of a clip each: [C, N·M] · [C, N] → [C, N·M]. */
export const multiply = defineRule<Record<never, never>>({
  forward({ w, inputs: [features, gate], inputShapes: [shape = []] }) {
    if (!features || !gate) throw new Error('a product of fewer than two');
    const [clips = 1, channels = 1, frames = 1] = shape;
    const { shape: apart, axis } = byClip(w, channels, clips);
    const scale = overRows(w, gate, frames);
    const scaled = (rows: Value) => reshape(w, times(w, reshape(w, rows, scale.shape), scale.value), rows.shape);
    return {
      output: scaled(features),
      backward(gradient, wanted) {
        const products = () => times(w, reshape(w, gradient, apart), reshape(w, features, apart));
        return {
          inputs: [
            wanted.inputs[0] ? scaled(gradient) : undefined,
            wanted.inputs[1] ? sum(w, products(), [axis]) : undefined,
          ],
          parameters: {},
        };
      },
    };
  },
});
