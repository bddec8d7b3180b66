import { ShapeError } from '../tensor/shape';
import { defineLayer, KEEPS_NOTHING } from './layerOp';

/** The mean of scores over all positions: [N, C, T, H, W] → [N, C]. */
type PositionMean = Readonly<Record<string, never>>;

export const positionMean = defineLayer<PositionMean>({
  torchClass: () => null,
  outputShape(_, input) {
    const [n = 0, c = 0, ...sizes] = input;
    if (sizes.length !== 3) throw new ShapeError(`expected [N, C, T, H, W], found [${input}]`);
    return [n, c];
  },
  onnx: () => [
    { op: 'GlobalAveragePool', from: ['x'], to: 'mean' },
    { op: 'Flatten', from: ['mean'], to: 'y', attributes: { axis: 1 } },
  ],
  torch: () => null,
  // A mean needs its input's size only.
  saved: () => KEEPS_NOTHING,
  global: true,
});
