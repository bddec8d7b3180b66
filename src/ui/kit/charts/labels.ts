/** A dot and the words that belong beside it. */
export interface Labelled {
  readonly x: number;
  readonly y: number;
  /** Of the dot. */
  readonly radius: number;
  readonly width: number;
  readonly height: number;
}

/** Where a label's box begins, and which end of it touches the dot. */
export interface PlacedLabel {
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

/**
 * Places labels beside their dots so that they cover neither each other nor a dot, as far as there is room: greedily,
 * the first ones choosing first among right, left, above, below and the corners. Where nothing is free, the least
 * covered place is taken.
 */
export function placeLabels(
  points: readonly Labelled[],
  bounds: { readonly width: number; readonly height: number },
): readonly PlacedLabel[] {
  const taken: Box[] = points.map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  return points.map((point) => {
    const places = placesOf(point);
    const costs = places.map(
      (place) =>
        1000 * outside(boxOf(place, point), bounds) +
        taken.reduce((sum, box) => sum + overlap(box, boxOf(place, point)), 0),
    );
    const least = Math.min(...costs);
    const chosen = places[costs.indexOf(least)] ?? { left: point.x, top: point.y, anchor: 'start' };
    taken.push(boxOf(chosen, point));
    return chosen;
  });
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
function outside({ left, top, right, bottom }: Box, { width, height }: { width: number; height: number }): number {
  return Math.max(0, -left) + Math.max(0, -top) + Math.max(0, right - width) + Math.max(0, bottom - height);
}
