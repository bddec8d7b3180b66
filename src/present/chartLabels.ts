/** A dot, which no label should cover. */
interface Dot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** A dot and the words that belong beside it. */
interface Labelled extends Dot {
  readonly width: number;
  readonly height: number;
}

/** Where a label's box begins, and which end of it touches the dot. */
interface PlacedLabel {
  readonly left: number;
  readonly top: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Pixels between a dot and its label. */
const GAP = 5;

/** How often every label may choose again, once all others stand. */
const ROUNDS = 3;

/**
 * Places labels beside their dots so that they cover neither each other nor a dot, as far as there is room. One after
 * the other they choose among right, left, above, below and the corners, the first ones first; then each may move again.
 * Where nothing is free, the least covered place is taken.
 * @param silent dots without a label, of which there may be many
 * @param bounds what labels should stay within, from 0 0; `above` is room they may use over it
 */
export function placeLabels(
  points: readonly Labelled[],
  silent: readonly Dot[],
  bounds: { readonly width: number; readonly height: number; readonly above?: number },
): readonly PlacedLabel[] {
  const dots: readonly Box[] = [...points, ...silent].map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  const chosen: PlacedLabel[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    points.forEach((point, index) => {
      const others = points.flatMap((other, at) => {
        const place = at === index ? undefined : chosen[at];
        return place ? [boxOf(place, other)] : [];
      });
      chosen[index] = leastCovered(point, [...dots, ...others], bounds);
    });
  }
  return chosen;
}

/** Square pixels by which two labels' boxes may lie over each other: the boxes are larger than what is written. */
const TOUCH = 16;

/**
 * Places labels as `placeLabels` does and leaves out those that lie over another, the last ones first, until none does.
 * @returns a place for every label; null for those left out
 */
export function placeApart(
  points: readonly Labelled[],
  silent: readonly Dot[],
  bounds: { readonly width: number; readonly height: number; readonly above?: number },
): readonly (PlacedLabel | null)[] {
  const kept = [...points];
  for (;;) {
    const out = points.filter((point) => !kept.includes(point));
    const placed = placeLabels(kept, [...silent, ...out], bounds);
    const boxes = kept.map((point, index) => boxOf(placed[index] ?? { left: 0, top: 0, anchor: 'start' }, point));
    const last = boxes.findLastIndex((box) => boxes.some((other) => other !== box && overlap(box, other) > TOUCH));
    if (last === -1) return points.map((point) => placed[kept.indexOf(point)] ?? null);
    kept.splice(last, 1);
  }
}

function leastCovered(
  point: Labelled,
  taken: readonly Box[],
  bounds: { readonly width: number; readonly height: number; readonly above?: number },
): PlacedLabel {
  const places = placesOf(point);
  const costs = places.map((place) => {
    const box = boxOf(place, point);
    return 1000 * outside(box, bounds) + taken.reduce((sum, other) => sum + overlap(other, box), 0);
  });
  return places[costs.indexOf(Math.min(...costs))] ?? { left: point.x, top: point.y, anchor: 'start' };
}

function placesOf({ x, y, radius, width, height }: Labelled): readonly PlacedLabel[] {
  const [right, left] = [x + radius + GAP, x - radius - GAP - width];
  const [above, below, level] = [y - radius - GAP - height, y + radius + GAP, y - height / 2];
  return [
    { left: right, top: level, anchor: 'start' },
    { left, top: level, anchor: 'end' },
    { left: x - width / 2, top: above, anchor: 'middle' },
    { left: x - width / 2, top: below, anchor: 'middle' },
    { left: right - GAP, top: above, anchor: 'start' },
    { left: right - GAP, top: below, anchor: 'start' },
    { left: left + GAP, top: above, anchor: 'end' },
    { left: left + GAP, top: below, anchor: 'end' },
    { left: right, top: level - height * 1.3, anchor: 'start' },
    { left: right, top: level + height * 1.3, anchor: 'start' },
  ];
}

function boxOf({ left, top }: PlacedLabel, { width, height }: Labelled): Box {
  return { left, top, right: left + width, bottom: top + height };
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Pixels by which a box leaves the bounds. */
function outside(
  { left, top, right, bottom }: Box,
  { width, height, above = 0 }: { readonly width: number; readonly height: number; readonly above?: number },
): number {
  return Math.max(0, -left) + Math.max(0, -above - top) + Math.max(0, right - width) + Math.max(0, bottom - height);
}
