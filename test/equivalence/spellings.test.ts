import { expect, test } from 'vitest';
import { createComparison } from '../../src/equivalence/compare';
import { settled } from '../../src/equivalence/contraction';
import { createTable } from '../../src/equivalence/expression';
import { interpret } from '../../src/equivalence/interpret';
import type { OnnxGraph, OnnxNode } from '../../src/onnx/graph';
import { float32, type Tensor } from '../../src/tensor/tensor';

const CLIP = [2, 3, 2, 4, 4];

/** `Mul x gate -> y`, one node a line; numbers are constants, attributes stand behind a semicolon. */
function graphOf(text: string): OnnxGraph {
  const initializers = new Map<string, Tensor>();
  const nodes = text.split('\n').map((line, at): OnnxNode => {
    const [call = '', attributes = '{}'] = line.trim().split(';');
    const [left = '', output = ''] = call.split('->').map((part) => part.trim());
    const [op = '', ...inputs] = left.split(' ');
    for (const input of inputs)
      if (!Number.isNaN(Number(input))) initializers.set(input, float32([], Float32Array.of(Number(input))));
    return { op, name: `n${at}`, inputs, outputs: [output], attributes: JSON.parse(attributes), origins: [] };
  });
  return {
    name: 'g',
    opset: 17,
    inputs: [{ name: 'x', dtype: 'float32', shape: CLIP }],
    outputs: [{ name: 'y', dtype: 'float32', shape: CLIP }],
    initializers,
    nodes,
    metadata: new Map(),
  };
}

/** True where two graphs come to the same expression. */
function agree(a: string, b: string): boolean {
  const table = createTable();
  const settle = settled(table);
  const [first, second] = [a, b].map((text) => interpret(graphOf(text), CLIP, table).outputs[0]?.value);
  if (!first || !second) throw new Error('a graph without an output');
  const { same, mismatches } = createComparison();
  const result = same(settle(first), settle(second));
  expect(mismatches(settle(first), settle(second)).length > 0).toBe(!result);
  return result;
}

const SWISH = 'Sigmoid x -> g\nMul x g -> y';
const GELU = 'Mul x 0.70710678 -> s\nErf s -> e\nAdd e 1 -> o\nMul x o -> d\nMul d 0.5 -> y';
const MEAN = 'ReduceMean x -> y;{"axes":[2,3,4]}';

test.each([
  ['swish, the gate first', SWISH, 'Sigmoid x -> g\nMul g x -> y'],
  ['swish by exponentials', SWISH, 'Neg x -> m\nExp m -> e\nAdd e 1 -> o\nDiv x o -> y'],
  ['swish by tanh', SWISH, 'Mul x 0.5 -> h\nTanh h -> t\nAdd t 1 -> o\nMul h o -> y'],
  ['swish through an Identity and a Dropout', SWISH, 'Identity x -> i\nDropout i -> d\nSigmoid x -> g\nMul d g -> y'],
  ['GELU with the half first', GELU, 'Mul x 0.5 -> h\nDiv x 1.41421356 -> s\nErf s -> e\nAdd 1 e -> o\nMul h o -> y'],
  [
    'GELU with the half on the gate',
    GELU,
    'Div x 1.41421356 -> s\nErf s -> e\nMul e 0.5 -> f\nAdd f 0.5 -> o\nMul x o -> y',
  ],
  ['hard swish by a clip', 'HardSwish x -> y', 'Add x 3 -> a\nClip a 0 6 -> c\nMul x c -> m\nDiv m 6 -> y'],
  ['hard swish by hard sigmoid', 'HardSwish x -> y', 'HardSigmoid x -> h;{"alpha":{"float":0.16666667}}\nMul h x -> y'],
  ['ReLU as a bound', 'Relu x -> y', 'Max x 0 -> y'],
  ['ReLU6 as two bounds', 'Clip x 0 6 -> y', 'Relu x -> r\nMin r 6 -> y'],
  ['a mean as a pool', MEAN, 'GlobalAveragePool x -> y'],
  ['a mean under a window of the whole map', MEAN, 'AveragePool x -> y;{"kernel_shape":[2,4,4]}'],
  ['a mean axis by axis', MEAN, 'ReduceMean x -> t;{"axes":[2]}\nReduceMean t -> y;{"axes":[-1,-2]}'],
  ['a mean as a sum', MEAN, 'ReduceSum x -> s;{"axes":[2,3,4]}\nDiv s 32 -> y'],
  [
    'a mean of turned axes',
    MEAN,
    'Transpose x -> t;{"perm":[0,2,3,4,1]}\nReduceMean t -> m;{"axes":[1,2,3]}\nTranspose m -> y;{"perm":[0,4,1,2,3]}',
  ],
])('%s is the same', (_, a, b) => expect(agree(a, b)).toBe(true));

test.each([
  ['swish and the gate alone', SWISH, 'Sigmoid x -> y'],
  ['swish and a gate of twice the value', SWISH, 'Mul x 2 -> t\nSigmoid t -> g\nMul x g -> y'],
  ['GELU and its approximation by tanh', GELU, 'Mul x 1.702 -> s\nSigmoid s -> g\nMul x g -> y'],
  ['a mean and a maximum', MEAN, 'GlobalMaxPool x -> y'],
  ['means over other axes', MEAN, 'ReduceMean x -> y;{"axes":[3,4]}'],
  ['a window that is smaller', MEAN, 'AveragePool x -> y;{"kernel_shape":[2,2,2]}'],
  ['ReLU and ReLU6', 'Relu x -> y', 'Clip x 0 6 -> y'],
  ['ReLU6 and what is bounded from above alone', 'Clip x 0 6 -> y', 'Min x 6 -> y'],
  ['bounds that differ by a hundredth', 'Clip x 0 6 -> y', 'Clip x 0 6.01 -> y'],
  ['leaky slopes', 'LeakyRelu x -> y', 'LeakyRelu x -> y;{"alpha":{"float":0.02}}'],
  ['axes turned', 'Identity x -> y', 'Transpose x -> y;{"perm":[0,1,2,4,3]}'],
])('%s are not', (_, a, b) => expect(agree(a, b)).toBe(false));

test('a batch norm with further outputs uses statistics of its values, as training does', () => {
  const norm = (outputs: readonly string[], opset: number) => {
    const one = (value: number) => float32([3], new Float32Array(3).fill(value));
    const graph = graphOf('BatchNormalization x w b m v -> y');
    const initializers = new Map(Object.entries({ w: one(2), b: one(1), m: one(0.5), v: one(4) }));
    const [node] = graph.nodes as [OnnxNode];
    return interpret({ ...graph, opset, initializers, nodes: [{ ...node, outputs }] }, CLIP).outputs[0]?.value;
  };
  expect(norm(['y'], 13)).toMatchObject({ operator: 'affine', inputs: [{ operator: 'clip' }] });
  expect(norm(['y', 'mean', 'var', 'saved_mean', 'saved_var'], 13)?.inputs[0]?.operator).toBe('product');
});

test('a constant may be read from the back, as the widths of a border are', () => {
  const table = createTable();
  const widths = (text: string, data: readonly bigint[]) => {
    const graph = graphOf(text);
    const whole = (values: readonly bigint[]): Tensor => ({
      dtype: 'int64',
      shape: [values.length],
      data: BigInt64Array.from(values),
    });
    const constants = { p: whole(data), s: whole([-1n]), e: whole([-9223372036854775807n]), a: whole([0n]) };
    const initializers = new Map([...graph.initializers, ...Object.entries(constants)]);
    return interpret({ ...graph, initializers }, CLIP, table).outputs[0]?.value;
  };
  const turned = widths(
    'Slice p s e a s -> r\nPad x r -> y;{"mode":"edge"}',
    [1, 1, 1, 0, 0, 0, 0, 2, 0, 0].map(BigInt),
  );
  const straight = widths('Pad x p -> y;{"mode":"edge"}', [0, 0, 2, 0, 0, 0, 0, 1, 1, 1].map(BigInt));
  expect(turned).toBe(straight);
});

test('an attribute or an operator that no rule knows is refused by name', () => {
  const read = (text: string) => () => interpret(graphOf(text), CLIP);
  expect(read('Relu x -> y;{"leak":1}')).toThrow('attribute leak of this Relu is not known here');
  expect(read('GridSample x -> y')).toThrow('the operator GridSample is not known here');
});
