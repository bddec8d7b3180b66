import type { ActType } from '../design/design';
import { int64 } from '../tensor/tensor';
import type { ActivationFunction } from './activationFunction';
import { scalar } from './constants';
import { KEEPS_INPUT, KEEPS_NOTHING, KEEPS_OUTPUT, type OnnxCall, type Saved } from './layerOp';

interface ActivationFacts {
  /** Class as a module prints itself, where that is not the activation's own name. */
  readonly torchClass?: string;
  /** What is written to construct it, where that is not its class in torch.nn. */
  readonly written?: string;
  /** mmcv's FLOP counter has a rule for it; the others count nothing (flops_counter.py). */
  readonly countedByMmcv?: true;
  /** The constructor takes inplace=; mmcv's ConvModule then defaults it to True. */
  readonly takesInplace?: true;
  onnx(fn: ActivationFunction): readonly OnnxCall[];
  /** Arguments of the constructor; absent: none. */
  args?(fn: ActivationFunction): readonly (string | number)[];
  /** What autograd keeps; `elements` of the output. */
  saved(inplace: boolean, elements: number): Saved;
}

const single = (op: string, attributes: OnnxCall['attributes'] = {}): readonly OnnxCall[] => [
  { op, from: ['x'], to: 'y', attributes },
];
const keepsOutput = () => KEEPS_OUTPUT;
const keepsInput = () => KEEPS_INPUT;
/** The in-place form is differentiated through its result (torch derivatives.yaml: is_result), the other through its input. */
const keepsWhatRemains = (inplace: boolean): Saved => (inplace ? KEEPS_OUTPUT : KEEPS_INPUT);
/** In place the input is overwritten, so autograd keeps a copy of it. */
const keepsInputOrCopy = (inplace: boolean, elements: number): Saved =>
  inplace ? { ...KEEPS_NOTHING, own: elements } : KEEPS_INPUT;

/** Every activation the reference accepts by name (`act_cfg.type`), and what is true of each. */
export const ACTIVATIONS: Readonly<Record<ActType, ActivationFacts>> = {
  ReLU: {
    countedByMmcv: true,
    takesInplace: true,
    onnx: () => single('Relu'),
    saved: keepsOutput,
  },
  LeakyReLU: {
    countedByMmcv: true,
    takesInplace: true,
    onnx: (fn) => single('LeakyRelu', { alpha: { float: fn.negativeSlope } }),
    args: (fn) => [fn.negativeSlope],
    saved: keepsWhatRemains,
  },
  PReLU: {
    countedByMmcv: true,
    onnx: (fn) =>
      fn.numParameters === 1
        ? [{ op: 'PRelu', from: ['x', 'weight'], to: 'y' }]
        : [
            {
              op: 'Reshape',
              from: ['weight', 'perChannel'],
              to: 'slope',
              constants: { perChannel: int64([1, fn.numParameters, 1, 1, 1]) },
            },
            { op: 'PRelu', from: ['x', 'slope'], to: 'y' },
          ],
    args: (fn) => [fn.numParameters, `init=${fn.init}`],
    saved: keepsInput,
  },
  ReLU6: {
    countedByMmcv: true,
    takesInplace: true,
    onnx: () => [{ op: 'Clip', from: ['x', 'zero', 'six'], to: 'y', constants: { zero: scalar(0), six: scalar(6) } }],
    saved: keepsWhatRemains,
  },
  RReLU: {
    takesInplace: true,
    onnx: (fn) => single('LeakyRelu', { alpha: { float: (fn.lower + fn.upper) / 2 } }),
    args: (fn) => [fn.lower, fn.upper],
    // The drawn slopes are kept beside what ReLU's other relatives keep.
    saved: (inplace, elements) => ({ ...keepsWhatRemains(inplace), own: elements }),
  },
  ELU: {
    countedByMmcv: true,
    takesInplace: true,
    onnx: (fn) => single('Elu', { alpha: { float: fn.alpha } }),
    args: (fn) => [`alpha=${fn.alpha}`],
    saved: keepsWhatRemains,
  },
  GELU: {
    // x/2 · (1 + erf(x/√2)); a Gelu operator exists from opset 20 only.
    onnx: (): readonly OnnxCall[] => [
      { op: 'Mul', from: ['x', 'inverseRootTwo'], to: 'scaled', constants: { inverseRootTwo: scalar(Math.SQRT1_2) } },
      { op: 'Erf', from: ['scaled'], to: 'erf' },
      { op: 'Add', from: ['erf', 'one'], to: 'shifted', constants: { one: scalar(1) } },
      { op: 'Mul', from: ['x', 'shifted'], to: 'doubled' },
      { op: 'Mul', from: ['doubled', 'half'], to: 'y', constants: { half: scalar(0.5) } },
    ],
    saved: keepsInput,
  },
  SiLU: {
    takesInplace: true,
    onnx: swish,
    saved: keepsInputOrCopy,
  },
  Swish: {
    onnx: swish,
    written: 'nn.SiLU',
    // mmcv writes x * torch.sigmoid(x): the product keeps both factors.
    saved: (_, elements) => ({ ...KEEPS_INPUT, own: elements }),
  },
  Tanh: {
    onnx: () => single('Tanh'),
    saved: keepsOutput,
  },
  Sigmoid: {
    onnx: () => single('Sigmoid'),
    saved: keepsOutput,
  },
  HSwish: {
    torchClass: 'Hardswish',
    takesInplace: true,
    onnx: () => single('HardSwish'),
    saved: keepsInputOrCopy,
  },
  HSigmoid: {
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
    written: 'HSigmoid',
    args: (fn) => [fn.bias, fn.divisor, fn.minimum, fn.maximum],
    // (x + bias) / divisor, then clamp_ in place: its input is kept as a copy.
    saved: (_, elements) => ({ ...KEEPS_NOTHING, own: elements }),
  },
};

function swish(): readonly OnnxCall[] {
  return [
    { op: 'Sigmoid', from: ['x'], to: 'gate' },
    { op: 'Mul', from: ['x', 'gate'], to: 'y' },
  ];
}
