import { elementCount, type Shape, ShapeError } from '../tensor/shape';
import { defineLayer } from './layerOp';
import { INITIAL_NORM, normCall, storesNorm } from './norms';

/** Instance normalisation: statistics over T, H, W, per clip and channel. PyTorch's default is neither affine nor tracking. */
export interface InstanceNorm3d {
  readonly channels: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  /** On: eval mode uses running statistics, which is a fixed scale and shift. */
  readonly trackRunningStats: boolean;
  readonly requiresGrad: boolean;
}

/** Each mean is over the positions of one channel of one clip. */
const valuesOver = (map: Shape): number => elementCount(map.slice(2));

export const instanceNorm3d = defineLayer<InstanceNorm3d>({
  torchClass: () => 'InstanceNorm3d',
  outputShape(i, input) {
    if (input[1] !== i.channels) throw new ShapeError(`expected ${i.channels} channels, found ${input[1]}`);
    // F.instance_norm refuses a single spatial element while it uses the instance's own statistics.
    if (!i.trackRunningStats && valuesOver(input) < 2)
      throw new ShapeError(
        `instance statistics need more than one element per channel, found [${input}]`,
        'statistics',
      );
    return input;
  },
  stores: storesNorm,
  initial: () => INITIAL_NORM,
  // mmengine's trace has no rule for instance_norm.
  beyondMacs: (i, { output }) => ({ mmcv: elementCount(output) * (i.affine ? 2 : 1), mmengine: 0 }),
  onnx: (i) => [normCall(i.trackRunningStats ? 'BatchNormalization' : 'InstanceNormalization', i)],
  torch: (i, channels = String(i.channels)) =>
    `nn.InstanceNorm3d(${channels}, eps=${i.eps}, momentum=${i.momentum ?? 'None'}${i.affine ? ', affine=True' : ''}${i.trackRunningStats ? ', track_running_stats=True' : ''})`,
  saved: (i, { output }) => ({ inputs: [0], output: false, own: 2 * (output[0] ?? 1) * i.channels }),
  norm: (i) => ({ family: 'instance', foldable: i.trackRunningStats, values: valuesOver }),
  global: true,
});
