import type { Attribute, OnnxGraph, OnnxNode } from '../../src/onnx/graph';
import { inferShapes } from '../../src/onnx/inferShapes';
import { type Shape, ShapeError, sameShape } from '../../src/tensor/shape';
import { float32, type Tensor } from '../../src/tensor/tensor';

/** A changed graph, and what was changed. */
export interface Mutation {
  readonly what: string;
  readonly graph: OnnxGraph;
}

/** Draws numbers in [0, 1). */
export type Uniform = () => number;

/** One random change of a graph: an attribute, an operator, a constant, the wiring, the outputs. Null where it finds no place. */
export function mutate(graph: OnnxGraph, uniform: Uniform): Mutation | null {
  return pick(uniform, MUTATIONS)(graph, uniform);
}

type Mutate = (graph: OnnxGraph, uniform: Uniform) => Mutation | null;

const pick = <T>(uniform: Uniform, list: readonly T[]): T => list[Math.floor(uniform() * list.length)] as T;

const withNode = (graph: OnnxGraph, old: OnnxNode, ...nodes: OnnxNode[]): OnnxGraph => ({
  ...graph,
  nodes: graph.nodes.flatMap((node) => (node === old ? nodes : [node])),
});

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each));

/** A change of one attribute that a node has. */
const changeAttribute: Mutate = (graph, uniform) => {
  const nodes = graph.nodes.filter(({ attributes }) => Object.keys(attributes).length > 0);
  if (nodes.length === 0) return null;
  const node = pick(uniform, nodes);
  const name = pick(uniform, Object.keys(node.attributes));
  const value = changed(node.attributes[name] as Attribute, name, uniform);
  const what = `${node.op} ${node.name}: ${name} ${textOf(node.attributes[name])} → ${textOf(value)}`;
  return { what, graph: withNode(graph, node, { ...node, attributes: { ...node.attributes, [name]: value } }) };
};

function changed(value: Attribute, name: string, uniform: Uniform): Attribute {
  if (typeof value === 'number') return value === 0 || value === 1 ? 1 - value : value + pick(uniform, [-1, 1]);
  if (typeof value === 'string') return pick(uniform, ['reflect', 'edge', 'constant', 'SAME_UPPER', 'VALID']);
  if ('float' in value)
    return { float: value.float * pick(uniform, [0.5, 0.9, 1.1, 100]) + pick(uniform, [0, 0, 0.1]) };
  if ('floats' in value || 'tensor' in value) return value;
  if (name === 'perm') return [...value].reverse();
  const at = Math.floor(uniform() * value.length);
  return value.map((each, index) => (index === at ? Math.max(0, each + pick(uniform, [-1, 1, 1])) : each));
}

/** An attribute that a node did not have. */
const addAttribute: Mutate = (graph, uniform) => {
  const additions: readonly (readonly [op: string, name: string, value: Attribute])[] = [
    ['Conv', 'auto_pad', 'SAME_UPPER'],
    ['Conv', 'auto_pad', 'VALID'],
    ['Conv', 'auto_pad', 'SAME_LOWER'],
    ['Conv', 'dilations', [1, 2, 2]],
    ['Conv', 'dilations', [2, 1, 1]],
    ['Gemm', 'alpha', { float: 0.5 }],
    ['Gemm', 'beta', { float: 2 }],
    ['BatchNormalization', 'training_mode', 1],
  ];
  const [op, name, value] = pick(uniform, additions);
  const nodes = graph.nodes.filter((node) => node.op === op);
  if (nodes.length === 0) return null;
  const node = pick(uniform, nodes);
  return {
    what: `${node.op} ${node.name}: ${name} ${JSON.stringify(value)}`,
    graph: withNode(graph, node, { ...node, attributes: { ...node.attributes, [name]: value } }),
  };
};

/** Operators of one input that may stand for one another. */
const UNARY: readonly (readonly [op: string, attributes: OnnxNode['attributes']])[] = [
  ['Relu', {}],
  ['Sigmoid', {}],
  ['Tanh', {}],
  ['Elu', { alpha: { float: 0.7 } }],
  ['LeakyRelu', { alpha: { float: 0.2 } }],
  ['HardSwish', {}],
  ['HardSigmoid', {}],
  ['Identity', {}],
  ['Softplus', {}],
  ['Neg', {}],
  ['Abs', {}],
];

const SWAPS: Readonly<Record<string, readonly string[]>> = {
  GlobalAveragePool: ['GlobalMaxPool'],
  GlobalMaxPool: ['GlobalAveragePool'],
  ReduceMean: ['ReduceMax', 'ReduceSum'],
  Add: ['Sub', 'Mul', 'Max'],
  Mul: ['Add', 'Div', 'Min'],
  Sub: ['Add'],
  Div: ['Mul'],
};

/** Another operator in the place of one. */
const swapOperator: Mutate = (graph, uniform) => {
  const unary = new Set(UNARY.map(([op]) => op));
  const node = pick(
    uniform,
    graph.nodes.filter(({ op }) => unary.has(op) || op in SWAPS),
  );
  if (!node) return null;
  const [op, attributes] = unary.has(node.op)
    ? pick(
        uniform,
        UNARY.filter(([other]) => other !== node.op),
      )
    : ([pick(uniform, SWAPS[node.op] ?? []), node.op === 'ReduceMean' ? node.attributes : {}] as const);
  return { what: `${node.op} ${node.name} → ${op}`, graph: withNode(graph, node, { ...node, op, attributes }) };
};

/** A change of one value of one constant; small ones (bounds, sizes, axes) more often than weights. */
const changeConstant: Mutate = (graph, uniform) => {
  const all = [...graph.initializers];
  const small = all.filter(([, { data }]) => data.length <= 12);
  const pool = small.length > 0 && uniform() < 0.7 ? small : all;
  if (pool.length === 0) return null;
  const [name, tensor] = pick(uniform, pool);
  const at = Math.floor(uniform() * tensor.data.length);
  const data = tensor.data.slice();
  if (data instanceof BigInt64Array) data[at] = (data[at] ?? 0n) + pick(uniform, [-1n, 1n]);
  else data[at] = (data[at] ?? 0) * pick(uniform, [0.5, 0.98, 1.5]) + pick(uniform, [0, 0.25]);
  const initializers = new Map(graph.initializers).set(name, { ...tensor, data } as Tensor);
  return { what: `constant ${name}[${at}]: ${tensor.data[at]} → ${data[at]}`, graph: { ...graph, initializers } };
};

/** The shapes of all values; null for a graph whose shapes cannot be told. */
function shapesOf(graph: OnnxGraph): ReadonlyMap<string, Shape> | null {
  try {
    return inferShapes(graph);
  } catch (error) {
    if (error instanceof ShapeError) return null;
    throw error;
  }
}

/** A node reads another value of the same shape. */
const rewire: Mutate = (graph, uniform) => {
  const shapes = shapesOf(graph);
  if (!shapes) return null;
  const index = Math.floor(uniform() * graph.nodes.length);
  const node = graph.nodes[index] as OnnxNode;
  const place = Math.floor(uniform() * node.inputs.length);
  const [name, shape] = [node.inputs[place] ?? '', shapes.get(node.inputs[place] ?? '')];
  const earlier = [
    ...graph.inputs.map((input) => input.name),
    ...graph.initializers.keys(),
    ...graph.nodes.slice(0, index).flatMap(({ outputs }) => outputs),
  ].filter((value) => value !== name && shape && sameShape(shapes.get(value) ?? [-1], shape));
  if (earlier.length === 0) return null;
  const other = pick(uniform, earlier);
  const inputs = node.inputs.map((value, at) => (at === place ? other : value));
  return {
    what: `${node.op} ${node.name} reads ${other} for ${name}`,
    graph: withNode(graph, node, { ...node, inputs }),
  };
};

/** A node's two inputs change places. */
const swapInputs: Mutate = (graph, uniform) => {
  const nodes = graph.nodes.filter(({ inputs }) => inputs.length === 2);
  if (nodes.length === 0) return null;
  const node = pick(uniform, nodes);
  return {
    what: `${node.op} ${node.name}: inputs swapped`,
    graph: withNode(graph, node, { ...node, inputs: node.inputs.toReversed() }),
  };
};

/** A node that keeps its input's shape is left out. */
const leaveOut: Mutate = (graph, uniform) => {
  const shapes = shapesOf(graph);
  const nodes = graph.nodes.filter(({ inputs, outputs }) =>
    sameShape(shapes?.get(inputs[0] ?? '') ?? [-1], shapes?.get(outputs[0] ?? '') ?? [-2]),
  );
  if (nodes.length === 0) return null;
  const node = pick(uniform, nodes);
  const through: OnnxNode = { ...node, op: 'Identity', inputs: node.inputs.slice(0, 1), attributes: {} };
  return { what: `${node.op} ${node.name} is left out`, graph: withNode(graph, node, through) };
};

/** Nodes to be put on a value: a function, a scale, a border that is cut off again, axes turned and turned back. */
const INSERTED: readonly ((value: string, name: string, shape: Shape) => Pick<OnnxGraph, 'nodes' | 'initializers'>)[] =
  [
    ...UNARY.map(([op, attributes]) => (value: string, name: string) => ({
      nodes: [{ op, name, inputs: [value], outputs: [name], attributes, origins: [] }],
      initializers: new Map(),
    })),
    ...['Mul', 'Add'].map((op) => (value: string, name: string) => ({
      nodes: [{ op, name, inputs: [value, `${name}/number`], outputs: [name], attributes: {}, origins: [] }],
      initializers: new Map([[`${name}/number`, float32([], Float32Array.of(1.25))]]),
    })),
    (value, name, shape) => ({
      nodes: [
        {
          op: 'Mul',
          name,
          inputs: [value, `${name}/perChannel`],
          outputs: [name],
          attributes: {},
          origins: [],
        },
      ],
      initializers: new Map([
        [
          `${name}/perChannel`,
          float32(
            [1, shape[1] ?? 1, ...shape.slice(2).map(() => 1)],
            Float32Array.from({ length: shape[1] ?? 1 }, (_, at) => 1 + at / 16),
          ),
        ],
      ]),
    }),
    (value, name, shape) => ({
      nodes: [
        {
          op: 'Transpose',
          name,
          inputs: [value],
          outputs: [name],
          attributes: { perm: shape.map((_, axis) => (shape.length < 5 || axis < 3 ? axis : 7 - axis)) },
          origins: [],
        },
      ],
      initializers: new Map(),
    }),
    (value, name) => ({
      nodes: [{ op: 'Softmax', name, inputs: [value], outputs: [name], attributes: { axis: 1 }, origins: [] }],
      initializers: new Map(),
    }),
  ];

/** A value is worked on before anybody reads it. */
const insert: Mutate = (graph, uniform) => {
  const shapes = shapesOf(graph);
  if (!shapes) return null;
  const values = [...graph.inputs.map(({ name }) => name), ...graph.nodes.flatMap(({ outputs }) => outputs)];
  const value = pick(uniform, values);
  const name = 'inserted';
  const { nodes, initializers } = pick(uniform, INSERTED)(value, name, shapes.get(value) ?? []);
  const reading = (node: OnnxNode): OnnxNode => ({
    ...node,
    inputs: node.inputs.map((input) => (input === value ? name : input)),
  });
  const maker = graph.nodes.findIndex(({ outputs }) => outputs.includes(value));
  const isOutput = graph.outputs.some((output) => output.name === value);
  // An output keeps its name: what made it makes another value, and the inserted node the output.
  const moved = isOutput
    ? [
        ...graph.nodes
          .slice(0, maker + 1)
          .map((node, at) => (at === maker ? { ...node, outputs: [`${value}/before`] } : node)),
        ...nodes.map((node) => ({
          ...node,
          inputs: node.inputs.map((input) => (input === value ? `${value}/before` : input)),
          outputs: node.outputs.map((output) => (output === name ? value : output)),
        })),
        ...graph.nodes.slice(maker + 1),
      ]
    : [...graph.nodes.slice(0, maker + 1), ...nodes, ...graph.nodes.slice(maker + 1).map(reading)];
  return {
    what: `${nodes.map(({ op }) => op)} after ${value}`,
    graph: { ...graph, nodes: moved, initializers: new Map([...graph.initializers, ...initializers]) },
  };
};

/** Another value is the graph's output. */
const otherOutput: Mutate = (graph, uniform) => {
  const shapes = shapesOf(graph);
  const value = pick(
    uniform,
    graph.nodes.flatMap(({ outputs }) => outputs),
  );
  const shape = shapes?.get(value);
  return shape
    ? { what: `output ${value}`, graph: { ...graph, outputs: [{ name: value, dtype: 'float32', shape }] } }
    : null;
};

const MUTATIONS: readonly Mutate[] = [
  ...[changeAttribute, changeAttribute, changeAttribute, changeAttribute],
  ...[addAttribute, swapOperator, swapOperator, changeConstant, changeConstant],
  ...[rewire, swapInputs, leaveOut, insert, insert, otherOutput],
];
