import { type Counts, designCounts } from '../analysis/costs';
import type { DeviceProfile } from '../analysis/predictedTime';
import { bytesOf, QUANTITIES, type Quantity } from '../analysis/quantities';
import { backboneField } from '../analysis/receptiveField';
import { USUAL_SETUP } from '../analysis/trainingSetup';
import { numbersPerTrained, trainingNeed } from '../analysis/trainingStep';
import type { StageFacts } from '../architecture/architecture';
import { stageFacts } from '../architecture/stages';
import type { Design } from '../design/design';
import { lazily } from '../memo/lazily';
import { type Layered, layered, peakLiveBytes, predictedMs, sumOver, trainingPeakBytes } from './layered';
import { MEASURE_NAMES, type MeasureName } from './measureNames';

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
  counts(): Counts;
  /** Its layers as numbers, for what depends on how they follow each other. */
  layers(): Layered;
}

/** A design, ready to be measured. */
export function subjectOf(design: Design, device: DeviceProfile | null = null): Subject {
  const stages = lazily(() => stageFacts(design));
  const counts = lazily(() => designCounts(design, stages()));
  const layers = lazily(() => layered(design, stages()));
  return { design, device, stages, counts, layers };
}

/** How each is read off a design. */
const READ: Readonly<Record<MeasureName, Measure['of']>> = {
  macs: ({ counts }) => counts().macs,
  parameters: ({ counts }) => counts().parameters,
  convActivations: ({ counts }) => bytesOf(counts().convActivations),
  activations: ({ counts }) => bytesOf(counts().activations),
  peakLive: ({ layers }) => peakLiveBytes(layers()),
  trainingMemory: ({ layers }) => trainingPeakBytes(layers()),
  trainingStep: trainingStepBytes,
  fieldFrames: ({ design, stages }) => fieldOf(design, stages()).t,
  fieldPixels: ({ design, stages }) => fieldOf(design, stages()).h,
  predictedTime: ({ layers, device }) => (device ? predictedMs(layers(), device) : Number.NaN),
};

/** `trainingNeed(design, USUAL_SETUP).of(design.clip.n).total`. */
function trainingStepBytes({ design, layers }: Subject): number {
  const { frozen_stages, norm_cfg } = design.reference;
  // What is frozen is no fold over the columns; few designs freeze anything.
  if (frozen_stages >= 0 || norm_cfg?.requires_grad === false)
    return trainingNeed(design, USUAL_SETUP).of(design.clip.n).total;
  const { parameters, storedBytes } = layers().columns;
  const perTrained = bytesOf(numbersPerTrained(USUAL_SETUP.optimizer));
  const stored = sumOver(layers(), (layer) => (storedBytes[layer] ?? 0) + perTrained * (parameters[layer] ?? 0));
  return stored + trainingPeakBytes(layers());
}

/** Every measure, the chart's own first. */
export const MEASURES: readonly Measure[] = MEASURE_NAMES.map((name) => ({
  name,
  ...QUANTITIES[name],
  of: READ[name],
}));

const BY_NAME: ReadonlyMap<string, Measure> = new Map(MEASURES.map((measure) => [measure.name, measure]));

export function measureNamed(name: MeasureName): Measure {
  const measure = BY_NAME.get(name);
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

/** The field of a design, worked out once for each choice of blocks and strides: nothing else moves a window. */
function fieldOf(design: Design, stages: readonly StageFacts[]): ReturnType<typeof backboneField> {
  let key = '';
  for (const { blocks, stride } of stages) key += `${blocks.result},${stride};`;
  const known = FIELDS.get(key) ?? backboneField(design, stages);
  FIELDS.set(key, known);
  return known;
}

const FIELDS = new Map<string, ReturnType<typeof backboneField>>();
