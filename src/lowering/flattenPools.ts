import { intsOf } from '../onnx/attributes';
import type { OnnxNode } from '../onnx/graph';
import { elementCount } from '../tensor/shape';
import type { GraphView } from './graphView';
import type { Pass } from './pass';
import { type Draft, rewrite } from './rewrite';

/** Reductions by the pooling operator they stand for. */
const REDUCTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({ GlobalAveragePool: 'ReduceMean', GlobalMaxPool: 'ReduceMax' }),
);

/**
 * A pool over T, H and W becomes one reduction along the last axis of [N, C, T·H·W]: a channel's values lie side by
 * side, and a reduction shares its work where the pooling kernel of WebGPU gives a whole channel to one thread. A pool
 * under a window becomes 2-D ones, the only ones WebGPU has: over space on [N, C·T, H, W], then over time on [N, C, T, H·W].
 */
export const flattenPools: Pass = {
  name: 'pools over T, H, W become reductions of [N, C, T·H·W]',
  guarantees: 'no global pool and no 5-D pool is left',
  run: (graph) =>
    rewrite(graph, (node, view, draft) => {
      const reduction = REDUCTIONS.get(node.op);
      const [x = ''] = node.inputs;
      if (!reduction) return pooledByTwo(node, view, draft);
      const [n = 0, c = 0, ...sizes] = view.shapeOf(x);
      const to = draft();
      const flat = to.reshape(x, 'flat', [n, c, elementCount(sizes)]);
      const pooled = to.node(reduction, 'pooled', [flat], { axes: [2], keepdims: 1 });
      return to.reshape(pooled, 'clip', [n, c, ...sizes.map(() => 1)]);
    }),
};

function pooledByTwo(node: OnnxNode, view: GraphView, draft: () => Draft): string | null {
  const [[x = ''], [y = '']] = [node.inputs, node.outputs];
  const [n = 0, c = 0, t = 0, h = 0, w = 0] = view.shapeOf(x);
  const [, , , outH = 0, outW = 0] = view.shapeOf(y);
  const [kt = 1, kh = 1, kw = 1] = intsOf(node, 'kernel_shape', []);
  const isPlain =
    intsOf(node, 'strides', []).every((each) => each === 1) && intsOf(node, 'pads', []).every((each) => each === 0);
  if (!['AveragePool', 'MaxPool'].includes(node.op) || view.shapeOf(x).length !== 5 || !isPlain) return null;
  const to = draft();
  const under = (value: string, part: string, kernel: readonly number[]) =>
    kernel.every((size) => size === 1)
      ? value
      : to.node(node.op, part, [value], { kernel_shape: kernel, strides: [1, 1], pads: [0, 0, 0, 0] });
  const frames = under(to.reshape(x, 'frames', [n, c * t, h, w]), 'space', [kh, kw]);
  const rows = under(to.reshape(frames, 'rows', [n, c, t, outH * outW]), 'time', [kt, 1]);
  return to.reshape(rows, 'clip', view.shapeOf(y));
}
