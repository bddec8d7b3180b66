import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { neededNodes } from '../onnx/neededNodes';
import { type Shape, ShapeError } from '../tensor/shape';
import { createCall, type Rule, UnreadNode } from './call';
import { arithmetic, CONSTANT_RULES, numbersIn } from './constantRules';
import { createTable, type Expression, type Table } from './expression';
import { constant, reshape } from './layout';
import { NUMBER_RULES } from './numberRules';
import { SHAPE_RULES } from './shapeRules';
import { WEIGHT_RULES } from './weightRules';

/** Every operator that can be read. */
const RULES: ReadonlyMap<string, Rule> = new Map(
  Object.entries({ ...CONSTANT_RULES, ...NUMBER_RULES, ...SHAPE_RULES, ...WEIGHT_RULES }),
);

/** A graph as expressions of its clip. */
export interface Reading {
  readonly table: Table;
  /** The clip, [N, C, T, H, W]. */
  readonly clip: Expression;
  /** Every value by name. */
  readonly values: ReadonlyMap<string, Expression>;
  /** The nodes that the outputs need, in the graph's order, each with what it reads and computes. */
  readonly nodes: readonly ReadNode[];
  readonly outputs: readonly { readonly name: string; readonly value: Expression }[];
}

/** A node with its inputs and its first output as expressions; an input left out is null. */
export interface ReadNode {
  readonly node: OnnxNode;
  readonly inputs: readonly (Expression | null)[];
  readonly output: Expression;
}

/**
 * Reads a graph at one shape of its clip. Only what the outputs need is read: all of it is understood, or the first
 * node that is not is named. Nothing that takes part in the result is passed over.
 * @param table where the expressions are kept: two graphs that are compared share one
 * @throws UnreadNode
 */
export function interpret(graph: OnnxGraph, clipShape: Shape, table: Table = createTable()): Reading {
  const [input, ...others] = graph.inputs;
  if (!input || others.length > 0)
    throw new UnreadNode(
      others[0]?.name ?? graph.name,
      `the graph has ${graph.inputs.length} inputs, expected one clip`,
    );
  const values = new Map<string, Expression>();
  table.at(input.name);
  const clip = table.make({ operator: 'clip', inputs: [], shape: clipShape });
  values.set(input.name, reshape(table, clip, inputShape(input.name, input.shape, clipShape)));
  const needed = neededNodes(graph);
  const used = new Set(needed.flatMap(({ inputs }) => inputs));
  for (const tensor of graph.initializers.values()) table.brings(tensor.data.length);
  for (const [name, tensor] of graph.initializers) {
    if (!used.has(name)) continue;
    table.at(name);
    values.set(name, constant(table, numbersIn(tensor), tensor.shape));
  }
  const nodes = needed.map((node) => readNode(node, graph.opset, table, values));
  const outputs = graph.outputs.map(({ name }) => {
    const value = values.get(name);
    if (!value) throw new UnreadNode(name, 'no node computes this output');
    return { name, value };
  });
  return { table, clip, values, nodes, outputs };
}

/** The shape of the graph's own input: the clip's, or the clip with views as an axis of its own. */
function inputShape(name: string, declared: Shape, clip: Shape): Shape {
  if (declared.length === clip.length || declared.length === 0) return clip;
  const [n = 1, ...rest] = clip;
  if (declared.length === clip.length + 1) return declared[0] === 1 ? [1, n, ...rest] : [n, 1, ...rest];
  throw new UnreadNode(name, `it has ${declared.length} axes, expected a clip [N, C, T, H, W]`);
}

function readNode(node: OnnxNode, opset: number, table: Table, values: Map<string, Expression>): ReadNode {
  const name = node.name || node.outputs[0] || node.op;
  table.at(name);
  const { call, checkAttributes } = createCall(table, node, opset, values);
  const rule = RULES.get(node.op);
  if (!rule) return call.refuse(`the operator ${node.op} is not known here`);
  const inputs = node.inputs.map((_, index) => call.optional(index));
  const output = guarded(name, node.op, () => arithmetic(call) ?? rule(call));
  checkAttributes();
  const [value = ''] = node.outputs;
  if (value !== '') values.set(value, output);
  return { node, inputs, output };
}

/** Shapes that do not fit are the file's fault, and named with the node. */
function guarded<T>(node: string, op: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ShapeError) throw new UnreadNode(node, `this ${op} does not fit its input: ${error.message}`);
    // The engine's own: an array longer than it can make.
    if (error instanceof RangeError) throw new UnreadNode(node, `this ${op} asks for more values than can be computed`);
    throw error;
  }
}
