import { elementCount, type Shape, ShapeError } from '../tensor/shape';
import { scalar } from './constants';
import { defineLayer, type OnnxCall } from './layerOp';
import { INITIAL_NORM, normCall, scaleAndShift, storesNorm } from './norms';

/** Batch normalisation over N, T, H, W; `sync` is SyncBatchNorm, the same computation with statistics shared by devices. */
export interface BatchNorm3d {
  readonly channels: number;
  readonly eps: number;
  /** null: cumulative average. */
  readonly momentum: number | null;
  readonly affine: boolean;
  /** Off: the batch's own statistics are used in eval mode too, so nothing can be folded. */
  readonly trackRunningStats: boolean;
  readonly requiresGrad: boolean;
  readonly sync: boolean;
}

/** Each mean is over all clips and positions of a channel. */
const valuesOver = (b: BatchNorm3d, map: Shape): number => elementCount(map) / b.channels;

export const batchNorm3d = defineLayer<BatchNorm3d>({
  torchClass: (b) => (b.sync ? 'SyncBatchNorm' : 'BatchNorm3d'),
  outputShape(b, input) {
    if (input[1] !== b.channels) throw new ShapeError(`expected ${b.channels} channels, found ${input[1]}`);
    // F.batch_norm: statistics of a single value per channel do not exist.
    if (!b.trackRunningStats && valuesOver(b, input) < 2)
      throw new ShapeError(`batch statistics need more than one value per channel, found [${input}]`, 'statistics');
    return input;
  },
  stores: storesNorm,
  initial: () => INITIAL_NORM,
  beyondMacs: (b, { output }) => ({
    // mmcv's counter knows BatchNorm3d by its exact class; SyncBatchNorm is another.
    mmcv: b.sync ? 0 : elementCount(output) * (b.affine ? 2 : 1),
    mmengine: elementCount(output) * (b.affine ? 2 : 1),
  }),
  onnx: (b) => (b.trackRunningStats ? [normCall('BatchNormalization', b)] : batchStatistics(b)),
  torch: (b, channels = String(b.channels)) =>
    `nn.${b.sync ? 'SyncBatchNorm' : 'BatchNorm3d'}(${channels}, eps=${b.eps}, momentum=${b.momentum ?? 'None'}${b.affine ? '' : ', affine=False'}${b.trackRunningStats ? '' : ', track_running_stats=False'})`,
  saved: (b) => ({ inputs: [0], output: false, own: 2 * b.channels }),
  norm: (b) => ({ family: 'batch', foldable: b.trackRunningStats, values: (map) => valuesOver(b, map) }),
});

/** (x − mean) / √(var + eps) with the batch's own mean and biased variance over N, T, H, W. */
function batchStatistics(b: BatchNorm3d): readonly OnnxCall[] {
  const overAllButChannels: { axes: Shape; keepdims: number } = { axes: [0, 2, 3, 4], keepdims: 1 };
  return [
    { op: 'ReduceMean', from: ['x'], to: 'mean', attributes: overAllButChannels },
    { op: 'Sub', from: ['x', 'mean'], to: 'centred' },
    { op: 'Mul', from: ['centred', 'centred'], to: 'squared' },
    { op: 'ReduceMean', from: ['squared'], to: 'variance', attributes: overAllButChannels },
    { op: 'Add', from: ['variance', 'eps'], to: 'stable', constants: { eps: scalar(b.eps) } },
    { op: 'Sqrt', from: ['stable'], to: 'deviation' },
    { op: 'Div', from: ['centred', 'deviation'], to: b.affine ? 'normalised' : 'y' },
    ...(b.affine ? scaleAndShift(b.channels) : []),
  ];
}
