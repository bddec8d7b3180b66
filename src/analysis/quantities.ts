import { BYTES } from '../tensor/tensor';

/** What one counts of a network, or predicts for it. */
export type QuantityName =
  | 'parameters'
  | 'macs'
  | 'convActivations'
  | 'activations'
  | 'peakLive'
  | 'weights'
  | 'trainingMemory'
  | 'gradients'
  | 'trainingStep'
  | 'field'
  | 'fieldFrames'
  | 'fieldPixels'
  | 'predictedTime';

type QuantityUnit = 'MACs' | 'parameters' | 'bytes' | 'frames' | 'pixels' | 'positions' | 'ms';

/** A quantity as the whole app calls it, and what is counted. */
export interface Quantity {
  /** The one name, in lower case but for what is never written so. */
  readonly label: string;
  readonly unit: QuantityUnit;
  readonly sentence: string;
}

/**
 * The one list of names and units: form, graph, table, explorer, lessons, files and command line read it. The field says
 * "activations" of three different sizes, so each has a name that says which, and all sizes are bytes of float32.
 */
export const QUANTITIES = {
  parameters: {
    label: 'parameters',
    unit: 'parameters',
    sentence: 'What training changes: weights, biases, and the scale and shift of norms.',
  },
  macs: {
    label: 'MACs',
    unit: 'MACs',
    sentence: 'Multiply-accumulates of convolutions and linear layers in one forward pass.',
  },
  convActivations: {
    label: 'convolution outputs',
    unit: 'bytes',
    sentence: 'The outputs of all convolutions: what papers on network design call activations.',
  },
  activations: {
    label: 'all layer outputs',
    unit: 'bytes',
    sentence: 'The outputs of all layers, norms, activations, gates and sums included. They do not all live at once.',
  },
  peakLive: {
    label: 'peak live',
    unit: 'bytes',
    sentence: 'The most bytes of activations that must exist at once while the network runs, buffers reused.',
  },
  weights: {
    label: 'weights',
    unit: 'bytes',
    sentence: 'Parameters and buffers as a checkpoint stores them: float32, and an int64 counter for each batch norm.',
  },
  trainingMemory: {
    label: 'memory for backward',
    unit: 'bytes',
    sentence: 'The most bytes of activations kept at once for the backward pass, each storage once.',
  },
  gradients: {
    label: 'gradients',
    unit: 'bytes',
    sentence: 'One float32 for each parameter that is trained. A momentum takes as much again.',
  },
  trainingStep: {
    label: 'memory to train',
    unit: 'bytes',
    sentence:
      'Weights, gradients, a momentum and what is kept for the backward pass, in float32, for the batch of the clip. CUDA’s own context and workspaces come on top.',
  },
  field: {
    label: 'receptive field',
    unit: 'positions',
    sentence: 'The part of the clip that one output depends on through its convolutions.',
  },
  fieldFrames: {
    label: 'receptive field in time',
    unit: 'frames',
    sentence: 'Frames one output after conv5 sees through its convolutions, the clip’s borders not cut off.',
  },
  fieldPixels: {
    label: 'receptive field in space',
    unit: 'pixels',
    sentence: 'Rows one output after conv5 sees through its convolutions, the frame’s borders not cut off.',
  },
  predictedTime: {
    label: 'predicted time',
    unit: 'ms',
    sentence: 'The least time of one forward pass by this device’s roofline.',
  },
} as const satisfies Readonly<Record<QuantityName, Quantity>>;

/** Bytes of so many float32 values. */
export function bytesOf(elements: number): number {
  return elements * BYTES.float32;
}

/** A quantity at the head of a column of a file: `convolution outputs, bytes`. */
export function columnName(name: QuantityName): string {
  const { label, unit } = QUANTITIES[name];
  return label === unit ? label : `${label}, ${unit}`;
}
