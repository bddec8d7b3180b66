import { drawBands } from './channelwiseBands';
import { drawPhases, pointwiseBefore } from './channelwisePhases';
import { drawRows, fitsRows } from './channelwiseRows';
import { type Convolution, convolutionOf, isChannelwise } from './convolution';
import { type ChannelwiseForm, expectedCost } from './costs';
import type { GraphView } from './graphView';
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
      const forms = formsOf(conv, view);
      return forms[cheapestForm(conv, forms)]?.(draft(...conv.nodes)) ?? null;
    }),
};

/** The forms that can compute a convolution, each with what draws it; null leaves it as it is. */
type DrawnForms = Readonly<Partial<Record<ChannelwiseForm, ((to: Draft) => string) | null>>>;

/** What the graph allows for a channel-wise convolution. */
export function formsOf(conv: Convolution, view: GraphView): DrawnForms {
  const before = pointwiseBefore(conv, view);
  return {
    plain: null,
    bands: (to) => drawBands(conv, to),
    ...(fitsRows(conv) && { rows: (to) => drawRows(conv, to) }),
    ...(before && { phases: (to) => drawPhases(conv, before, to) }),
  };
}

/** The cheapest of some forms. */
function cheapestForm(conv: Convolution, forms: DrawnForms): ChannelwiseForm {
  const [, channels = 1, frames = 1, height = 1, width = 1] = conv.output;
  const measured = { channels, frames, size: Math.sqrt(height * width), stride: conv.stride[1] };
  const names = Object.keys(forms) as ChannelwiseForm[];
  return names.reduce((best, form) => (expectedCost(form, measured) < expectedCost(best, measured) ? form : best));
}
