import { FLOAT_BYTES } from '../analysis/memory';
import { arithmeticSeconds, type DeviceProfile } from '../analysis/predictedTime';
import { peakOfUnits } from '../analysis/trainingMemory';
import type { StageFacts } from '../architecture/architecture';
import { build } from '../architecture/build';
import type { Design } from '../design/design';
import { condense, likesOf } from './condense';
import { type LayerNumbers, numbersOf, walkedNumbers } from './layerNumbers';
import { isClosedForm } from './layerWalk';
import { elementsOf, type Skeleton, skeletonFrom, skeletonOf } from './skeleton';

/** A design's distinct layers as numbers, and how they stand to each other: enough for its memory and its time. */
export interface Layered {
  readonly skeleton: Skeleton;
  readonly numbers: LayerNumbers;
  /** Units of the full network in forward order, each as its like in the skeleton. */
  readonly units: readonly number[];
}

/** The layers of a design. @throws ShapeError where building would */
export function layered(design: Design, stages: readonly StageFacts[]): Layered {
  const closed = isClosedForm(design);
  const architecture = closed ? null : build(condense(design).design);
  const numbers = architecture ? numbersOf(architecture) : walkedNumbers(design, stages);
  const skeleton = architecture ? skeletonFrom(architecture) : skeletonOf(design, stages);
  return { skeleton, numbers, units: unitOrder(skeleton, stages) };
}

/** `inferenceMemory(build(design)).peakBytes`. */
export function peakLiveBytes({ skeleton, numbers: { elements } }: Layered): number {
  let most = 0;
  for (const alive of skeleton.alive) {
    let sum = 0;
    for (const buffer of alive) sum += elements[buffer] ?? 0;
    most = Math.max(most, sum);
  }
  return FLOAT_BYTES * most;
}

/** `keptForBackward(build(design)).peakBytes`. */
export function trainingPeakBytes({ skeleton, numbers, units }: Layered): number {
  const kept = skeleton.units.map((unit) => ({
    bytes: FLOAT_BYTES * elementsOf(unit.kept, numbers),
    inputBytes: FLOAT_BYTES * elementsOf(unit.input, numbers),
    recomputedBytes: FLOAT_BYTES * elementsOf(unit.recomputed, numbers),
  }));
  return peakOfUnits(units.flatMap((unit) => kept[unit] ?? []));
}

/** `predictTime(build(design), device).ms`. */
export function predictedMs({ skeleton, numbers, units }: Layered, device: DeviceProfile): number {
  const times = skeleton.units.map(({ from, to }) => {
    let ms = 0;
    for (let layer = from; layer < to; layer++) ms += layerMs(skeleton, numbers, layer, device);
    return ms;
  });
  return units.reduce((sum, unit) => sum + (times[unit] ?? 0), 0);
}

/** What `predictTime` says of one layer. */
function layerMs(
  { reads, dispatches, arithmetic: kinds }: Skeleton,
  { elements, macs, storedBytes }: LayerNumbers,
  layer: number,
  device: DeviceProfile,
): number {
  const calls = dispatches[layer] ?? 0;
  if (calls === 0) return 0;
  const own = elements[layer] ?? 0;
  let moved = own;
  for (const read of reads[layer] ?? []) moved += elements[read] ?? 0;
  const bytes = FLOAT_BYTES * moved + (storedBytes[layer] ?? 0);
  const work = { arithmetic: kinds[layer] ?? 'product', macs: macs[layer] ?? 0, elements: own };
  const seconds = Math.max(arithmeticSeconds(work, device), bytes / device.bytesPerSecond);
  return 1000 * (seconds + device.dispatchSeconds * calls);
}

/** Stem, every block as its like, and what follows the blocks. */
function unitOrder({ units }: Skeleton, stages: readonly StageFacts[]): readonly number[] {
  const byPath = new Map(units.map(({ path }, index) => [path, index]));
  const once = units.flatMap(({ path }, index) => (path.startsWith('layer') ? [] : [index]));
  const [stem = 0, ...rest] = once;
  return [stem, ...likesOf(stages).map((path) => byPath.get(path) ?? stem), ...rest];
}
