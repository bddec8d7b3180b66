import type { Point } from './point';

/** An SVG path along horizontal and vertical pieces, its corners rounded by at most `radius`. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const bends = points.filter((point, index) => index === 0 || !samePoint(point, points[index - 1]));
  return bends
    .map((point, index) => {
      const [before, after] = [bends[index - 1], bends[index + 1]];
      if (!before) return `M${text(point)}`;
      if (!after) return `L${text(point)}`;
      const r = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2);
      return `L${text(towards(point, before, r))}Q${text(point)} ${text(towards(point, after, r))}`;
    })
    .join('');
}

/** Stroke width of an edge, in pixels, by the elements that flow along it: one more for every tenfold. */
export function edgeWidth(elements: number): number {
  return Math.min(5, Math.max(1, Math.log10(Math.max(1, elements)) - 2.5));
}

function samePoint(a: Point, b: Point | undefined): boolean {
  return b !== undefined && a.x === b.x && a.y === b.y;
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  return length === 0
    ? from
    : { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

function text({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
