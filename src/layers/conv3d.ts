import type { PaddingMode } from '../design/design';
import { elementCount, type Shape, ShapeError } from '../tensor/shape';
import { int64 } from '../tensor/tensor';
import { defineLayer, type Initial, KEEPS_INPUT, NO_FLOPS, type OnnxCall, type Triple } from './layerOp';

/** A 3-D convolution. `groups` = `in` makes it channel-wise: each channel is filtered by itself. */
export interface Conv3d {
  readonly in: number;
  readonly out: number;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly padding: Triple;
  readonly groups: number;
  readonly bias: boolean;
  readonly paddingMode: PaddingMode;
}

const weightShape = (c: Conv3d): Shape => [c.out, c.in / c.groups, c.kernel[0], c.kernel[1], c.kernel[2]];

/** Weights that one output sees. */
const fanIn = ({ in: channels, groups, kernel }: Conv3d): number =>
  (channels / groups) * kernel[0] * kernel[1] * kernel[2];

export const conv3d = defineLayer<Conv3d>({
  torchClass: () => 'Conv3d',
  convolution: true,
  outputShape(c, input) {
    if (c.out < 1 || c.groups < 1) throw new ShapeError(`a convolution to ${c.out} channels`, 'width');
    if (input.length !== 5) throw new ShapeError(`expected [N, C, T, H, W], found [${input}]`);
    if (input[1] !== c.in) throw new ShapeError(`expected ${c.in} channels, found ${input[1]}`);
    checkPadding(c, input);
    const output = [input[0] ?? 0, c.out, sizeAfter(c, 0, input), sizeAfter(c, 1, input), sizeAfter(c, 2, input)];
    if (elementCount(output) === 0)
      throw new ShapeError(`kernel ${c.kernel.join('×')} is larger than [${input.slice(2)}]`);
    return output;
  },
  stores(c, sink) {
    sink.parameter('weight', weightShape(c));
    if (c.bias) sink.parameter('bias', [c.out]);
  },
  // init_weights: kaiming_init, normal, fan_out = out · kernel volume, not divided by the groups (mmengine weight_init).
  // mmcv's ConvModule has drawn the same at construction; the SE convolutions, the only ones with a bias, are plain
  // nn.Conv3d, which PyTorch draws uniformly from ±1/√fan_in.
  initial(c): Readonly<Record<string, Initial>> {
    const normal = { deviation: Math.sqrt(2 / (c.out * elementCount(c.kernel))) };
    if (!c.bias) return { weight: { constructed: normal, initialised: normal } };
    const uniform = { bound: 1 / Math.sqrt(fanIn(c)) };
    return {
      weight: { constructed: uniform, initialised: normal },
      bias: { constructed: uniform, initialised: { constant: 0 } },
    };
  },
  /** N·Cout·T·H·W · (Cin/groups)·kT·kH·kW. A bias is not counted. */
  macs: (c, output) => elementCount(output) * fanIn(c),
  // mmcv's counter adds the bias.
  beyondMacs: (c, { output }) => (c.bias ? { mmcv: elementCount(output), mmengine: 0 } : NO_FLOPS),
  onnx(c, { inputs: [input = []] }) {
    const padded = c.paddingMode !== 'zeros' && c.padding.some((p) => p > 0);
    const conv: OnnxCall = {
      op: 'Conv',
      from: [padded ? 'padded' : 'x', 'weight', ...(c.bias ? ['bias'] : [])],
      to: 'y',
      attributes: {
        kernel_shape: c.kernel,
        strides: c.stride,
        pads: padded ? [0, 0, 0, 0, 0, 0] : [...c.padding, ...c.padding],
        group: c.groups,
        dilations: [1, 1, 1],
      },
    };
    return padded ? [...pad(c, input), conv] : [conv];
  },
  torch: (c) =>
    `nn.Conv3d(${c.in}, ${c.out}, (${c.kernel.join(', ')}), stride=(${c.stride.join(', ')}), padding=(${c.padding.join(', ')}), groups=${c.groups}, bias=${c.bias ? 'True' : 'False'}${c.paddingMode === 'zeros' ? '' : `, padding_mode='${c.paddingMode}'`})`,
  window: (c) => ({ kernel: c.kernel, stride: c.stride, padding: c.padding }),
  saved: () => KEEPS_INPUT,
});

/** Positions along an axis after the convolution, at least 0. */
function sizeAfter({ kernel, stride, padding }: Conv3d, axis: 0 | 1 | 2, input: Shape): number {
  return Math.max(0, Math.floor(((input[axis + 2] ?? 0) + 2 * padding[axis] - kernel[axis]) / stride[axis]) + 1);
}

/** PyTorch refuses a border that would need more pixels than the plane has (torch.nn.functional.pad). */
function checkPadding(c: Conv3d, input: Shape): void {
  if (c.paddingMode !== 'reflect' && c.paddingMode !== 'circular') return;
  const smallest = c.paddingMode === 'reflect' ? 1 : 0;
  c.padding.forEach((p, axis) => {
    const size = input[axis + 2] ?? 0;
    if (p > 0 && size < p + smallest)
      throw new ShapeError(
        `${c.paddingMode} padding of ${p} needs at least ${p + smallest} along ${'THW'[axis]}, found ${size}`,
        'padding',
      );
  });
}

/** A border other than zeros, before a convolution without padding. Circular is slices and a concat, as opset 17 has no wrap. */
function pad(c: Conv3d, input: Shape): readonly OnnxCall[] {
  if (c.paddingMode !== 'circular') {
    const mode = c.paddingMode === 'reflect' ? 'reflect' : 'edge';
    const pads = int64([0, 0, ...c.padding, 0, 0, ...c.padding]);
    return [{ op: 'Pad', from: ['x', 'pads'], to: 'padded', attributes: { mode }, constants: { pads } }];
  }
  const axes = [0, 1, 2].filter((axis) => (c.padding[axis] ?? 0) > 0);
  return axes.flatMap((axis, index): OnnxCall[] => {
    const from = index === 0 ? 'x' : `wrapped${axes[index - 1]}`;
    const to = index === axes.length - 1 ? 'padded' : `wrapped${axis}`;
    const p = c.padding[axis] ?? 0;
    const size = input[axis + 2] ?? 0;
    const bounds = {
      [`axes${axis}`]: int64([axis + 2]),
      [`head${axis}From`]: int64([0]),
      [`head${axis}To`]: int64([p]),
      [`tail${axis}From`]: int64([size - p]),
      [`tail${axis}To`]: int64([size]),
    };
    const slice = (part: 'head' | 'tail'): OnnxCall => ({
      op: 'Slice',
      from: [from, `${part}${axis}From`, `${part}${axis}To`, `axes${axis}`],
      to: `${part}${axis}`,
      constants: bounds,
    });
    const concat = { op: 'Concat', from: [`tail${axis}`, from, `head${axis}`], to, attributes: { axis: axis + 2 } };
    return [slice('tail'), slice('head'), concat];
  });
}
