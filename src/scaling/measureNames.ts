import type { QuantityName } from '../analysis/quantities';

/** A number that says what a design costs, or what it sees. */
export type MeasureName = Exclude<QuantityName, 'weights' | 'gradients' | 'field'>;

/** The names of all measures, the chart's own first: what a link is read by, without what works them out. */
export const MEASURE_NAMES = [
  'macs',
  'parameters',
  'convActivations',
  'activations',
  'peakLive',
  'trainingMemory',
  'trainingStep',
  'fieldFrames',
  'fieldPixels',
  'predictedTime',
] as const satisfies readonly MeasureName[];
