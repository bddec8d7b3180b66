import { drawBands } from './channelwiseBands';
import { drawRows, fitsRows } from './channelwiseRows';
import { type Convolution, convolutionOf, isChannelwise } from './convolution';
import { type ChannelwiseForm, expectedCost } from './costs';
import type { Pass } from './pass';
import { type Draft, rewrite } from './rewrite';

/** Each channel-wise convolution in the form that the table of measured costs (costs.ts) expects to be the fastest. */
export const cheapestChannelwise: Pass = {
  name: 'channel-wise 3-D convolutions become what runs fastest on WASM',
  expects: 'weights are constants',
  guarantees: 'a 5-D channel-wise Conv is left only where it is the fastest',
  run: (graph) =>
    rewrite(graph, (node, view, draft) => {
      const conv = convolutionOf(node, view);
      if (!conv || !isChannelwise(conv)) return null;
      const form = cheapestForm(conv);
      return form === 'plain' ? null : DRAW[form](conv, draft(...conv.nodes));
    }),
};

const DRAW: Readonly<Record<Exclude<ChannelwiseForm, 'plain'>, (conv: Convolution, to: Draft) => string>> = {
  bands: drawBands,
  rows: drawRows,
};

/** The cheapest form among those that can compute this convolution. */
export function cheapestForm(conv: Convolution): ChannelwiseForm {
  const [, channels = 1, frames = 1, height = 1, width = 1] = conv.output;
  const measured = { channels, frames, size: Math.sqrt(height * width), stride: conv.stride[1] };
  const forms: readonly ChannelwiseForm[] = fitsRows(conv) ? ['plain', 'bands', 'rows'] : ['plain', 'bands'];
  return forms.reduce((best, form) => (expectedCost(form, measured) < expectedCost(best, measured) ? form : best));
}
