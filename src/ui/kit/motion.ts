/** The page's clock, in milliseconds. It never goes back. */
export function clock(): number {
  return performance.now();
}

/** How long a movement takes, in milliseconds, as the style sheet says: 0 where the system asks for less motion. */
export function moveTime(): number {
  return Number.parseFloat(styleOf('--x3d-move')) || 0;
}

/**
 * How far a movement has come after a part of its time, both from 0 to 1, along the style sheet's curve: what style
 * sheets cannot move keeps step with what they move.
 */
export function ease(part: number): number {
  if (part <= 0 || part >= 1) return part <= 0 ? 0 : 1;
  const [x1 = 0, y1 = 0, x2 = 1, y2 = 1] =
    styleOf('--x3d-ease')
      .match(/-?[\d.]+/g)
      ?.map(Number) ?? [];
  let [low, high] = [0, 1];
  // Along a Bézier curve x grows with its parameter, so halving finds the parameter at which x is the time's part.
  for (let round = 0; round < 20; round++) {
    const middle = (low + high) / 2;
    if (bezier(x1, x2, middle) < part) low = middle;
    else high = middle;
  }
  return bezier(y1, y2, low);
}

/** One coordinate of a cubic Bézier curve from 0 to 1, by those of its two handles. */
function bezier(first: number, second: number, at: number): number {
  const rest = 1 - at;
  return 3 * rest * rest * at * first + 3 * rest * at * at * second + at ** 3;
}

function styleOf(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property).trim();
}
