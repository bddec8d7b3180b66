import type { DiagramEdge, DiagramNode } from './diagram';
import type { Point } from './point';

/** A placed node in coordinates along and across the flow. */
export interface FlowBox {
  readonly node: DiagramNode;
  readonly parent: FlowBox | null;
  readonly depth: number;
  /** Across: where the main path enters. */
  readonly axis: number;
  /** Across: the line of its shortcut or branch. */
  readonly sideAxis: number;
  /** Along: where it begins and ends. */
  readonly start: number;
  readonly end: number;
  /** Across: where it begins and ends. */
  readonly top: number;
  readonly bottom: number;
  /** Across: the line of its parent it stands on. */
  readonly lineTop: number;
  readonly lineBottom: number;
}

/**
 * The bends of an edge, x along the flow and y across it. On the main lane it goes straight, or round into the next
 * line; on a side lane it leaves the main path where the block begins, follows the lane, and comes back at the box that
 * joins them.
 */
export function route(
  edge: DiagramEdge,
  places: ReadonlyMap<string, FlowBox>,
  turn: number,
  forkBefore: number,
): readonly Point[] {
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  if (!from || !to) throw new Error(`edge ${edge.id}: an end is not in the diagram`);
  const bends: Point[] = [{ x: from.end, y: from.axis }];
  if (edge.lane === 'main') {
    approach(bends, from, to, to.start, turn);
    return bends;
  }
  const home = homeOf(to, edge.lane === 'gate' ? 'seModule' : 'block');
  const lane = home?.sideAxis ?? to.axis;
  if (home && !isInside(from, home)) {
    const fork = home.node.children[0] ? firstAlong(home, places) - forkBefore : home.start;
    approach(bends, from, home, fork, turn);
    bends.push({ x: fork, y: lane });
  }
  if (to.axis === lane) {
    bends.push({ x: to.start, y: lane });
    return bends;
  }
  const middle = (to.start + to.end) / 2;
  bends.push({ x: middle, y: lane }, { x: middle, y: lane < to.axis ? to.top : to.bottom });
  return bends;
}

/** From a box's exit to a place along the axis of another: straight, or round the end of the line and back to the next. */
function approach(bends: Point[], from: FlowBox, to: FlowBox, along: number, turn: number): void {
  const { axis } = to;
  if (from.axis !== axis) {
    const [a, b] = belowCommonParent(from, to);
    const out = a.end + turn / 2;
    const back = b.start - turn / 2;
    const between = (a.lineBottom + b.lineTop) / 2;
    bends.push({ x: out, y: from.axis }, { x: out, y: between }, { x: back, y: between }, { x: back, y: axis });
  }
  bends.push({ x: along, y: axis });
}

/** The nearest frame of a kind around a place. */
function homeOf(place: FlowBox, part: DiagramNode['part']): FlowBox | null {
  for (let frame = place.parent; frame; frame = frame.parent) if (frame.node.part === part) return frame;
  return null;
}

function isInside(place: FlowBox, frame: FlowBox): boolean {
  for (let around = place.parent; around; around = around.parent) if (around === frame) return true;
  return false;
}

/** Where a frame's first box begins. */
function firstAlong(frame: FlowBox, places: ReadonlyMap<string, FlowBox>): number {
  const first = places.get(frame.node.children[0]?.id ?? '');
  return first ? first.start : frame.start;
}

/** The frames or boxes around two places that stand side by side in one parent. */
function belowCommonParent(a: FlowBox, b: FlowBox): readonly [FlowBox, FlowBox] {
  let [left, right] = [a, b];
  while (left.depth > right.depth && left.parent) left = left.parent;
  while (right.depth > left.depth && right.parent) right = right.parent;
  while (left.parent !== right.parent && left.parent && right.parent) [left, right] = [left.parent, right.parent];
  return [left, right];
}
