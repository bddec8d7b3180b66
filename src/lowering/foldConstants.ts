import { elementCount } from '../tensor/shape';
import { reshaped } from './derived';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

/** A constant in another shape is a constant: the same numbers, not copied. */
export const foldConstants: Pass = {
  name: 'reshaped constants become constants',
  guarantees: 'no Reshape reads a constant',
  run: (graph) =>
    rewrite(graph, (node, view, draft) => {
      const tensor = view.constant(node.inputs[0] ?? '');
      if (node.op !== 'Reshape' || !tensor) return null;
      const shape = view.shapeOf(node.outputs[0] ?? '');
      if (elementCount(shape) !== elementCount(tensor.shape)) return null;
      return draft().constant('constant', reshaped(tensor, shape));
    }),
};
