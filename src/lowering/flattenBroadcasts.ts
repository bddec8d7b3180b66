import { elementCount, type Shape } from '../tensor/shape';
import { elementwiseParts } from './elementwise';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

/**
 * An element-wise operator that repeats a value per channel over T, H and W (the SE product, an unfolded norm's scale)
 * works on [N, C, T·H·W] and [N, C, 1]: two axes fewer to compute an index from.
 */
export const flattenBroadcasts: Pass = {
  name: 'per-channel products and sums work on [N, C, T·H·W]',
  guarantees: 'no element-wise operator repeats [N, C, 1, 1, 1] over 5 axes',
  run: (graph) =>
    rewrite(graph, (node, view, draft) => {
      const parts = elementwiseParts(node, view);
      const output = view.shapeOf(node.outputs[0] ?? '');
      if (!parts?.includes('repeated') || output.length !== 5) return null;
      const shapes = node.inputs.map((name): Shape => (name === '' ? [] : view.shapeOf(name)));
      const perChannel = (shape: Shape) => shape.length === 5 && shape.slice(2).every((size) => size === 1);
      if (!parts.every((part, i) => part !== 'repeated' || perChannel(shapes[i] ?? []))) return null;
      const flat = ([n = 1, c = 1, ...sizes]: Shape): Shape => [n, c, elementCount(sizes)];
      const to = draft();
      const inputs = node.inputs.map((name, i) =>
        parts[i] === 'scalar' ? name : to.reshape(name, 'flat', flat(shapes[i] ?? [])),
      );
      return to.reshape(to.node(node.op, 'product', inputs, node.attributes), 'clip', output);
    }),
};
