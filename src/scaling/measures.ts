import { ACTIVATION_MEASURES } from '../analysis/activationMeasures';
import type { Costs } from '../analysis/costs';
import type { DeviceProfile } from '../analysis/predictedTime';
import type { StageFacts } from '../architecture/architecture';
import { stageFacts } from '../architecture/stages';
import type { Design } from '../design/design';
import { fastCosts } from './fastCosts';
import { type Layered, layered, peakLiveBytes, predictedMs, trainingPeakBytes } from './layered';
import { once } from './once';

/** A number that says what a design costs, or what it sees. */
export type MeasureName =
  | 'macs'
  | 'parameters'
  | 'convActivations'
  | 'activations'
  | 'peakLive'
  | 'trainingMemory'
  | 'fieldFrames'
  | 'fieldPixels'
  | 'predictedTime';

/** One measure: how it is called and counted, for charts, tables, budgets and sweeps alike. */
export interface Measure {
  readonly name: MeasureName;
  readonly label: string;
  readonly unit: 'MACs' | 'parameters' | 'elements' | 'bytes' | 'frames' | 'pixels' | 'ms';
  readonly sentence: string;
  /** For the whole batch. NaN for a predicted time without a device. @throws ShapeError where building would. */
  of(subject: Subject): number;
}

/** A design that is being measured; what several measures need is computed once. */
export interface Subject {
  readonly design: Design;
  readonly device: DeviceProfile | null;
  stages(): readonly StageFacts[];
  costs(): Costs;
  /** Its layers as numbers, for what depends on how they follow each other. */
  layers(): Layered;
}

/** A design, ready to be measured. */
export function subjectOf(design: Design, device: DeviceProfile | null = null): Subject {
  const stages = once(() => stageFacts(design));
  const costs = once(() => fastCosts(design, stages()));
  const layers = once(() => layered(design, stages()));
  return { design, device, stages, costs, layers };
}

/** Every measure, the chart's own first. */
export const MEASURES: readonly Measure[] = [
  {
    name: 'macs',
    label: 'MACs',
    unit: 'MACs',
    sentence: 'Multiply-accumulates of convolutions and linear layers in one forward pass.',
    of: ({ costs }) => costs().macs,
  },
  {
    name: 'parameters',
    label: 'parameters',
    unit: 'parameters',
    sentence: 'Numbers the network learns.',
    of: ({ costs }) => costs().parameters,
  },
  {
    name: 'convActivations',
    ...ACTIVATION_MEASURES.convActivations,
    of: ({ costs }) => costs().convActivations,
  },
  {
    name: 'activations',
    ...ACTIVATION_MEASURES.activations,
    of: ({ costs }) => costs().activations,
  },
  {
    name: 'peakLive',
    ...ACTIVATION_MEASURES.peakLive,
    of: ({ layers }) => peakLiveBytes(layers()),
  },
  {
    name: 'trainingMemory',
    label: 'training memory',
    unit: 'bytes',
    sentence:
      'The most bytes of activations kept for the backward pass, with checkpointing where the design asks for it.',
    of: ({ layers }) => trainingPeakBytes(layers()),
  },
  {
    name: 'fieldFrames',
    label: 'receptive field in time',
    unit: 'frames',
    sentence: 'Frames one output after conv5 sees through its convolutions, the clip’s borders not cut off.',
    of: ({ stages }) => fieldOf(stages()).frames,
  },
  {
    name: 'fieldPixels',
    label: 'receptive field in space',
    unit: 'pixels',
    sentence: 'Rows one output after conv5 sees through its convolutions, the frame’s borders not cut off.',
    of: ({ stages }) => fieldOf(stages()).pixels,
  },
  {
    name: 'predictedTime',
    label: 'predicted time',
    unit: 'ms',
    sentence: 'The least time of one forward pass by this device’s roofline.',
    of: ({ layers, device }) => (device ? predictedMs(layers(), device) : Number.NaN),
  },
];

/** A measure by name. */
export function measureNamed(name: MeasureName): Measure {
  const measure = MEASURES.find((candidate) => candidate.name === name);
  if (!measure) throw new Error(`no measure ${name}`);
  return measure;
}

/** A design in every measure. */
export type Facts = Readonly<Record<MeasureName, number>>;

/** Everything there is to say about a design in numbers. */
export function factsOf(design: Design, device: DeviceProfile | null = null): Facts {
  const subject = subjectOf(design, device);
  return Object.fromEntries(MEASURES.map(({ name, of }) => [name, of(subject)])) as Facts;
}

/** `receptiveFields` of conv5 in closed form: 3 × 3 × 3 in every block, 5 frames and 3 × 3 pixels in the stem. */
function fieldOf(stages: readonly StageFacts[]): { readonly frames: number; readonly pixels: number } {
  let [frames, pixels, jump] = [5, 3, 2];
  for (const { blocks, stride } of stages) {
    frames += 2 * blocks.result;
    pixels += 2 * jump + 2 * jump * stride * (blocks.result - 1);
    jump *= stride;
  }
  return { frames, pixels };
}
