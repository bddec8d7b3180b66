import type { Shape } from '../tensor/shape';
import { int64 } from '../tensor/tensor';
import { type Convolution, convolutionOf, isPointwise } from './convolution';
import { reshaped } from './derived';
import type { Pass } from './pass';
import { type Draft, rewrite } from './rewrite';

/**
 * A 1×1×1 convolution does not care how T, H and W are arranged, so it becomes a 2-D one on [N, C, T·H, W], where
 * onnxruntime has a matrix product for it. A spatial stride s survives there as long as frames begin on rows that s
 * divides (H % s = 0); else the rows and columns that are read are sliced out of [N, C·T, H, W] first.
 */
export const flattenPointwise: Pass = {
  name: '1×1×1 convolutions become 2-D on [N, C, T·H, W]',
  expects: 'weights are constants',
  guarantees: 'no 5-D Conv has a 1×1×1 kernel',
  run: (graph) =>
    rewrite(graph, (node, view, draft) => {
      const conv = convolutionOf(node, view);
      if (!conv || !isPointwise(conv) || conv.stride[0] !== 1) return null;
      const to = draft(...conv.nodes);
      const { source, strides } = sampled(conv, to);
      const weight = to.constant('weight', reshaped(conv.weight, conv.weight.shape.slice(0, 4)));
      const bias = conv.bias ? [to.constant('bias', conv.bias)] : [];
      const attributes = { kernel_shape: [1, 1], strides, pads: [0, 0, 0, 0], group: 1 };
      return to.reshape(to.node('Conv', 'conv', [source, weight, ...bias], attributes), 'clip', conv.output);
    }),
};

/** The source as [N, C, T·H, W], and the stride left to the convolution. */
function sampled({ source, input, output, stride }: Convolution, to: Draft): { source: string; strides: Shape } {
  const [n = 0, c = 0, t = 0, h = 0, w = 0] = input;
  const [, sh, sw] = stride;
  if (h % sh === 0) return { source: to.reshape(source, 'rows', [n, c, t * h, w]), strides: [sh, sw] };
  const [, , , outH = 0, outW = 0] = output;
  const frames = to.reshape(source, 'frames', [n, c * t, h, w]);
  const integers = (part: string, values: readonly number[]) => to.constant(part, int64(values));
  const [from, until] = [integers('from', [0, 0]), integers('until', [h, w])];
  const slice = to.node('Slice', 'sampled', [
    frames,
    from,
    until,
    integers('axes', [2, 3]),
    integers('steps', [sh, sw]),
  ]);
  return { source: to.reshape(slice, 'rows', [n, c, t * outH, outW]), strides: [1, 1] };
}
