import { elementCount, ShapeError } from '../tensor/shape';
import { defineLayer, KEEPS_INPUT, KEEPS_NOTHING } from './layerOp';

/** A pool over all of T, H, W: [N, C, T, H, W] → [N, C, 1, 1, 1]. */
export interface GlobalPool {
  readonly type: 'avg' | 'max';
}

export const globalPool = defineLayer<GlobalPool>({
  torchClass: (p) => (p.type === 'avg' ? 'AdaptiveAvgPool3d' : 'AdaptiveMaxPool3d'),
  outputShape(_, input) {
    const [n = 0, c = 0, ...sizes] = input;
    if (sizes.length !== 3) throw new ShapeError(`expected [N, C, T, H, W], found [${input}]`);
    return [n, c, 1, 1, 1];
  },
  beyondMacs: (_, { inputs: [input = []] }) => ({ mmcv: elementCount(input), mmengine: 0 }),
  onnx: (p) => [{ op: p.type === 'avg' ? 'GlobalAveragePool' : 'GlobalMaxPool', from: ['x'], to: 'y' }],
  torch: (p) => (p.type === 'avg' ? 'nn.AdaptiveAvgPool3d(1)' : 'nn.AdaptiveMaxPool3d(1)'),
  // A mean needs its input's size only; a maximum keeps the input and an int64 index (two float32) per output element.
  saved: (p, { output }) => (p.type === 'avg' ? KEEPS_NOTHING : { ...KEEPS_INPUT, own: 2 * elementCount(output) }),
  global: true,
});
