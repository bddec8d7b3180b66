import type { Costs } from '../analysis/costs';
import type { DeviceProfile } from '../analysis/predictedTime';
import { bytesOf, QUANTITIES, type Quantity, type QuantityName } from '../analysis/quantities';
import { trainingNeed, USUAL_SETUP } from '../analysis/trainingStep';
import type { StageFacts } from '../architecture/architecture';
import { stageFacts } from '../architecture/stages';
import type { Design } from '../design/design';
import { fastCosts } from './fastCosts';
import { type Layered, layered, peakLiveBytes, predictedMs, trainingPeakBytes } from './layered';
import { once } from './once';

/** A number that says what a design costs, or what it sees. */
export type MeasureName = Exclude<QuantityName, 'weights' | 'gradients' | 'field'>;

/** One measure: how it is called and counted, for charts, tables, budgets and sweeps alike. */
export interface Measure extends Quantity {
  readonly name: MeasureName;
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

/** How each is read off a design, the chart's own first. */
const READ: Readonly<Record<MeasureName, Measure['of']>> = {
  macs: ({ costs }) => costs().macs,
  parameters: ({ costs }) => costs().parameters,
  convActivations: ({ costs }) => bytesOf(costs().convActivations),
  activations: ({ costs }) => bytesOf(costs().activations),
  peakLive: ({ layers }) => peakLiveBytes(layers()),
  trainingMemory: ({ layers }) => trainingPeakBytes(layers()),
  trainingStep: trainingStepBytes,
  fieldFrames: ({ stages }) => fieldOf(stages()).frames,
  fieldPixels: ({ stages }) => fieldOf(stages()).pixels,
  predictedTime: ({ layers, device }) => (device ? predictedMs(layers(), device) : Number.NaN),
};

/** Float32 numbers beside each trained weight: its gradient and its momentum. */
const PER_TRAINED = 2;

/** `trainingNeed(design, USUAL_SETUP).of(design.clip.n).total`. */
function trainingStepBytes({ design, costs, layers }: Subject): number {
  const { frozen_stages, norm_cfg } = design.reference;
  // What is frozen is no fold over the costs; few designs freeze anything.
  if (frozen_stages >= 0 || norm_cfg?.requires_grad === false)
    return trainingNeed(design, USUAL_SETUP).of(design.clip.n).total;
  return costs().weightBytes + PER_TRAINED * bytesOf(costs().parameters) + trainingPeakBytes(layers());
}

/** Every measure, the chart's own first. */
export const MEASURES: readonly Measure[] = (Object.keys(READ) as readonly MeasureName[]).map((name) => ({
  name,
  ...QUANTITIES[name],
  of: READ[name],
}));

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
