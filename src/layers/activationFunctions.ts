import type { ActType } from '../design/design';
import type { ActivationFunction } from './activationFunction';
import { int64List, scalar } from './constants';
import type { OnnxCall, Saved } from './layerOp';

interface ActivationFacts {
  /** Class as a module prints itself. */
  readonly torchClass: string;
  /** mmcv's FLOP counter has a rule for it; the others count nothing (flops_counter.py). */
  readonly countedByMmcv: boolean;
  /** The constructor takes inplace=; mmcv's ConvModule then defaults it to True. */
  readonly takesInplace: boolean;
  onnx(fn: ActivationFunction): readonly OnnxCall[];
  torch(fn: ActivationFunction, inplace: boolean): string;
  /** What autograd keeps; `elements` of the output. */
  saved(inplace: boolean, elements: number): Saved;
}

const single = (op: string, attributes: OnnxCall['attributes'] = {}): readonly OnnxCall[] => [
  { op, from: ['x'], to: 'y', attributes },
];
const keepsOutput = (): Saved => ({ inputs: [], output: true, own: 0 });
const keepsInput = (): Saved => ({ inputs: [0], output: false, own: 0 });
/** The in-place form is differentiated through its result (torch derivatives.yaml: is_result), the other through its input. */
const keepsWhatRemains = (inplace: boolean): Saved => (inplace ? keepsOutput() : keepsInput());
/** In place the input is overwritten, so autograd keeps a copy of it. */
const keepsInputOrCopy = (inplace: boolean, elements: number): Saved =>
  inplace ? { inputs: [], output: false, own: elements } : keepsInput();
const call = (name: string, args: readonly string[], inplace: boolean): string =>
  `nn.${name}(${[...args, ...(inplace ? ['inplace=True'] : [])].join(', ')})`;

/** Every activation the reference accepts by name (`act_cfg.type`), and what is true of each. */
export const ACTIVATIONS: Readonly<Record<ActType, ActivationFacts>> = {
  ReLU: {
    torchClass: 'ReLU',
    countedByMmcv: true,
    takesInplace: true,
    onnx: () => single('Relu'),
    torch: (_, inplace) => call('ReLU', [], inplace),
    saved: keepsOutput,
  },
  LeakyReLU: {
    torchClass: 'LeakyReLU',
    countedByMmcv: true,
    takesInplace: true,
    onnx: (fn) => single('LeakyRelu', { alpha: { float: fn.negativeSlope } }),
    torch: (fn, inplace) => call('LeakyReLU', [`${fn.negativeSlope}`], inplace),
    saved: keepsWhatRemains,
  },
  PReLU: {
    torchClass: 'PReLU',
    countedByMmcv: true,
    takesInplace: false,
    onnx: (fn) =>
      fn.numParameters === 1
        ? [{ op: 'PRelu', from: ['x', 'weight'], to: 'y' }]
        : [
            {
              op: 'Reshape',
              from: ['weight', 'perChannel'],
              to: 'slope',
              constants: { perChannel: int64List([1, fn.numParameters, 1, 1, 1]) },
            },
            { op: 'PRelu', from: ['x', 'slope'], to: 'y' },
          ],
    torch: (fn) => `nn.PReLU(${fn.numParameters}, init=${fn.init})`,
    saved: keepsInput,
  },
  ReLU6: {
    torchClass: 'ReLU6',
    countedByMmcv: true,
    takesInplace: true,
    onnx: () => [{ op: 'Clip', from: ['x', 'zero', 'six'], to: 'y', constants: { zero: scalar(0), six: scalar(6) } }],
    torch: (_, inplace) => call('ReLU6', [], inplace),
    saved: keepsWhatRemains,
  },
  RReLU: {
    torchClass: 'RReLU',
    countedByMmcv: false,
    takesInplace: true,
    onnx: (fn) => single('LeakyRelu', { alpha: { float: (fn.lower + fn.upper) / 2 } }),
    torch: (fn, inplace) => call('RReLU', [`${fn.lower}`, `${fn.upper}`], inplace),
    // The drawn slopes are kept beside what ReLU's other relatives keep.
    saved: (inplace, elements) => ({ ...keepsWhatRemains(inplace), own: elements }),
  },
  ELU: {
    torchClass: 'ELU',
    countedByMmcv: true,
    takesInplace: true,
    onnx: (fn) => single('Elu', { alpha: { float: fn.alpha } }),
    torch: (fn, inplace) => call('ELU', [`alpha=${fn.alpha}`], inplace),
    saved: keepsWhatRemains,
  },
  GELU: {
    torchClass: 'GELU',
    countedByMmcv: false,
    takesInplace: false,
    // x/2 · (1 + erf(x/√2)); a Gelu operator exists from opset 20 only.
    onnx: (): readonly OnnxCall[] => [
      { op: 'Mul', from: ['x', 'inverseRootTwo'], to: 'scaled', constants: { inverseRootTwo: scalar(Math.SQRT1_2) } },
      { op: 'Erf', from: ['scaled'], to: 'erf' },
      { op: 'Add', from: ['erf', 'one'], to: 'shifted', constants: { one: scalar(1) } },
      { op: 'Mul', from: ['x', 'shifted'], to: 'doubled' },
      { op: 'Mul', from: ['doubled', 'half'], to: 'y', constants: { half: scalar(0.5) } },
    ],
    torch: () => 'nn.GELU()',
    saved: keepsInput,
  },
  SiLU: {
    torchClass: 'SiLU',
    countedByMmcv: false,
    takesInplace: true,
    onnx: swish,
    torch: (_, inplace) => call('SiLU', [], inplace),
    saved: keepsInputOrCopy,
  },
  Swish: {
    torchClass: 'Swish',
    countedByMmcv: false,
    takesInplace: false,
    onnx: swish,
    torch: () => 'nn.SiLU()',
    // mmcv writes x * torch.sigmoid(x): the product keeps both factors.
    saved: (_, elements) => ({ inputs: [0], output: false, own: elements }),
  },
  Tanh: {
    torchClass: 'Tanh',
    countedByMmcv: false,
    takesInplace: false,
    onnx: () => single('Tanh'),
    torch: () => 'nn.Tanh()',
    saved: keepsOutput,
  },
  Sigmoid: {
    torchClass: 'Sigmoid',
    countedByMmcv: false,
    takesInplace: false,
    onnx: () => single('Sigmoid'),
    torch: () => 'nn.Sigmoid()',
    saved: keepsOutput,
  },
  HSwish: {
    torchClass: 'Hardswish',
    countedByMmcv: false,
    takesInplace: true,
    onnx: () => single('HardSwish'),
    torch: (_, inplace) => call('Hardswish', [], inplace),
    saved: keepsInputOrCopy,
  },
  HSigmoid: {
    torchClass: 'HSigmoid',
    countedByMmcv: false,
    takesInplace: false,
    onnx: (fn): readonly OnnxCall[] => [
      { op: 'Add', from: ['x', 'bias'], to: 'shifted', constants: { bias: scalar(fn.bias) } },
      { op: 'Div', from: ['shifted', 'divisor'], to: 'divided', constants: { divisor: scalar(fn.divisor) } },
      {
        op: 'Clip',
        from: ['divided', 'minimum', 'maximum'],
        to: 'y',
        constants: { minimum: scalar(fn.minimum), maximum: scalar(fn.maximum) },
      },
    ],
    torch: (fn) => `HSigmoid(${fn.bias}, ${fn.divisor}, ${fn.minimum}, ${fn.maximum})`,
    // (x + bias) / divisor, then clamp_ in place: its input is kept as a copy.
    saved: (_, elements) => ({ inputs: [], output: false, own: elements }),
  },
};

function swish(): readonly OnnxCall[] {
  return [
    { op: 'Sigmoid', from: ['x'], to: 'gate' },
    { op: 'Mul', from: ['x', 'gate'], to: 'y' },
  ];
}
