import { HEADER, type PlacedNode } from '../../diagram/layout';
import type { Point } from '../../diagram/point';
import { isOpen } from './nodes';

/** A corner of the drawing's room. */
export type Corner = (typeof CORNERS)[number];

/** In the order in which they are tried. */
const CORNERS = ['bottom right', 'bottom left', 'top right', 'top left'] as const;

/** From the room's edges, and around the overview, in pixels. */
const MARGIN = 12;

/** How the drawing lies in its room: sizes and shift in pixels. */
interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly transform: readonly [x: number, y: number, zoom: number];
  /** How far the layout is shifted on the drawing's ground. */
  readonly offset: Point;
}

/**
 * A corner in which something of that size lies over no box and no frame's heading; null where all four have one. The
 * corner it had before is kept as long as it is free. O(nodes).
 */
export function freeCorner(
  nodes: readonly PlacedNode[],
  size: { readonly width: number; readonly height: number },
  { width, height, transform: [tx, ty, zoom], offset }: Viewport,
  before: Corner | null,
): Corner | null {
  const taken = new Set<Corner>();
  for (const { node, x, y, width: long, height: high } of nodes) {
    const left = (x + offset.x) * zoom + tx;
    const top = (y + offset.y) * zoom + ty;
    const right = left + long * zoom;
    const bottom = top + (isOpen(node) ? HEADER[node.part] : high) * zoom;
    if (right < 0 || bottom < 0 || left > width || top > height) continue;
    const atLeft = left < size.width + 2 * MARGIN;
    const atRight = right > width - size.width - 2 * MARGIN;
    const atTop = top < size.height + 2 * MARGIN;
    const atBottom = bottom > height - size.height - 2 * MARGIN;
    if (atBottom && atRight) taken.add('bottom right');
    if (atBottom && atLeft) taken.add('bottom left');
    if (atTop && atRight) taken.add('top right');
    if (atTop && atLeft) taken.add('top left');
  }
  if (before !== null && !taken.has(before)) return before;
  return CORNERS.find((corner) => !taken.has(corner)) ?? null;
}
