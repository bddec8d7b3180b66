import { elementCount, ShapeError } from '../tensor/shape';
import { defineLayer, ONES, type Triple, ZEROS } from './layerOp';

/** A pool under a window that moves by one position: [N, C, T, H, W] → [N, C, T−t+1, H−h+1, W−w+1]. */
interface WindowPool {
  readonly type: 'avg' | 'max';
  readonly kernel: Triple;
}

export const windowPool = defineLayer<WindowPool>({
  torchClass: (p) => (p.type === 'avg' ? 'AvgPool3d' : 'MaxPool3d'),
  outputShape({ kernel }, input) {
    const [n = 0, c = 0, ...sizes] = input;
    if (sizes.length !== 3) throw new ShapeError(`expected [N, C, T, H, W], found [${input}]`);
    const output = sizes.map((size, axis) => size - (kernel[axis] ?? 1) + 1);
    if (output.some((size) => size < 1))
      throw new ShapeError(`a window of ${kernel.join(' × ')} does not fit a map of ${sizes.join(' × ')}`, 'window');
    return [n, c, ...output];
  },
  beyondMacs: (_, { inputs: [input = []] }) => ({ mmcv: elementCount(input), mmengine: 0 }),
  onnx: ({ type, kernel }) => [
    {
      op: type === 'avg' ? 'AveragePool' : 'MaxPool',
      from: ['x'],
      to: 'y',
      attributes: { kernel_shape: kernel, strides: ONES, pads: [...ZEROS, ...ZEROS] },
    },
  ],
  torch: ({ type, kernel }) => `nn.${type === 'avg' ? 'Avg' : 'Max'}Pool3d((${kernel.join(', ')}), stride=1)`,
  window: ({ kernel }) => ({ kernel, stride: ONES, padding: ZEROS }),
  // Both keep their input; a maximum also an int64 index (two float32) per output element.
  saved: ({ type }, { output }) => ({ inputs: [0], output: false, own: type === 'avg' ? 0 : 2 * elementCount(output) }),
});
