import { convolutionOf, isChannelwise } from './convolution';
import { reshaped } from './derived';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

/**
 * A channel-wise convolution over time alone (the stem's 5×1×1) becomes a depthwise 2-D one of kernel 5×1 on
 * [N, C, T, H·W]: the same numbers in the same order, so nothing is copied.
 */
export const temporalRows: Pass = {
  name: 'channel-wise convolutions over time become depthwise on [N, C, T, H·W]',
  expects: 'weights are constants',
  guarantees: 'no zero-padded 5-D channel-wise Conv has a k×1×1 kernel',
  run: (graph) =>
    rewrite(graph, (node, view, draft) => {
      const conv = convolutionOf(node, view);
      if (!conv || !isChannelwise(conv) || conv.lists.size > 0) return null;
      const [kernel, kh, kw] = conv.kernel;
      const { before, after } = conv.pads;
      const aside = [kh, kw, conv.stride[1], conv.stride[2]].some((k) => k !== 1);
      if (aside || before[1] + before[2] + after[1] + after[2] > 0) return null;
      const [n = 0, c = 0, t = 0, h = 0, w = 0] = conv.input;
      const to = draft(...conv.nodes);
      const columns = to.reshape(conv.source, 'columns', [n, c, t, h * w]);
      const weight = to.constant('weight', reshaped(conv.weight, [c, 1, kernel, 1]));
      const bias = conv.bias ? [to.constant('bias', conv.bias)] : [];
      const filtered = to.node('Conv', 'conv', [columns, weight, ...bias], {
        kernel_shape: [kernel, 1],
        strides: [conv.stride[0], 1],
        pads: [before[0], 0, after[0], 0],
        group: c,
      });
      return to.reshape(filtered, 'clip', conv.output);
    }),
};
