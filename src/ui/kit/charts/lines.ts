import { curveStepAfter, line } from 'd3-shape';

/** A point in pixels. */
export type Pixel = readonly [x: number, y: number];

/** SVG path data through points, straight from one to the next. The one door to d3-shape. */
export function straightLine(points: readonly Pixel[]): string {
  return line<Pixel>()(points as Pixel[]) ?? '';
}

/** SVG path data of a staircase: every point's height holds until the next one. */
export function staircase(points: readonly Pixel[]): string {
  return line<Pixel>().curve(curveStepAfter)(points as Pixel[]) ?? '';
}
