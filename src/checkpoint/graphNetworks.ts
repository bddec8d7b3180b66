import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { WEIGHTED } from './onnxLayers';

/** Outputs that are looked at one by one: the blocks of an X3D, and some. A file with more is taken as one network. */
const MOST_OUTPUTS = 80;

/**
 * The networks of an ONNX file: what its outputs need, apart where they share no weight (a student and its teacher, a
 * stream for each input). One graph, as it is, where all hangs together. An output without weights belongs to the first.
 */
export function networksOf(graph: OnnxGraph): readonly OnnxGraph[] {
  if (graph.outputs.length > MOST_OUTPUTS) return [graph];
  const writer = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const needed = graph.outputs.map(({ name }) => neededBy(name, graph, writer));
  const groups: Network[] = [];
  for (const found of needed.filter(({ weights }) => weights.size > 0)) {
    for (const other of groups.filter(({ weights }) => overlap(weights, found.weights))) {
      groups.splice(groups.indexOf(other), 1);
      merge(found, other);
    }
    groups.push(found);
  }
  const [first, ...others] = groups;
  if (!first || others.length === 0) return [graph];
  for (const without of needed) if (without.weights.size === 0) merge(first, without);
  return groups.map(({ outputs, nodes, values }) => ({
    ...graph,
    inputs: graph.inputs.filter((input) => values.has(input.name)),
    outputs: graph.outputs.filter((output) => outputs.has(output.name)),
    nodes: graph.nodes.filter((node) => nodes.has(node)),
    initializers: new Map([...graph.initializers].filter(([name]) => values.has(name))),
  }));
}

/** What some outputs need. */
interface Network {
  readonly outputs: Set<string>;
  readonly nodes: Set<OnnxNode>;
  readonly values: Set<string>;
  /** Initializers with two axes or more, and nodes that have weights: shapes and scales may be shared by anything. */
  readonly weights: Set<string>;
}

function neededBy(output: string, { initializers }: OnnxGraph, writer: ReadonlyMap<string, OnnxNode>): Network {
  const found: Network = { outputs: new Set([output]), nodes: new Set(), values: new Set(), weights: new Set() };
  const open = [output];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (value === '' || found.values.has(value)) continue;
    found.values.add(value);
    if ((initializers.get(value)?.shape.length ?? 0) > 1) found.weights.add(value);
    const node = writer.get(value);
    if (!node) continue;
    found.nodes.add(node);
    if (WEIGHTED.includes(node.op)) found.weights.add(value);
    for (const input of node.inputs) open.push(input);
  }
  return found;
}

function merge(into: Network, from: Network): void {
  for (const part of ['outputs', 'nodes', 'values', 'weights'] as const)
    for (const each of from[part]) (into[part] as Set<unknown>).add(each);
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const each of a) if (b.has(each)) return true;
  return false;
}
