import { designCounts } from '../analysis/costs';
import type { DeviceProfile } from '../analysis/predictedTime';
import { isLegal } from '../architecture/problems';
import type { Design } from '../design/design';
import { whereShapesFit } from '../tensor/shape';
import { AXES, type Axis, type AxisName, multipliedBlocks } from './axes';
import { type Facts, factsOf } from './measures';

/** A design moved along one axis so that its MACs come as near to a target as rounding allows. */
export interface Candidate {
  readonly axis: AxisName;
  readonly from: number;
  readonly to: number;
  readonly design: Design;
  /** What it costs and sees. */
  readonly facts: Facts;
  /** Its MACs over those of the design it came from. */
  readonly factor: number;
}

/** An axis along which a design cannot be moved, and why. */
export interface Stuck {
  readonly axis: AxisName;
  readonly from: number;
  readonly reason: string;
}

/** What an axis offers for a step: a design, or why there is none. */
export type Offer = { readonly axis: Axis; readonly candidate: Candidate | null; readonly stuck: Stuck | null };

/**
 * What each of the six axes offers for a step that multiplies MACs by about `factor`: doubling by default, a
 * contraction below 1.
 */
export function offers(design: Design, factor = 2, device: DeviceProfile | null = null): readonly Offer[] {
  return AXES.map((axis) => {
    const found = moveAlong(design, axis, factor, device);
    return 'design' in found ? { axis, candidate: found, stuck: null } : { axis, candidate: null, stuck: found };
  });
}

/**
 * The value of an axis, other than the design's own and on the side of the factor, whose MACs are nearest to the target
 * on a logarithmic scale. Values that make no legal network are passed over.
 * @param factor target MACs over present ones; above 0 and not 1
 */
export function moveAlong(
  design: Design,
  axis: Axis,
  factor: number,
  device: DeviceProfile | null = null,
): Candidate | Stuck {
  if (!(factor > 0) || factor === 1)
    throw new Error(`A step multiplies MACs by a number above 0 that is not 1, found ${factor}.`);
  const from = axis.value(design);
  const { macs } = designCounts(design);
  const target = Math.log(macs * factor);
  const values = axis.values(design).filter((value) => (factor > 1 ? value > from : value < from));
  const reached = factor > 1 ? values : values.toReversed();
  for (const { moved, to, cost } of byDistance(design, axis, reached, target)) {
    if (isLegal(moved))
      return { axis: axis.name, from, to, design: moved, facts: factsOf(moved, device), factor: cost / macs };
  }
  return { axis: axis.name, from, reason: whyStuck(design, axis, factor, reached.length) };
}

interface Reached {
  readonly to: number;
  readonly moved: Design;
  readonly cost: number;
}

/**
 * Designs along an axis, the nearest to a target first. Costs grow along the axis, so once they are far beyond the
 * target the rest is left out: a factor of 4 leaves room for values that are passed over.
 */
function byDistance(design: Design, axis: Axis, values: readonly number[], target: number): readonly Reached[] {
  const reached: (Reached & { readonly distance: number })[] = [];
  for (const to of values) {
    const moved = axis.apply(design, to);
    const cost = whereShapesFit(() => designCounts(moved).macs, null);
    if (cost === null) continue;
    const distance = Math.abs(Math.log(cost) - target);
    const beyond = distance > Math.log(4) && distance > (reached.at(-1)?.distance ?? Number.POSITIVE_INFINITY);
    if (beyond) break;
    reached.push({ to, moved, cost, distance });
  }
  return reached.toSorted((a, b) => a.distance - b.distance);
}

function whyStuck(design: Design, { name, label }: Axis, factor: number, values: number): string {
  if (values > 0) return `No value of ${label.toLowerCase()} on this side makes a legal network.`;
  if (name === 'gamma_d' && multipliedBlocks(design).length === 0)
    return 'The blocks of every stage are set by hand: depth changes none of them.';
  if (name === 'gamma_tau' && factor > 1) return 'Every frame of this span is taken already.';
  return `${label} is at its ${factor > 1 ? 'largest' : 'smallest'}.`;
}

/**
 * What each axis offers to shrink a design back onto a target of MACs. The paper contracts the last step's axis; the
 * others are there to be compared. Empty where the design is not above the target.
 */
export function contractions(
  design: Design,
  targetMacs: number,
  device: DeviceProfile | null = null,
): readonly Offer[] {
  const { macs } = designCounts(design);
  return targetMacs < macs ? offers(design, targetMacs / macs, device) : [];
}
