import { frontAxis } from '../onnx/axes';
import { elementCount } from '../tensor/shape';
import { add, affine, bounded, each, leaky, linear, multiply, reciprocal } from './algebra';
import { longAxes } from './axes';
import type { Call, Rule } from './call';
import { type Expression, type Numbers, numbersOf } from './expression';
import { constant, pool, reshape } from './layout';

/** A function of each element that takes no attributes. */
const plain =
  (word: string): Rule =>
  (call) =>
    each(call.table, word, call.input(0));

/** Values of one sum: each makes an expression of its own, far larger than the name by which a file lists it. */
const MOST_SUMMED = 1000;

/** Operators that compute each element from the elements at its place. */
export const NUMBER_RULES: Readonly<Record<string, Rule>> = {
  Add: (call) => add(call.table, call.input(0), call.input(1)),
  Sub: (call) => add(call.table, call.input(0), linear(call.table, call.input(1), -1)),
  Mul: (call) => multiply(call.table, call.input(0), call.input(1)),
  Div: (call) => divided(call, call.input(0), call.input(1)),
  Sum: (call) => {
    const { inputs } = call.node;
    if (inputs.length > MOST_SUMMED) call.refuse(`a sum of more than ${MOST_SUMMED} values is not followed`);
    return inputs.map((_, at) => call.input(at)).reduce((sum, part) => add(call.table, sum, part));
  },
  Pow: (call) => {
    const [x, exponent] = [call.input(0), call.scalar(1)];
    if (exponent === 1) return x;
    if (exponent === 2) return multiply(call.table, x, x);
    if (exponent === 0.5) return each(call.table, 'root', x);
    if (exponent === -1) return reciprocal(call.table, x);
    return each(call.table, 'power', x, { exponent: exponent ?? Number.NaN });
  },
  Neg: (call) => linear(call.table, call.input(0), -1),
  Reciprocal: (call) => reciprocal(call.table, call.input(0)),
  Sqrt: plain('root'),
  Exp: plain('exp'),
  Erf: plain('erf'),
  Abs: plain('magnitude'),
  Log: plain('log'),
  Tanh: plain('tanh'),
  Sigmoid: plain('sigmoid'),
  Softplus: plain('softplus'),
  Mish: plain('mish'),
  Softsign: plain('softsign'),
  Selu: (call) =>
    each(call.table, 'selu', call.input(0), {
      alpha: call.float('alpha', 1.67326),
      gamma: call.float('gamma', 1.0507),
    }),
  Celu: (call) => each(call.table, 'celu', call.input(0), { alpha: call.float('alpha', 1) }),
  Elu: (call) => each(call.table, 'elu', call.input(0), { alpha: call.float('alpha', 1) }),
  ThresholdedRelu: (call) => each(call.table, 'threshold', call.input(0), { alpha: call.float('alpha', 1) }),
  Relu: (call) => bounded(call.table, call.input(0), 0, Number.POSITIVE_INFINITY),
  LeakyRelu: (call) => leaky(call.table, call.input(0), Float64Array.of(call.float('alpha', 0.01)), 1),
  PRelu: (call) => {
    const [x, slope] = [call.input(0), call.input(1)];
    const long = longAxes(slope.shape);
    if (slope.operator !== 'constant' || long.length > 1)
      call.refuse('the slopes of this PRelu are no constant along one axis');
    return leaky(call.table, x, numbersOf(slope, 'data'), (long[0] ?? 0) + x.shape.length - slope.shape.length);
  },
  Clip: (call) => {
    const least = call.scalar(1) ?? call.float('min', Number.NEGATIVE_INFINITY);
    const most = call.scalar(2) ?? call.float('max', Number.POSITIVE_INFINITY);
    // The largest float is what some exporters write for no bound.
    const open = (value: number) => (Math.abs(value) > 3e38 ? Math.sign(value) * Number.POSITIVE_INFINITY : value);
    return bounded(call.table, call.input(0), open(least), open(most));
  },
  Max: (call) => bound(call, Number.NEGATIVE_INFINITY),
  Min: (call) => bound(call, Number.POSITIVE_INFINITY),
  HardSigmoid: (call) => hardSigmoid(call, call.float('alpha', 0.2), call.float('beta', 0.5)),
  HardSwish: (call) => multiply(call.table, call.input(0), hardSigmoid(call, 1 / 6, 0.5)),
  Swish: (call) => gatedBySigmoid(call, call.float('alpha', 1)),
  'com.microsoft.QuickGelu': (call) => gatedBySigmoid(call, call.float('alpha', 1.702)),
  Gelu: (call) => {
    const approximate = call.text('approximate', 'none');
    return each(call.table, approximate === 'none' ? 'gelu' : `gelu ${approximate}`, call.input(0));
  },
  'com.microsoft.Gelu': plain('gelu'),
  Softmax: (call) => softmax(call, 'softmax'),
  LogSoftmax: (call) => softmax(call, 'log softmax'),
  Cast: (call) => {
    call.attribute('saturate');
    const x = call.input(0);
    const to = call.int('to', 1);
    if (x.operator === 'constant' && WHOLE.has(to))
      return constant(call.table, Int32Array.from(numbersOf(x, 'data')), x.shape);
    if (x.operator === 'constant' && FLOATING.has(to))
      return constant(call.table, floating(numbersOf(x, 'data')), x.shape);
    return FLOATING.has(to)
      ? x
      : call.refuse(`this Cast makes element type ${to} of computed values, which no X3D does`);
  },
  BatchNormalization: (call) => {
    call.attribute('momentum');
    call.attribute('is_test');
    if (call.int('spatial', 1) !== 1) call.refuse('this BatchNormalization has a mean for every position');
    const x = call.input(0);
    const [gamma, beta, mean, variance] = [vector(call, 1), vector(call, 2), vector(call, 3), vector(call, 4)];
    const epsilon = call.float('epsilon', 1e-5);
    if (trains(call)) {
      const all = [0, ...Array.from({ length: x.shape.length - 2 }, (_, axis) => axis + 2)];
      return affine(call.table, standardised(call, x, all, epsilon), { axis: 1, scale: gamma, shift: beta });
    }
    const scale = Float64Array.from(gamma, (value, channel) => value / Math.sqrt((variance[channel] ?? 0) + epsilon));
    const shift = Float64Array.from(beta, (value, channel) => value - (mean[channel] ?? 0) * (scale[channel] ?? 0));
    return affine(call.table, x, { axis: 1, scale, shift });
  },
  GroupNormalization: groupNorm,
  InstanceNormalization: (call) => {
    const x = call.input(0);
    const epsilon = call.float('epsilon', 1e-5);
    const normalised = call.table.make({ operator: 'instance norm', inputs: [x], shape: x.shape, facts: { epsilon } });
    return affine(call.table, normalised, { axis: 1, scale: vector(call, 1), shift: vector(call, 2) });
  },
};

/** [N, C, …] as [N, groups, all else], where each group has its own statistics: what our own graphs write. */
function groupNorm(call: Call): Expression {
  call.attribute('stash_type');
  const x = call.input(0);
  const [n = 0] = x.shape;
  const groups = call.int('num_groups', 1);
  const flat = reshape(call.table, x, [n, groups, elementCount(x.shape) / n / groups]);
  const facts = { epsilon: call.float('epsilon', 1e-5) };
  const normalised = call.table.make({ operator: 'instance norm', inputs: [flat], shape: flat.shape, facts });
  const back = reshape(call.table, normalised, x.shape);
  return affine(call.table, back, { axis: 1, scale: vector(call, 1), shift: vector(call, 2) });
}

/** True of a norm over the values themselves; before operator set 14 it is told by its further outputs. */
function trains(call: Call): boolean {
  const { outputs } = call.node;
  return call.int('training_mode', 0) === 1 || (call.opset < 14 && outputs.slice(1).some((name) => name !== ''));
}

/** TensorProto.DataType of float32, float16, float64 and bfloat16; of integers and truth values. */
const FLOATING: ReadonlySet<number> = new Set([1, 10, 11, 16]);
const WHOLE: ReadonlySet<number> = new Set([2, 3, 5, 6, 7, 9]);

const floating = (values: Numbers): Numbers => (values instanceof Int32Array ? Float64Array.from(values) : values);

/** Constant numbers, one for each channel. */
function vector(call: Call, index: number): Numbers {
  const value = call.input(index);
  if (value.operator !== 'constant') call.refuse(`input ${index} of this ${call.node.op} is computed`);
  const data = numbersOf(value, 'data');
  const channels = call.shape[1] ?? 0;
  return data.length === channels
    ? data
    : call.refuse(`input ${index} of this ${call.node.op} has ${data.length} values for ${channels} channels`);
}

function divided(call: Call, x: Expression, y: Expression): Expression {
  if (y.operator !== 'constant') return multiply(call.table, x, reciprocal(call.table, y));
  const inverse = Float64Array.from(numbersOf(y, 'data'), (value) => 1 / value);
  return multiply(call.table, x, constant(call.table, inverse, y.shape));
}

/** (x − mean) / √(variance + ε) with statistics of the values themselves, as our own graphs write it. */
function standardised(call: Call, x: Expression, axes: readonly number[], epsilon: number): Expression {
  const { table } = call;
  const centred = add(table, x, linear(table, pool(table, 'mean', x, axes), -1));
  const variance = pool(table, 'mean', multiply(table, centred, centred), axes);
  return multiply(table, centred, reciprocal(table, each(table, 'root', linear(table, variance, 1, epsilon))));
}

function hardSigmoid(call: Call, alpha: number, beta: number): Expression {
  return bounded(call.table, linear(call.table, call.input(0), alpha, beta), 0, 1);
}

/** x · σ(α x) */
function gatedBySigmoid(call: Call, alpha: number): Expression {
  const x = call.input(0);
  return multiply(call.table, x, each(call.table, 'sigmoid', linear(call.table, x, alpha)));
}

function softmax(call: Call, word: string): Expression {
  const x = call.input(0);
  const axis = frontAxis(call.int('axis', call.opset >= 13 ? -1 : 1), x.shape.length);
  const flattens = call.opset < 13 && axis !== x.shape.length - 1;
  if (flattens) call.refuse(`this ${call.node.op} of operator set ${call.opset} runs over several axes at once`);
  return call.table.make({ operator: word, inputs: [x], shape: x.shape, facts: { axis } });
}

/** Max and Min of a value and a number are bounds. */
function bound(call: Call, none: number): Expression {
  const parts = call.node.inputs.map((_, at) => call.input(at));
  const [x, ...others] = parts.filter(({ operator }) => operator !== 'constant');
  const limits = parts.filter(({ operator }) => operator === 'constant').map((part) => numbersOf(part, 'data'));
  if (!x || others.length > 0 || limits.some(({ length }) => length !== 1))
    return call.refuse(`this ${call.node.op} compares computed values, which no X3D does`);
  const pick = none < 0 ? Math.max : Math.min;
  const limit = limits.reduce((value, [next = none]) => pick(value, next), none);
  return none < 0
    ? bounded(call.table, x, limit, Number.POSITIVE_INFINITY)
    : bounded(call.table, x, Number.NEGATIVE_INFINITY, limit);
}
