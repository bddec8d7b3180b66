import type { NormCfg } from '../design/design';
import type { FieldsOf } from '../layers/index';
import { byKey } from '../memo/byKey';
import { memoised } from '../memo/memoised';

type NormKind = 'batchNorm3d' | 'groupNorm' | 'instanceNorm3d';

/** A norm as a layer: its kind, its name in a ConvModule, its fields. */
export interface ConfiguredNorm<K extends NormKind = NormKind> {
  readonly kind: K;
  /** mmcv's build_norm_layer names the attribute after the family. */
  readonly name: 'bn' | 'gn' | 'in';
  readonly fields: FieldsOf[K];
}

/** The norms of a configuration, by their channels: worked out once for each, as thousands of designs share a few. */
export const normsOf: (cfg: NormCfg) => (channels: number) => ConfiguredNorm = memoised((cfg) =>
  byKey((channels) => configured(cfg, channels)),
);

/** With the defaults of mmcv (eps 1e-5) and of PyTorch's classes. */
function configured(cfg: NormCfg, channels: number): ConfiguredNorm {
  const { type, eps = 1e-5, momentum = 0.1, requires_grad: requiresGrad = true } = cfg;
  switch (type) {
    case 'BN3d':
    case 'SyncBN': {
      const { affine = true, track_running_stats: trackRunningStats = true } = cfg;
      const fields = { channels, eps, requiresGrad, momentum, affine, trackRunningStats, sync: type === 'SyncBN' };
      return { kind: 'batchNorm3d', name: 'bn', fields };
    }
    case 'GN': {
      const { affine = true, num_groups: groups = 1 } = cfg;
      return { kind: 'groupNorm', name: 'gn', fields: { channels, eps, requiresGrad, affine, groups } };
    }
    case 'IN3d': {
      const { affine = false, track_running_stats: trackRunningStats = false } = cfg;
      const fields = { channels, eps, requiresGrad, momentum, affine, trackRunningStats };
      return { kind: 'instanceNorm3d', name: 'in', fields };
    }
  }
}
