import { type ChannelwiseForm, type DrawnForms, formsOf } from './channelwiseForms';
import { type Convolution, convolutionOf, isChannelwise } from './convolution';
import { expectedCost } from './costs';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

/** What a channel-wise convolution is told by where its forms were compared: channels, frames and size of its output, its strides. */
export type ChannelwiseShape = string;

/** The form that was proved and found fastest on a device, by shape. */
export type ChosenForms = Readonly<Record<ChannelwiseShape, ChannelwiseForm>>;

/** The shape that a device's choice is kept under: `54 × 13 × 40 × 40`, `… / 2` with a spatial stride. */
export function shapeOfChannelwise({ output, stride, kernel }: Convolution): ChannelwiseShape {
  const strides = stride.every((step) => step === 1)
    ? ''
    : ` / ${stride[0] === 1 && stride[1] === stride[2] ? stride[1] : stride.join('×')}`;
  const taps = kernel.every((size) => size === 3) ? '' : `, ${kernel.join('×')}`;
  return `${output.slice(1).join(' × ')}${strides}${taps}`;
}

/** What a convolution is lowered to where a device has chosen nothing. */
export type FirstChoice = (conv: Convolution, forms: DrawnForms) => ChannelwiseForm;

/** On WASM, what the table of costs.ts expects to be the fastest. */
export const cheapestByTable: FirstChoice = (conv, forms) => {
  const [, channels = 1, frames = 1, height = 1, width = 1] = conv.output;
  const measured = { channels, frames, size: Math.sqrt(height * width), stride: conv.stride[1] };
  const names = Object.keys(forms) as ChannelwiseForm[];
  return names.reduce((best, form) => (expectedCost(form, measured) < expectedCost(best, measured) ? form : best));
};

/** On a GPU, bands: few kernels, and no 5-D convolution by channels, which WebGPU does not run. */
export const alwaysBands: FirstChoice = () => 'bands';

/** Each channel-wise convolution in the form that this device chose for its shape, else in the first choice. */
export function chooseChannelwise(firstChoice: FirstChoice, chosen: ChosenForms): Pass {
  return {
    name: 'channel-wise 3-D convolutions become what runs fastest',
    expects: 'weights are constants',
    guarantees: 'a 5-D channel-wise Conv is left only where that was chosen',
    run: (graph) =>
      rewrite(graph, (node, view, draft) => {
        const conv = convolutionOf(node, view);
        if (!conv || !isChannelwise(conv)) return null;
        const forms = formsOf(conv, view);
        const wanted = chosen[shapeOfChannelwise(conv)];
        const form = wanted !== undefined && Object.hasOwn(forms, wanted) ? wanted : firstChoice(conv, forms);
        return forms[form]?.(draft(...conv.nodes)) ?? null;
      }),
  };
}
