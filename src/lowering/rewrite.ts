import type { Attribute, OnnxGraph, OnnxNode } from '../onnx/graph';
import { neededNodes } from '../onnx/neededNodes';
import type { Shape } from '../tensor/shape';
import { int64, type Tensor } from '../tensor/tensor';
import { type GraphView, viewOf } from './graphView';
import { originsOf } from './origin';

/**
 * Looks at one node and either leaves it (null) or draws what computes its output instead. Nodes it reads past (the
 * convolution before a norm) are dropped when nothing else needs them.
 */
type Rule = (node: OnnxNode, view: GraphView, draft: (...replaced: OnnxNode[]) => Draft) => string | null;

/** Nodes being drawn in place of one node. Each call returns the name of the value it makes. */
export interface Draft {
  /** Adds a node; `part` tells the values drawn in one place apart: `rows`, `conv`. */
  node(op: string, part: string, inputs: readonly string[], attributes?: Readonly<Record<string, Attribute>>): string;
  /** Adds a copy of a node that reads something else. It goes on serving the layers that the node did, and no others. */
  again(node: OnnxNode, part: string, inputs: readonly string[], attributes?: OnnxNode['attributes']): string;
  reshape(value: string, part: string, shape: Shape): string;
  constant(part: string, tensor: Tensor): string;
  /** A constant that is the same wherever it has this name, and is written once. */
  shared(name: string, make: () => Tensor): string;
}

/** Offers every node to the rule, in order, and returns the graph with the replacements in place. */
export function rewrite(graph: OnnxGraph, rule: Rule): OnnxGraph {
  const view = viewOf(graph);
  const nodes: OnnxNode[] = [];
  const initializers = new Map(graph.initializers);
  const taken = new Set([...initializers.keys(), ...graph.nodes.flatMap((node) => [node.name, ...node.outputs])]);
  const renamed = new Map<string, string>();
  for (const original of graph.nodes) {
    const node = readingFrom(original, renamed);
    const drawn: OnnxNode[] = [];
    const [output = ''] = node.outputs;
    const result = rule(node, view, (...replaced) => startDraft(node, replaced, { drawn, initializers, taken }));
    if (result === null) {
      nodes.push(node);
      continue;
    }
    const last = drawn.find(({ outputs }) => outputs.includes(result));
    if (last) {
      const final = {
        ...last,
        name: node.name,
        outputs: last.outputs.map((name) => (name === result ? output : name)),
      };
      const order = drawn.map((other) => (other === last ? final : readingFrom(other, new Map([[result, output]]))));
      nodes.push(...order);
    } else if (view.isOutput(output)) {
      nodes.push({ ...node, op: 'Identity', inputs: [result], outputs: [output], attributes: {} });
    } else {
      renamed.set(output, result);
    }
  }
  return withoutDeadCode({ ...graph, nodes, initializers });
}

/** The graph without nodes and constants that no output needs. */
export function withoutDeadCode(graph: OnnxGraph): OnnxGraph {
  const nodes = neededNodes(graph);
  const needed = new Set([...graph.outputs.map(({ name }) => name), ...nodes.flatMap(({ inputs }) => inputs)]);
  const initializers = new Map([...graph.initializers].filter(([name]) => needed.has(name)));
  return { ...graph, nodes, initializers };
}

function readingFrom(node: OnnxNode, renamed: ReadonlyMap<string, string>): OnnxNode {
  if (!node.inputs.some((value) => renamed.has(value))) return node;
  return { ...node, inputs: node.inputs.map((value) => renamed.get(value) ?? value) };
}

interface Canvas {
  readonly drawn: OnnxNode[];
  readonly initializers: Map<string, Tensor>;
  readonly taken: Set<string>;
}

function startDraft(anchor: OnnxNode, replaced: readonly OnnxNode[], canvas: Canvas): Draft {
  const { drawn, initializers, taken } = canvas;
  const origins = originsOf([...replaced, anchor]);
  const fresh = (part: string): string => {
    const name = `${anchor.name}/${part}`;
    let unique = name;
    for (let count = 2; taken.has(unique); count++) unique = `${name}${count}`;
    taken.add(unique);
    return unique;
  };
  const add: Draft['node'] = (op, part, inputs, attributes = {}) => {
    const name = fresh(part);
    drawn.push({ op, name, inputs, outputs: [name], attributes, origins });
    return name;
  };
  const shared: Draft['shared'] = (name, make) => {
    taken.add(name);
    if (!initializers.has(name)) initializers.set(name, make());
    return name;
  };
  return {
    node: add,
    again(node, part, inputs, attributes = node.attributes) {
      const name = fresh(part);
      drawn.push({ ...node, name, inputs, outputs: [name], attributes });
      return name;
    },
    constant(part, tensor) {
      const name = fresh(part);
      initializers.set(name, tensor);
      return name;
    },
    shared,
    reshape: (value, part, shape) =>
      add('Reshape', part, [value, shared(`shape:${shape.join('×')}`, () => int64(shape))]),
  };
}
