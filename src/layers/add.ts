import { ShapeError, sameShape } from '../tensor/shape';
import { defineLayer, KEEPS_NOTHING } from './layerOp';

/** The residual sum: no module in the reference, written inline there. */
export const add = defineLayer<Record<never, never>>({
  torchClass: () => null,
  outputShape(_, a, b) {
    if (!sameShape(a, b)) throw new ShapeError(`cannot add [${b}] to [${a}]`);
    return a;
  },
  onnx: () => [{ op: 'Add', from: ['x0', 'x1'], to: 'y' }],
  torch: () => null,
  saved: () => KEEPS_NOTHING,
});
