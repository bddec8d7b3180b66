import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Attribute, OnnxGraph } from '../../src/onnx/graph';
import { inferShapes } from '../../src/onnx/inferShapes';
import { runGraph } from '../../src/runtime/nodeSession';
import { elementCount, type Shape } from '../../src/tensor/shape';
import { float32, type Tensor } from '../../src/tensor/tensor';
import { checkGraph } from './checkGraph';

type Argument = Shape | Tensor | null;

/** One node: a shape is a fed float input, a tensor a constant, null an optional input left out. */
function single(
  op: string,
  args: readonly Argument[],
  attributes: Record<string, Attribute> = {},
  { outputs = 1, opset = 17 } = {},
): OnnxGraph {
  const names = args.map((arg, index) => (arg === null ? '' : `x${index}`));
  const outputNames = Array.from({ length: outputs }, (_, index) => `y${index}`);
  const fed = args.flatMap((arg, index) => (isShape(arg) ? [[`x${index}`, arg] as const] : []));
  const constants = args.flatMap((arg, i) => (arg === null || isShape(arg) ? [] : [[`x${i}`, arg] as const]));
  return {
    name: op,
    opset,
    inputs: fed.map(([name, shape]) => ({ name, dtype: 'float32', shape })),
    outputs: outputNames.map((name) => ({ name, dtype: 'float32', shape: [] })),
    initializers: new Map(constants),
    nodes: [{ op, name: 'node', inputs: names, outputs: outputNames, attributes, origins: [] }],
    metadata: new Map(),
  };
}

function isShape(arg: Argument): arg is Shape {
  return Array.isArray(arg);
}

function ints(...values: number[]): Tensor {
  return { dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) };
}

/** Shapes that onnxruntime finds, which is the authority here. */
async function measured(graph: OnnxGraph): Promise<Shape[]> {
  const feeds = Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, float32(shape)]));
  // A rank declared wrong would be refused, so nothing is declared: the ranks are those inferred, the sizes open.
  const shapes = inferShapes(graph);
  const outputs = graph.outputs.map((output) => ({ ...output, shape: (shapes.get(output.name) ?? []).map(() => -1) }));
  const results = await runGraph({ ...graph, outputs }, feeds);
  return [...results.values()].map(({ shape }) => shape);
}

function inferred(graph: OnnxGraph): Shape[] {
  const shapes = inferShapes(graph);
  return graph.outputs.map(({ name }) => shapes.get(name) ?? []);
}

const clip = [1, 4, 3, 6, 5];
const four = [[4], [4], [4], [4]];
test.each<[string, OnnxGraph]>([
  ['Conv', single('Conv', [clip, [6, 2, 3, 1, 3]], { group: 2, pads: [1, 0, 0, 1, 0, 2], strides: [1, 2, 2] })],
  ['Conv with bias, dilated', single('Conv', [[2, 3, 9], [5, 3, 3], [5]], { dilations: [2] })],
  [
    'Conv padded to the same size',
    single(
      'Conv',
      [
        [1, 1, 7, 8],
        [1, 1, 3, 3],
      ],
      { auto_pad: 'SAME_UPPER', strides: [2, 2] },
    ),
  ],
  [
    'Conv unpadded',
    single(
      'Conv',
      [
        [1, 1, 7, 8],
        [1, 1, 3, 3],
      ],
      { auto_pad: 'VALID' },
    ),
  ],
  ['Mul', single('Mul', [clip, [4, 1, 1, 1]])],
  [
    'Add',
    single('Add', [
      [3, 1],
      [2, 1, 4],
    ]),
  ],
  ['Sub', single('Sub', [[], [2, 3]])],
  ['Div', single('Div', [[2, 3], [3]])],
  ['Max', single('Max', [[2, 1], [3], [1, 1, 1]])],
  ['PRelu', single('PRelu', [clip, [4, 1, 1, 1]])],
  ...[
    'Sigmoid',
    'Relu',
    'Elu',
    'LeakyRelu',
    'HardSigmoid',
    'HardSwish',
    'Erf',
    'Tanh',
    'Sqrt',
    'Identity',
    'Softmax',
    'Clip',
  ].map((op): [string, OnnxGraph] => [op, single(op, [clip])]),
  ['Gelu', single('Gelu', [clip], {}, { opset: 20 })],
  ['QuickGelu', single('com.microsoft.QuickGelu', [clip])],
  ['Reshape', single('Reshape', [clip, ints(0, -1, 15)])],
  ['Reshape to a scalar-like', single('Reshape', [[1, 1], ints(1)])],
  ['Transpose', single('Transpose', [clip], { perm: [0, 2, 1, 3, 4] })],
  ['Transpose reversed', single('Transpose', [[2, 3, 4]])],
  ['Slice', single('Slice', [clip, ints(1, -2), ints(3, 100), ints(3, -1)])],
  ['Slice of all axes', single('Slice', [[4, 5], ints(1, 0), ints(2, -1)])],
  [
    'Concat',
    single(
      'Concat',
      [
        [2, 3],
        [2, 5],
      ],
      { axis: -1 },
    ),
  ],
  ['Split', single('Split', [clip, ints(1, 3)], { axis: 1 }, { outputs: 2 })],
  ['Split in equal parts', single('Split', [clip], { axis: 1 }, { outputs: 2 })],
  ['Pad', single('Pad', [[2, 3], ints(1, 0, 0, 2)])],
  ['Pad of some axes', single('Pad', [clip, ints(1, 2), null, ints(2)], {}, { opset: 18 })],
  ['ReduceMean', single('ReduceMean', [clip], { axes: [2, -1] })],
  ['ReduceMean of everything', single('ReduceMean', [clip], { keepdims: 0 })],
  ['ReduceMax', single('ReduceMax', [clip], { axes: [3, 4], keepdims: 0 })],
  ['ReduceMax with axes as input', single('ReduceMax', [clip, ints(1)], {}, { opset: 18 })],
  ['ReduceSum', single('ReduceSum', [clip, ints(2)], { keepdims: 0 })],
  ['Gemm', single('Gemm', [[3, 4], [5, 4], [5]], { transB: 1 })],
  [
    'MatMul',
    single('MatMul', [
      [2, 1, 3, 4],
      [5, 4, 6],
    ]),
  ],
  ['BatchNormalization', single('BatchNormalization', [clip, ...four])],
  ['InstanceNormalization', single('InstanceNormalization', [clip, [4], [4]])],
  ['GroupNormalization', single('GroupNormalization', [clip, [2], [2]], { num_groups: 2 }, { opset: 18 })],
  ['GlobalAveragePool', single('GlobalAveragePool', [clip])],
  ['GlobalMaxPool', single('GlobalMaxPool', [clip])],
  ['MaxPool', single('MaxPool', [[1, 2, 7, 8]], { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 })],
  ['AveragePool', single('AveragePool', [[1, 2, 7, 8]], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] })],
  ['Flatten', single('Flatten', [clip], { axis: 2 })],
  ['Flatten from 0', single('Flatten', [[2, 3]], { axis: 0 })],
  ['Expand', single('Expand', [[3, 1], ints(2, 1, 4)])],
  ['Tile', single('Tile', [[2, 3], ints(2, 1)])],
  ['Squeeze', single('Squeeze', [[1, 3, 1], ints(-1)])],
  ['Squeeze of all', single('Squeeze', [[1, 3, 1]])],
  ['Unsqueeze', single('Unsqueeze', [[3, 4], ints(0, -1)])],
  ['Gather', single('Gather', [[3, 4], { ...ints(0, 1), shape: [2, 1] }], { axis: 1 })],
])('%s: as onnxruntime has it', async (_, graph) => {
  expect(inferred(graph)).toEqual(await measured(graph));
});

test('any convolution: as onnxruntime has it', async () => {
  const axis = fc.record({
    size: fc.integer({ min: 3, max: 9 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 4 }),
    before: fc.nat(2),
    after: fc.nat(2),
  });
  const cases = fc.tuple(fc.array(axis, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 3 }));
  await fc.assert(
    fc.asyncProperty(cases, async ([axes, group]) => {
      const x = [2, 2 * group, ...axes.map(({ size }) => size)];
      const weight = [3 * group, 2, ...axes.map(({ kernel }) => kernel)];
      const pads = [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)];
      const graph = single('Conv', [x, weight], { group, pads, strides: axes.map(({ stride }) => stride) });
      expect(inferred(graph)).toEqual(await measured(graph));
    }),
    { numRuns: 25 },
  );
});

test('any slice: as onnxruntime has it', async () => {
  const bound = fc.integer({ min: -9, max: 9 });
  const step = fc.integer({ min: -3, max: 3 }).filter((value) => value !== 0);
  await fc.assert(
    fc.asyncProperty(bound, bound, step, async (start, end, by) => {
      const graph = single('Slice', [[2, 6], ints(start), ints(end), ints(1), ints(by)]);
      const [shape] = inferred(graph);
      // An empty result would make the session complain about other things, so it is only counted here.
      if (elementCount(shape ?? []) === 0) return;
      expect([shape]).toEqual(await measured(graph));
    }),
    { numRuns: 40 },
  );
});

test.each<[string, OnnxGraph, RegExp]>([
  [
    'channels that do not divide',
    single(
      'Conv',
      [
        [1, 3, 4],
        [4, 2, 1],
      ],
      { group: 2 },
    ),
    /Conv node: weight 4 × 2 × 1 in 2 group/,
  ],
  ['sizes that do not broadcast', single('Add', [[2], [3]]), /Add node: 2 and 3 do not broadcast/],
  ['a Reshape that loses elements', single('Reshape', [[2, 3], ints(4, -1)]), /2 × 3 does not reshape to 4 × -1/],
  ['a shape that is computed', single('Reshape', [[2, 3], [2]]), /input 1 \(x1\) must be a constant of integers/],
  ['an open size', single('Relu', [[-1, 3]]), /Input x0 leaves a size open/],
  ['an operator we do not know', single('STFT', [[3]]), /STFT node: its output shape is not known/],
  ['an axis that is not there', single('Concat', [[2], [2]], { axis: 1 }), /axis 1 is outside 1 axes/],
])('%s: a ShapeError that names the node', (_, graph, message) => {
  expect(() => inferShapes(graph)).toThrow(message);
});

const relu = single('Relu', [[2, 3]]);
const good: OnnxGraph = { ...relu, outputs: [{ name: 'y0', dtype: 'float32', shape: [2, 3] }] };
const node = { op: 'Relu', name: 'more', inputs: ['x0'], outputs: ['z'], attributes: {}, origins: [] };

test('a good graph has no problems', () => {
  expect(checkGraph(good)).toEqual([]);
});

test.each<[string, OnnxGraph, string]>([
  [
    'an unknown value',
    { ...good, nodes: [...good.nodes, { ...node, inputs: ['nowhere'] }] },
    'Relu more reads nowhere, which is not computed before it.',
  ],
  [
    'the wrong order',
    { ...good, nodes: [{ ...node, inputs: ['y0'] }, ...good.nodes] },
    'Relu more reads y0, which is not computed before it.',
  ],
  [
    'a value defined twice',
    { ...good, nodes: [...good.nodes, { ...node, outputs: ['y0'] }] },
    'Relu more defines y0 a second time.',
  ],
  [
    'a node name taken',
    { ...good, nodes: [...good.nodes, { ...node, name: 'node' }] },
    'Relu node: the name is empty or taken.',
  ],
  [
    'an output that is missing',
    { ...good, outputs: [{ name: 'y', dtype: 'float32', shape: [] }] },
    'Output y is never computed.',
  ],
  [
    'an attribute that does not exist',
    { ...good, nodes: [{ ...node, outputs: ['y0'], attributes: { alpha: 1 } }] },
    'Relu more has an attribute alpha, which Relu does not take.',
  ],
  [
    'an operator that is not known',
    { ...good, nodes: [{ ...node, op: 'Rely', outputs: ['y0'] }] },
    'Rely more: the operator is not known here.',
  ],
  [
    'too many inputs',
    { ...good, nodes: [{ ...node, inputs: ['x0', 'x0'], outputs: ['y0'] }] },
    'Relu more has 2 inputs, expected 1 to 1.',
  ],
  [
    'a declared shape that is wrong',
    { ...good, outputs: [{ name: 'y0', dtype: 'float32', shape: [3, 2] }] },
    'Output y0 is declared 3 × 2 but computed as 2 × 3.',
  ],
  [
    'a tensor of the wrong length',
    { ...good, initializers: new Map([['w', float32([2], new Float32Array(3))]]) },
    'Initializer w holds 3 values for a shape of 2.',
  ],
])('%s is a problem', (_, graph, problem) => {
  expect(checkGraph(graph)).toContain(problem);
});
