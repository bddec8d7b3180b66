import { activationFunction } from '../layers/activationFunction';
import type { Conv3d } from '../layers/conv3d';
import { ONES, ZEROS } from '../layers/layerOp';
import { addConvModule } from './convModule';
import type { LayerSink } from './layerSink';
import type { Materials } from './materials';

/** One bottleneck block (`BlockX3D`). */
interface Block {
  readonly in: number;
  readonly planes: number;
  readonly out: number;
  /** Along H and W, in conv2 and in the shortcut; time is never strided. */
  readonly stride: number;
  /** A 1×1×1 convolution on the shortcut: where the stage strides or changes width, in its first block. */
  readonly downsample: boolean;
  /** Width of the squeeze, or null without SE. */
  readonly squeeze: number | null;
  /** How many blocks of its stage are like it, itself among them. */
  readonly times: number;
}

const SWISH = { fn: activationFunction('Swish'), inplace: false };
const RELU = { fn: activationFunction('ReLU'), inplace: false };
const SIGMOID = { fn: activationFunction('Sigmoid'), inplace: false };

/** The order in which the reference registers a block's modules. */
const REGISTERED = ['downsample', 'conv1', 'conv2', 'swish', 'conv3', 'se_module', 'relu'];

/** Adds a block in forward order: conv1, conv2, se_module, swish, conv3, downsample, sum, relu. */
export function addBlock<V, G>(
  sink: LayerSink<V, G>,
  materials: Materials,
  name: string,
  input: V,
  { in: channels, planes, out, stride, downsample, squeeze, times }: Block,
): { readonly group: G; readonly output: V } {
  const conv1 = { name: 'conv1', input, in: channels, out: planes, norm: true, act: true };
  const shortcut = { name: 'downsample', input, in: channels, out, stride, norm: true, act: false };
  sink.open('block', name, times);
  const expanded = addConvModule(sink, materials, conv1);
  const filtered = addConvModule(sink, materials, {
    name: 'conv2',
    input: expanded,
    in: planes,
    out: planes,
    kernel: CUBE,
    stride,
    groups: planes,
    norm: true,
    act: false,
  });
  const gated = squeeze === null ? filtered : addSqueezeExcitation(sink, filtered, planes, squeeze);
  // Swish always runs: the reference stores use_swish and never reads it.
  const swish = sink.layer('activation', 'swish', SWISH, [gated]);
  const conv3 = { name: 'conv3', input: swish, in: planes, out, norm: true, act: false };
  const projected = addConvModule(sink, materials, conv3);
  const kept = downsample ? addConvModule(sink, materials, shortcut) : input;
  const sum = sink.layer('add', 'sum', {}, [projected, kept]);
  const output = sink.layer('activation', 'relu', materials.act.afterSum, [sum]);
  return { group: sink.close('block', REGISTERED), output };
}

const CUBE = [3, 3, 3] as const;

/** `SEModule`: pool, squeeze, ReLU, excite, sigmoid, and the product, which is no module in the reference. */
function addSqueezeExcitation<V, G>(sink: LayerSink<V, G>, input: V, channels: number, squeeze: number): V {
  sink.open('seModule', 'se_module', 1);
  const pooled = sink.layer('globalPool', 'avg_pool', { type: 'avg' }, [input]);
  const squeezed = sink.layer('conv3d', 'fc1', pointwise(channels, squeeze), [pooled]);
  const relu = sink.layer('activation', 'relu', RELU, [squeezed]);
  const excited = sink.layer('conv3d', 'fc2', pointwise(squeeze, channels), [relu]);
  const gate = sink.layer('activation', 'sigmoid', SIGMOID, [excited]);
  const product = sink.layer('multiply', 'scale', {}, [input, gate]);
  sink.close('seModule');
  return product;
}

/** A plain nn.Conv3d with a bias: conv_cfg and act_cfg do not reach what the reference builds SE of. */
function pointwise(from: number, to: number): Conv3d {
  return {
    in: from,
    out: to,
    kernel: ONES,
    stride: ONES,
    padding: ZEROS,
    groups: 1,
    bias: true,
    paddingMode: 'zeros',
  };
}
