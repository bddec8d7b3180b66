import { ShapeError } from '../tensor/shape';
import { defineLayer } from './layerOp';

/** The SE product: features [N, C, T, H, W] times a gate [N, C, 1, 1, 1]. No module in the reference. */
export const multiply = defineLayer<Record<never, never>>({
  torchClass: () => null,
  outputShape(_, features, gate) {
    const fits = gate.every((size, axis) => size === features[axis] || size === 1);
    if (!fits) throw new ShapeError(`cannot scale [${features}] by [${gate}]`);
    return features;
  },
  onnx: () => [{ op: 'Mul', from: ['x0', 'x1'], to: 'y' }],
  torch: () => null,
  saved: () => ({ inputs: [0, 1], output: false, own: 0 }),
});
