/** The three ways to measure activations. They keep these names everywhere, since the field calls all of them "activations". */
export type ActivationMeasure = 'convActivations' | 'activations' | 'peakLive';

/** Name, unit and meaning of each activation measure. */
export const ACTIVATION_MEASURES: Readonly<
  Record<ActivationMeasure, { readonly label: string; readonly unit: 'elements' | 'bytes'; readonly sentence: string }>
> = {
  convActivations: {
    label: 'convolution outputs',
    unit: 'elements',
    sentence: 'Elements of the outputs of all convolutions: what papers on network design call activations.',
  },
  activations: {
    label: 'all layer outputs',
    unit: 'elements',
    sentence: 'Elements of the outputs of all layers, norms, activations, gates and sums included.',
  },
  peakLive: {
    label: 'peak live',
    unit: 'bytes',
    sentence: 'The most bytes of activations that must exist at once while the network runs, buffers reused.',
  },
};
