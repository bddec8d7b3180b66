import { int64 } from '../tensor/tensor';
import { filled } from './constants';
import { always, type Initial, type OnnxCall, type TensorSink } from './layerOp';

/** What a norm stores: scale and shift where it has them, running statistics where it tracks them. */
export function storesNorm(
  {
    channels,
    affine,
    requiresGrad,
    trackRunningStats = false,
  }: {
    readonly channels: number;
    readonly affine: boolean;
    readonly requiresGrad: boolean;
    readonly trackRunningStats?: boolean;
  },
  sink: TensorSink,
): void {
  const shape = [channels];
  if (affine) {
    sink.parameter('weight', shape, requiresGrad);
    sink.parameter('bias', shape, requiresGrad);
  }
  if (trackRunningStats) {
    sink.buffer('running_mean', shape);
    sink.buffer('running_var', shape);
    sink.buffer('num_batches_tracked', [], 'int64');
  }
}

/** Norms start as the identity; batch norm's init_weights says the same again. */
export const INITIAL_NORM: Readonly<Record<string, Initial>> = {
  weight: always(1),
  bias: always(0),
  running_mean: always(0),
  running_var: always(1),
  num_batches_tracked: always(0),
};

/** A norm's own operator, which takes scale and shift; ones and zeros where the norm has none. */
export function normCall(
  op: 'BatchNormalization' | 'InstanceNormalization',
  { channels, eps, affine }: { readonly channels: number; readonly eps: number; readonly affine: boolean },
): OnnxCall {
  const statistics = op === 'BatchNormalization' ? ['running_mean', 'running_var'] : [];
  return {
    op,
    from: ['x', 'weight', 'bias', ...statistics],
    to: 'y',
    attributes: { epsilon: { float: eps } },
    constants: affine ? {} : { weight: filled(channels, 1), bias: filled(channels, 0) },
  };
}

/** `normalised` → `y`: times weight plus bias, per channel of [N, C, T, H, W]. */
export function scaleAndShift(channels: number): readonly OnnxCall[] {
  const constants = { perChannel: int64([1, channels, 1, 1, 1]) };
  return [
    { op: 'Reshape', from: ['weight', 'perChannel'], to: 'scale', constants },
    { op: 'Reshape', from: ['bias', 'perChannel'], to: 'shift', constants },
    { op: 'Mul', from: ['normalised', 'scale'], to: 'scaled' },
    { op: 'Add', from: ['scaled', 'shift'], to: 'y' },
  ];
}
