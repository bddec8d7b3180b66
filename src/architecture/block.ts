import type { Reference } from '../design/design';
import { activationFunction } from '../layers/activationFunctions';
import type { Group, Layer } from './architecture';
import { addConvModule, blockActivation, closeGroup } from './convModule';
import type { Network } from './network';

/** One bottleneck block (`BlockX3D`). */
export interface Block {
  readonly in: number;
  readonly planes: number;
  readonly out: number;
  /** Along H and W, in conv2 and in the shortcut; time is never strided. */
  readonly stride: number;
  /** A 1×1×1 convolution on the shortcut: where the stage strides or changes width, in its first block. */
  readonly downsample: boolean;
  /** Width of the squeeze, or null without SE. */
  readonly squeeze: number | null;
}

/** Adds a block in forward order: conv1, conv2, se_module, swish, conv3, downsample, sum, relu. */
export function addBlock(network: Network, path: string, input: string, block: Block, reference: Reference): Group {
  const { norm_cfg: norm, act_cfg: act } = reference;
  const module = (name: string, from: string, parts: Partial<Parameters<typeof addConvModule>[3]>) =>
    addConvModule(
      network,
      `${path}.${name}`,
      from,
      {
        in: block.planes,
        out: block.planes,
        kernel: [1, 1, 1],
        stride: [1, 1, 1],
        groups: 1,
        norm,
        act: null,
        ...parts,
      },
      reference,
    );

  const conv1 = module('conv1', input, { in: block.in, act });
  const conv2 = module('conv2', conv1.result, {
    kernel: [3, 3, 3],
    stride: [1, block.stride, block.stride],
    groups: block.planes,
  });
  const se =
    block.squeeze === null
      ? null
      : addSqueezeExcitation(network, `${path}.se_module`, conv2.result, block.planes, block.squeeze);
  // Swish always runs: the reference stores use_swish and never reads it.
  const swish = network.add('activation', `${path}.swish`, { fn: activationFunction('Swish'), inplace: false }, [
    (se ?? conv2).result,
  ]);
  const conv3 = module('conv3', swish.path, { out: block.out });
  const downsample = block.downsample
    ? module('downsample', input, { in: block.in, out: block.out, stride: [1, block.stride, block.stride] })
    : null;
  const sum = network.add('add', `${path}.sum`, {}, [conv3.result, downsample?.result ?? input]);
  const relu = network.add('activation', `${path}.relu`, blockActivation(act), [sum.path]);

  const present = (children: readonly (Group | Layer | null)[]) => children.filter((child) => child !== null);
  const registered = present([downsample, conv1, conv2, swish, conv3, se, relu]).map((child) => child.path);
  return closeGroup('block', path, present([conv1, conv2, se, swish, conv3, downsample, sum, relu]), registered);
}

/** `SEModule`: pool, squeeze, ReLU, excite, sigmoid, and the product, which is no module in the reference. */
function addSqueezeExcitation(network: Network, path: string, input: string, channels: number, squeeze: number): Group {
  const pointwise = { kernel: [1, 1, 1], stride: [1, 1, 1], padding: [0, 0, 0], groups: 1, bias: true } as const;
  const plain = (type: 'ReLU' | 'Sigmoid') => ({ fn: activationFunction(type), inplace: false });
  // The reference builds these with plain nn.Conv3d: conv_cfg and act_cfg do not reach them.
  const fc = (from: number, to: number) => ({ ...pointwise, in: from, out: to, paddingMode: 'zeros' as const });
  return closeGroup('seModule', path, [
    network.add('globalPool', `${path}.avg_pool`, { type: 'avg' }, [input]),
    network.add('conv3d', `${path}.fc1`, fc(channels, squeeze), [`${path}.avg_pool`]),
    network.add('activation', `${path}.relu`, plain('ReLU'), [`${path}.fc1`]),
    network.add('conv3d', `${path}.fc2`, fc(squeeze, channels), [`${path}.relu`]),
    network.add('activation', `${path}.sigmoid`, plain('Sigmoid'), [`${path}.fc2`]),
    network.add('multiply', `${path}.scale`, {}, [input, `${path}.sigmoid`]),
  ]);
}
