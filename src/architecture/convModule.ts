import type { ActCfg, NormCfg, Reference } from '../design/design';
import type { Activation } from '../layers/activation';
import { ACTIVATIONS, type ActivationFunction, activationFunction } from '../layers/activationFunctions';
import type { Triple } from '../layers/layerOp';
import type { Group, Layer } from './architecture';
import type { Network } from './network';

/** What one ConvModule of mmcv is made of: a convolution without bias, then a norm, then an activation. */
export interface ConvModule {
  readonly in: number;
  readonly out: number;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly groups: number;
  readonly norm: NormCfg | null;
  readonly act: ActCfg | null;
}

/** Adds a ConvModule reading `input`: leaves `conv`, `bn` (or `gn`, `in`) and `activate` under `path`. */
export function addConvModule(
  network: Network,
  path: string,
  input: string,
  module: ConvModule,
  reference: Reference,
): Group {
  const { kernel } = module;
  const children: Layer[] = [];
  children.push(
    network.add(
      'conv3d',
      `${path}.conv`,
      {
        in: module.in,
        out: module.out,
        kernel,
        stride: module.stride,
        padding: [(kernel[0] - 1) / 2, (kernel[1] - 1) / 2, (kernel[2] - 1) / 2],
        groups: module.groups,
        bias: false,
        paddingMode: reference.conv_cfg.padding_mode ?? 'zeros',
      },
      [input],
    ),
  );
  if (module.norm) children.push(addNorm(network, path, `${path}.conv`, module.out, module.norm));
  if (module.act) {
    const from = children[children.length - 1]?.path ?? input;
    children.push(network.add('activation', `${path}.activate`, moduleActivation(module.act), [from]));
  }
  return closeGroup('convModule', path, children);
}

/** mmcv's build_norm_layer: the attribute is named after the family, eps defaults to 1e-5. */
function addNorm(network: Network, path: string, input: string, channels: number, cfg: NormCfg): Layer {
  const eps = cfg.eps ?? 1e-5;
  const requiresGrad = cfg.requires_grad ?? true;
  const momentum = cfg.momentum === undefined ? 0.1 : cfg.momentum;
  switch (cfg.type) {
    case 'BN3d':
    case 'SyncBN': {
      const affine = cfg.affine ?? true;
      const trackRunningStats = cfg.track_running_stats ?? true;
      const sync = cfg.type === 'SyncBN';
      const fields = { channels, eps, requiresGrad, momentum, affine, trackRunningStats, sync };
      return network.add('batchNorm3d', `${path}.bn`, fields, [input]);
    }
    case 'GN':
      return network.add(
        'groupNorm',
        `${path}.gn`,
        { channels, eps, requiresGrad, affine: cfg.affine ?? true, groups: cfg.num_groups ?? 1 },
        [input],
      );
    case 'IN3d': {
      const affine = cfg.affine ?? false;
      const trackRunningStats = cfg.track_running_stats ?? false;
      const fields = { channels, eps, requiresGrad, momentum, affine, trackRunningStats };
      return network.add('instanceNorm3d', `${path}.in`, fields, [input]);
    }
  }
}

/** An activation as ConvModule builds it: in place unless the configuration or the class says otherwise. */
function moduleActivation(cfg: ActCfg): Activation {
  return { fn: functionOf(cfg), inplace: ACTIVATIONS[cfg.type].takesInplace && (cfg.inplace ?? true) };
}

/** The activation at the end of a block, built straight from the configuration: in place only where it says so. */
export function blockActivation(cfg: ActCfg): Activation {
  return { fn: functionOf(cfg), inplace: cfg.inplace ?? false };
}

function functionOf(cfg: ActCfg): ActivationFunction {
  const given = {
    negativeSlope: cfg.negative_slope,
    alpha: cfg.alpha,
    numParameters: cfg.num_parameters,
    init: cfg.init,
    lower: cfg.lower,
    upper: cfg.upper,
    bias: cfg.bias,
    divisor: cfg.divisor,
    minimum: cfg.min_value,
    maximum: cfg.max_value,
  };
  return activationFunction(
    cfg.type,
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
}

/** A group whose output is that of its last child, in forward order. */
export function closeGroup(
  kind: Group['kind'],
  path: string,
  children: readonly (Group | Layer)[],
  registered?: readonly string[],
): Group {
  const last = children[children.length - 1];
  if (!last) throw new Error(`${path} has no layers`);
  const result = 'result' in last ? last.result : last.path;
  return { kind, path, children, ...(registered ? { registered } : {}), result, output: last.output };
}
