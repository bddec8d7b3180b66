import { arithmeticSeconds, type DeviceProfile } from '../analysis/predictedTime';
import { bytesOf } from '../analysis/quantities';
import { peakOfUnits } from '../analysis/trainingMemory';
import type { StageFacts } from '../architecture/architecture';
import type { Design } from '../design/design';
import { type LayerColumns, layerColumns } from './layerColumns';
import { elementsOf, type Skeleton, skeletonOf } from './skeleton';

/** A design's distinct layers as numbers, and how they stand to each other: enough for its memory and its time. */
export interface Layered {
  readonly skeleton: Skeleton;
  readonly columns: LayerColumns;
}

/** The layers of a design. @throws ShapeError where building would */
export function layered(design: Design, stages: readonly StageFacts[]): Layered {
  return { columns: layerColumns(design, stages), skeleton: skeletonOf(design, stages) };
}

/** `inferenceMemory(build(design)).peakBytes`. */
export function peakLiveBytes({ skeleton, columns: { elements } }: Layered): number {
  let most = 0;
  for (const alive of skeleton.alive) {
    let sum = 0;
    for (const buffer of alive) sum += elements[buffer] ?? 0;
    most = Math.max(most, sum);
  }
  return bytesOf(most);
}

/** `keptForBackward(build(design)).peakBytes`. */
export function trainingPeakBytes({ skeleton, columns }: Layered): number {
  const kept = skeleton.units.map((unit) => ({
    bytes: bytesOf(elementsOf(unit.kept, columns)),
    inputBytes: bytesOf(elementsOf(unit.input, columns)),
    recomputedBytes: bytesOf(elementsOf(unit.recomputed, columns)),
  }));
  return peakOfUnits(columns.units.flatMap((unit) => kept[unit] ?? []));
}

/** `predictTime(build(design), device).ms`. */
export function predictedMs(layers: Layered, device: DeviceProfile): number {
  const { reads, dispatches, arithmetic: kinds } = layers.skeleton;
  const { elements, macs, storedBytes } = layers.columns;
  return sumOver(layers, (layer) => {
    const calls = dispatches[layer] ?? 0;
    if (calls === 0) return 0;
    const own = elements[layer] ?? 0;
    let moved = own;
    for (const read of reads[layer] ?? []) moved += elements[read] ?? 0;
    const bytes = bytesOf(moved) + (storedBytes[layer] ?? 0);
    const work = { arithmetic: kinds[layer] ?? 'product', macs: macs[layer] ?? 0, elements: own };
    const seconds = Math.max(arithmeticSeconds(work, device), bytes / device.bytesPerSecond);
    return 1000 * (seconds + device.dispatchSeconds * calls);
  });
}

/** A sum over the layers of the whole network, every unit's worked out once. */
export function sumOver({ skeleton, columns }: Layered, of: (layer: number) => number): number {
  const sums = skeleton.units.map(({ from, to }) => {
    let sum = 0;
    for (let layer = from; layer < to; layer++) sum += of(layer);
    return sum;
  });
  return columns.units.reduce((sum, unit) => sum + (sums[unit] ?? 0), 0);
}
