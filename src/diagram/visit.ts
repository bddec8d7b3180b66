import type { Architecture } from '../architecture/architecture';
import { around, firstOfRun, runId } from './diagram';
import type { Direction, Layout, PlacedNode } from './layout';
import type { Point } from './point';

/** An arrow key: a step through the picture. */
export type Arrow = 'left' | 'right' | 'up' | 'down';

const STEPS: Readonly<Record<Arrow, readonly [dx: number, dy: number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/**
 * The node one step away: the nearest box on that side, distance across the step counting double, so that an arrow
 * follows a lane before it changes lanes. At a line's end, a step along the flow goes on in the next line. Null where
 * the picture ends.
 */
export function neighbour(layout: Layout, id: string, step: Arrow, along: Direction): string | null {
  const here = layout.nodes.find(({ node }) => node.id === id);
  if (!here) return null;
  const [dx, dy] = STEPS[step];
  const from = reference(here);
  const boxes = layout.nodes.filter(({ node }) => node.children.length === 0 && node.id !== id);
  const flows = along === 'horizontal' ? dx : dy;
  const ranked = boxes
    .map((box) => {
      const to = reference(box);
      const [x, y] = [to.x - from.x, to.y - from.y];
      const ahead = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      return { id: box.node.id, ahead, aside, distance: ahead + 2 * aside };
    })
    // A step along the flow stays on its line; the next line is reached through the order of the network.
    .filter(({ ahead, aside }) => ahead > 1 && (flows === 0 || aside < Math.max(here.height, 90)))
    .sort((a, b) => a.distance - b.distance);
  const nearest = ranked[0];
  if (nearest) return nearest.id;
  if (flows === 0) return null;
  const order = layout.nodes.filter(({ node }) => node.children.length === 0 || node.id === id);
  const index = order.findIndex(({ node }) => node.id === id);
  return order[index + flows]?.node.id ?? null;
}

/** The frame around a node; null at the top. */
export function frameAround(layout: Layout, id: string): string | null {
  const index = layout.nodes.findIndex(({ node }) => node.id === id);
  const here = layout.nodes[index];
  if (!here) return null;
  for (let at = index - 1; at >= 0; at--) {
    const before = layout.nodes[at];
    if (before && before.depth < here.depth) return before.node.id;
  }
  return null;
}

/**
 * The node a path is seen in: its own, or the run or closed group around it. Null for a path that is not in the
 * network. A folded run that is spread out by now is seen in its first block.
 */
export function seenIn(layout: Layout, architecture: Architecture, path: string): string | null {
  const shown = new Set(layout.nodes.map(({ node }) => node.id));
  if (shown.has(path)) return path;
  const target = firstOfRun(path) ?? path;
  const { groups, run } = around(architecture, target);
  const [stage, ...within] = groups;
  const candidates = [target, ...within.toReversed(), ...(run ? [runId(run)] : []), ...(stage ? [stage] : [])];
  return candidates.find((id) => shown.has(id)) ?? null;
}

/** Where arrows start from: a box's middle, a frame's entry. */
function reference({ node, x, y, width, height, entry }: PlacedNode): Point {
  return node.children.length > 0 ? entry : { x: x + width / 2, y: y + height / 2 };
}
