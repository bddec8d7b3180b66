import type { OnnxGraph, OnnxNode } from './graph';

/** The nodes that a graph's outputs are computed from, in the graph's order. */
export function neededNodes({ nodes, outputs }: Pick<OnnxGraph, 'nodes' | 'outputs'>): readonly OnnxNode[] {
  const needed = new Set(outputs.map(({ name }) => name));
  return nodes
    .toReversed()
    .filter((node) => {
      if (!node.outputs.some((value) => value !== '' && needed.has(value))) return false;
      for (const value of node.inputs) needed.add(value);
      return true;
    })
    .toReversed();
}
