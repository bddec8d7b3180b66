import type { Pass } from './pass';
import { rewrite } from './rewrite';

/** Reductions by the pooling operator they stand for. */
const REDUCTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({ GlobalAveragePool: 'ReduceMean', GlobalMaxPool: 'ReduceMax' }),
);

/**
 * A pool over T, H and W becomes one reduction along the last axis of [N, C, T·H·W]: a channel's values lie side by
 * side, and a reduction shares its work where the pooling kernel of WebGPU gives a whole channel to one thread.
 */
export const flattenPools: Pass = {
  name: 'pools over T, H, W become reductions of [N, C, T·H·W]',
  expects: 'nothing',
  guarantees: 'no global pool is left',
  run: (graph) =>
    rewrite(graph, (node, view, draft) => {
      const reduction = REDUCTIONS.get(node.op);
      const [x = ''] = node.inputs;
      if (!reduction) return null;
      const [n = 0, c = 0, ...sizes] = view.shapeOf(x);
      const to = draft();
      const flat = to.reshape(x, 'flat', [n, c, sizes.reduce((product, size) => product * size, 1)]);
      const pooled = to.node(reduction, 'pooled', [flat], { axes: [2], keepdims: 1 });
      return to.reshape(pooled, 'clip', [n, c, ...sizes.map(() => 1)]);
    }),
};
