import { ACTIVATION_MEASURES } from '../analysis/activationMeasures';
import type { Costs } from '../analysis/costs';
import { inferenceMemory } from '../analysis/memory';
import { type DeviceProfile, predictTime } from '../analysis/predictedTime';
import { type KeptByUnit, keptForBackward, peakOfUnits } from '../analysis/trainingMemory';
import type { Architecture } from '../architecture/architecture';
import { build } from '../architecture/build';
import { stageFacts } from '../architecture/stages';
import type { Design } from '../design/design';
import { condense } from './condense';
import { fastCosts } from './fastCosts';

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
  /** A thousand designs take milliseconds, or up to half a second, since layers must be built. */
  readonly speed: 'closed form' | 'layers';
  /** For the whole batch. NaN for a predicted time without a device. @throws ShapeError where building would. */
  of(subject: Subject): number;
}

/** A design that is being measured; what several measures need is computed once. */
export interface Subject {
  readonly design: Design;
  readonly device: DeviceProfile | null;
  costs(): Costs;
  /** The distinct blocks, built, and the full network's blocks as the paths of their likes. */
  condensed(): { readonly architecture: Architecture; readonly blocks: readonly string[] };
}

/** A design, ready to be measured. */
export function subjectOf(design: Design, device: DeviceProfile | null = null): Subject {
  const costs = once(() => fastCosts(design));
  const condensed = once(() => {
    const { design: small, blocks } = condense(design);
    return { architecture: build(small), blocks };
  });
  return { design, device, costs, condensed };
}

/** Every measure, the chart's own first. */
export const MEASURES: readonly Measure[] = [
  {
    name: 'macs',
    label: 'MACs',
    unit: 'MACs',
    sentence: 'Multiply-accumulates of convolutions and linear layers in one forward pass.',
    speed: 'closed form',
    of: ({ costs }) => costs().macs,
  },
  {
    name: 'parameters',
    label: 'parameters',
    unit: 'parameters',
    sentence: 'Numbers the network learns.',
    speed: 'closed form',
    of: ({ costs }) => costs().parameters,
  },
  {
    name: 'convActivations',
    ...ACTIVATION_MEASURES.convActivations,
    speed: 'closed form',
    of: ({ costs }) => costs().convActivations,
  },
  {
    name: 'activations',
    ...ACTIVATION_MEASURES.activations,
    speed: 'closed form',
    of: ({ costs }) => costs().activations,
  },
  {
    name: 'peakLive',
    ...ACTIVATION_MEASURES.peakLive,
    speed: 'layers',
    of: ({ condensed }) => inferenceMemory(condensed().architecture).peakBytes,
  },
  {
    name: 'trainingMemory',
    label: 'training memory',
    unit: 'bytes',
    sentence:
      'The most bytes of activations kept for the backward pass, with checkpointing where the design asks for it.',
    speed: 'layers',
    of: trainingPeak,
  },
  {
    name: 'fieldFrames',
    label: 'receptive field in time',
    unit: 'frames',
    sentence: 'Frames one output after conv5 sees through its convolutions, the clip’s borders not cut off.',
    speed: 'closed form',
    of: ({ design }) => fieldOf(design).frames,
  },
  {
    name: 'fieldPixels',
    label: 'receptive field in space',
    unit: 'pixels',
    sentence: 'Rows one output after conv5 sees through its convolutions, the frame’s borders not cut off.',
    speed: 'closed form',
    of: ({ design }) => fieldOf(design).pixels,
  },
  {
    name: 'predictedTime',
    label: 'predicted time',
    unit: 'ms',
    sentence: 'The least time of one forward pass by this device’s roofline.',
    speed: 'layers',
    of: predictedMs,
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

function trainingPeak({ condensed }: Subject): number {
  const { architecture, blocks } = condensed();
  return peakOfUnits(expanded(keptForBackward(architecture).units, blocks));
}

function predictedMs({ device, condensed }: Subject): number {
  if (!device) return Number.NaN;
  const { architecture, blocks } = condensed();
  const times = new Map<string, number>();
  for (const { path, ms } of predictTime(architecture, device).layers) {
    const unit = /^layer\d+\.\d+/.exec(path)?.[0] ?? 'once';
    times.set(unit, (times.get(unit) ?? 0) + ms);
  }
  return ['once', ...blocks].reduce((sum, unit) => sum + (times.get(unit) ?? 0), 0);
}

/** Units of a condensed network, every block as often as it stands in the full one. */
function expanded(units: readonly KeptByUnit[], blocks: readonly string[]): readonly KeptByUnit[] {
  const byPath = new Map(units.map((unit) => [unit.path, unit]));
  const isBlock = ({ path }: KeptByUnit) => path.startsWith('layer');
  const first = units.findIndex(isBlock);
  const stem = units.slice(0, first);
  const rest = units.slice(first).filter((unit) => !isBlock(unit));
  return [...stem, ...blocks.flatMap((path) => byPath.get(path) ?? []), ...rest];
}

/** `receptiveFields` of conv5 in closed form: 3 × 3 × 3 in every block, 5 frames and 3 × 3 pixels in the stem. */
function fieldOf(design: Design): { readonly frames: number; readonly pixels: number } {
  let [frames, pixels, jump] = [5, 3, 2];
  for (const { blocks, stride } of stageFacts(design)) {
    frames += 2 * blocks.result;
    pixels += 2 * jump + 2 * jump * stride * (blocks.result - 1);
    jump *= stride;
  }
  return { frames, pixels };
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
