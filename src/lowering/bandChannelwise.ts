import { drawBands } from './channelwiseBands';
import { convolutionOf, isChannelwise } from './convolution';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

/** Every channel-wise convolution as bands over frames (`drawBands`): few kernels, which is what counts on a GPU. */
export const bandChannelwise: Pass = {
  name: 'channel-wise 3-D convolutions become grouped 2-D ones over frames',
  expects: 'weights are constants',
  guarantees: 'no 5-D Conv is channel-wise',
  run: (graph) =>
    rewrite(graph, (node, view, draft) => {
      const conv = convolutionOf(node, view);
      return conv && isChannelwise(conv) ? drawBands(conv, draft(...conv.nodes)) : null;
    }),
};
