import type { DeviceProfile } from '../../analysis/predictedTime';
import type { Design } from '../../design/design';
import { memoised } from '../../memo/memoised';
import type { AccuracySeries } from '../../present/accuracySeries';
import { type MadeClips, shareSpanText } from '../../present/madeClips';
import { measureText } from '../../present/measureText';
import { type AxisName, axisNamed } from '../../scaling/axes';
import type { Candidate, Stuck } from '../../scaling/double';
import { pathTo, type Walk, type WalkNode } from '../../scaling/expansion';
import { measureNamed, subjectOf } from '../../scaling/measures';
import { FAMILY, type Member, memberOf } from '../../scaling/members';
import { trainedFamily } from '../../scaling/trainedFamily';
import type { Snapshot } from '../../state/document/snapshots';
import type { ChartHeight } from '../../state/explore/explore';
import type { Measuring } from '../../state/train/measuring';
import { countText, titled } from '../../text/numberText';
import type { ChartLine, ChartPoint } from '../kit/charts/ScatterChart';
import type { Front } from './useFront';
import type { Whose } from './useWhose';

/** A design in the chart. */
export interface DesignPoint extends ChartPoint {
  readonly design: Design;
  /** What its card and its row are headed with. */
  readonly title: string;
}

/** What one axis offers for a step: a design, or why there is none. */
export interface OfferedStep {
  readonly axis: AxisName;
  readonly candidate: Candidate | null;
  readonly stuck: Stuck | null;
}

/** What the height of the chart means now. */
export interface HeightChoice {
  readonly height: ChartHeight;
  readonly series: AccuracySeries;
  readonly device: DeviceProfile;
  /** What a design reached on made clips; null where it was not trained. */
  madeClips(design: Design): MadeClips | null;
}

/** Where a design stands: MACs, and the chosen height. */
type ChartPosition = Pick<ChartPoint, 'x' | 'y' | 'interval'>;

/** Where a design stands; NaN for an accuracy that was neither published nor measured. Measured once for each choice of height. */
export const placeOf = (design: Design, choice: HeightChoice): ChartPosition => placesFor(choice)(design);

const placesFor = memoised((choice: HeightChoice) => memoised((design: Design) => measuredPlace(design, choice)));

function measuredPlace(design: Design, { height, series, device, madeClips }: HeightChoice): ChartPosition {
  const subject = subjectOf(design, device);
  const x = measureNamed('macs').of(subject);
  if (height === 'madeClips') {
    const known = madeClips(design);
    if (known === null) return { x, y: Number.NaN };
    return { x, y: 100 * known.share, interval: { low: 100 * known.low, high: 100 * known.high } };
  }
  if (height !== 'accuracy') return { x, y: measureNamed(height).of(subject) };
  const member = memberOf(design);
  return { x, y: (member && series.of(member.preset.name)?.top1) ?? Number.NaN };
}

/** The published family, and the design on the form: as a point of its own, or as the member it is. */
export function familyPoints(own: Design, choice: HeightChoice, whose: Whose): readonly DesignPoint[] {
  const standsOn = memberOf(own)?.preset.name;
  const members = FAMILY.map((preset) => {
    const accuracy = choice.series.of(preset.name);
    return pointOf(`member ${preset.name}`, preset.design, choice, {
      look: 'member',
      title: preset.label,
      name: preset.name === standsOn ? `${preset.label} = ${whose} design` : preset.label,
      ...(accuracy && choice.height !== 'accuracy' && choice.height !== 'madeClips'
        ? { note: `${accuracy.top1} % top-1` }
        : {}),
    });
  });
  const yours = pointOf('own', own, choice, {
    look: 'own',
    title: `${titled(whose)} design`,
    name: standsOn ? null : `${whose} design`,
  });
  return [yours, ...members];
}

/** Small designs that were trained on made clips: those of the table, and those trained here. */
export function trainedPoints(results: Measuring['results'], choice: HeightChoice): readonly DesignPoint[] {
  const designs = [...trainedFamily().rows, ...results.values()].map(({ design }) => design);
  return designs.map((design, index) =>
    pointOf(`trained ${index}`, design, choice, {
      look: design.clip.t === 1 ? 'trainedStill' : 'trained',
      title: trainedTitle(design),
      name: null,
    }),
  );
}

/** A small design in one line, with what sets it apart from its neighbours beside the axes. */
function trainedTitle(design: Design): string {
  const { clip, reference } = design;
  const sampled = clip.t > 1 && clip.interval > 1 ? `, frames ${clip.interval} apart` : '';
  return `${shortDesign(design)}${sampled}, ${countText(reference.num_stages, 'stage')}`;
}

/** Designs that were put aside. */
export function snapshotPoints(
  snapshots: readonly Pick<Snapshot, 'id' | 'name' | 'design'>[],
  choice: HeightChoice,
): readonly DesignPoint[] {
  return snapshots.map(({ id, name, design }) =>
    pointOf(`snapshot ${id}`, design, choice, { look: 'snapshot', title: name, name }),
  );
}

/** What the six axes offer: a point each, on a line from where the step begins. */
export function offerPoints(answers: readonly OfferedStep[], choice: HeightChoice): readonly DesignPoint[] {
  return answers.flatMap(({ axis: name, candidate }) => {
    if (!candidate) return [];
    const axis = axisNamed(name);
    return pointOf(`offer ${name}`, candidate.design, choice, {
      look: 'candidate',
      title: `${plainSymbol(axis)} ${axis.label}: ${axis.describe(candidate.design)}`,
      name: plainSymbol(axis),
    });
  });
}

/** Designs a walk has stood on. */
export function walkPoints(walk: Walk, choice: HeightChoice): readonly DesignPoint[] {
  return walk.nodes.map((node) =>
    pointOf(`step ${node.id}`, node.design, choice, { look: 'step', title: stepTitle(node), name: null }),
  );
}

/** The path to a node of a walk. */
export function walkLine(walk: Walk, id: number, look: ChartLine['look'], choice: HeightChoice): ChartLine {
  return {
    id: `${look} ${id}`,
    look,
    points: pathTo(walk, id)
      .map(({ design }) => placeOf(design, choice))
      .filter(({ y }) => Number.isFinite(y)),
  };
}

/** Designs a search found; those that are listed beside the chart stand out. */
export function frontPoints({ drawn, listed }: Front, choice: HeightChoice): readonly DesignPoint[] {
  return drawn.map((found, index) =>
    pointOf(`front ${index}`, found.design, choice, {
      look: listed.includes(found) ? 'front' : 'faint',
      title: shortDesign(found.design),
      name: null,
    }),
  );
}

/** A member as it is called; where only its tensor is reached, by frames taken at another rate, that is said. */
export function memberLabel({ preset, sameSampling }: Member): string {
  return sameSampling ? preset.label : `${preset.label}, other frame rate`;
}

/** A symbol without its subscript's mark, for running text: γw. */
export function plainSymbol({ symbol }: { readonly symbol: string }): string {
  return symbol.replace('_', '');
}

/** A design in one line: `γw 1 · γb 2.25 · γd 2.2 · 13 × 160²`. */
export function shortDesign({ reference, clip }: Design): string {
  const side = clip.h === clip.w ? `${clip.h}²` : `${clip.h} × ${clip.w}`;
  const gamma = (value: number | null) => value || 1;
  return `γw ${gamma(reference.gamma_w)} · γb ${reference.gamma_b} · γd ${gamma(reference.gamma_d)} · ${clip.t} × ${side}`;
}

/** How one came to a node: the published member it is, or the step in words. */
export function stepTitle({ design, step, id }: WalkNode): string {
  const member = memberOf(design);
  const words = step ? `${plainSymbol(axisNamed(step.axis))} ${axisNamed(step.axis).describe(design)}` : 'start';
  return member ? `${memberLabel(member)}${id === 0 ? '' : `, ${words}`}` : words;
}

function pointOf(
  id: string,
  design: Design,
  choice: HeightChoice,
  { look, title, name, note }: Pick<DesignPoint, 'look' | 'title' | 'name' | 'note'>,
): DesignPoint {
  const place = placeOf(design, choice);
  const words = [measureText('macs', place.x), heightText(design, place.y, choice), ...(note ? [note] : [])];
  const ariaLabel = `${title}: ${words.join(', ')}`;
  return { id, design, ...place, look, title, name, ariaLabel, ...(note && { note }) };
}

function heightText(design: Design, y: number, { height, madeClips }: HeightChoice): string {
  if (height === 'accuracy') return `${y} % top-1`;
  if (height !== 'madeClips') return `${measureNamed(height).label} ${measureText(height, y)}`;
  const known = madeClips(design);
  return known ? `${shareSpanText(known)} right on made clips` : 'not trained on made clips';
}
