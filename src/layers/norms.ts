import { int64List } from './constants';
import { always, type Initial, type OnnxCall, type StoredTensor } from './layerOp';

/** Scale and shift of a norm, where it has them. */
export function affineTensors(norm: {
  readonly channels: number;
  readonly affine: boolean;
  readonly requiresGrad: boolean;
}): readonly StoredTensor[] {
  if (!norm.affine) return [];
  const shape = [norm.channels];
  const { requiresGrad } = norm;
  return [
    { name: 'weight', shape, dtype: 'float32', role: 'parameter', requiresGrad },
    { name: 'bias', shape, dtype: 'float32', role: 'parameter', requiresGrad },
  ];
}

/** Running statistics of a norm, where it tracks them. */
export function statisticsTensors(norm: {
  readonly channels: number;
  readonly trackRunningStats: boolean;
}): readonly StoredTensor[] {
  if (!norm.trackRunningStats) return [];
  const shape = [norm.channels];
  return [
    { name: 'running_mean', shape, dtype: 'float32', role: 'buffer', requiresGrad: false },
    { name: 'running_var', shape, dtype: 'float32', role: 'buffer', requiresGrad: false },
    { name: 'num_batches_tracked', shape: [], dtype: 'int64', role: 'buffer', requiresGrad: false },
  ];
}

/** Norms start as the identity; batch norm's init_weights says the same again. */
export const INITIAL_NORM: Readonly<Record<string, Initial>> = {
  weight: always(1),
  bias: always(0),
  running_mean: always(0),
  running_var: always(1),
  num_batches_tracked: always(0),
};

/** `normalised` → `y`: times weight plus bias, per channel of [N, C, T, H, W]. */
export function scaleAndShift(channels: number): readonly OnnxCall[] {
  const constants = { perChannel: int64List([1, channels, 1, 1, 1]) };
  return [
    { op: 'Reshape', from: ['weight', 'perChannel'], to: 'scale', constants },
    { op: 'Reshape', from: ['bias', 'perChannel'], to: 'shift', constants },
    { op: 'Mul', from: ['normalised', 'scale'], to: 'scaled' },
    { op: 'Add', from: ['scaled', 'shift'], to: 'y' },
  ];
}
