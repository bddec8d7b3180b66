import type { DiagramEdge, DiagramNode } from './diagram';

/** A placed node in coordinates along and across the flow. */
export interface Place {
  readonly node: DiagramNode;
  readonly parent: Place | null;
  readonly depth: number;
  /** Across: where the main path enters. */
  readonly axis: number;
  /** Across: the line of its shortcut or branch. */
  readonly sideAxis: number;
  readonly box: {
    readonly along: readonly [start: number, end: number];
    readonly across: readonly [start: number, end: number];
  };
  /** Across: the line of its parent it stands on. */
  readonly line: readonly [start: number, end: number];
}

type Bend = readonly [along: number, across: number];

/**
 * The bends of an edge. On the main lane it goes straight, or round into the next line; on a side lane it leaves the
 * main path where the block begins, follows the lane, and comes back at the box that joins them.
 */
export function route(
  edge: DiagramEdge,
  places: ReadonlyMap<string, Place>,
  turn: number,
  forkBefore: number,
): readonly Bend[] {
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  if (!from || !to) throw new Error(`edge ${edge.id}: an end is not in the diagram`);
  const start: Bend = [from.box.along[1], from.axis];
  if (edge.lane === 'main') return [start, ...approach(from, to, to.box.along[0], to.axis, turn)];

  const home = homeOf(to, edge.lane === 'gate' ? 'seModule' : 'block');
  const inside = home !== null && isInside(from, home);
  const lane = home?.sideAxis ?? to.axis;
  const bends: Bend[] = [start];
  if (home && !inside) {
    const fork = home.node.children[0] ? firstAlong(home, places) - forkBefore : home.box.along[0];
    bends.push(...approach(from, home, fork, home.axis, turn), [fork, lane]);
  }
  if (to.axis === lane) return [...bends, [to.box.along[0], lane]];
  const middle = (to.box.along[0] + to.box.along[1]) / 2;
  const edgeOfBox = lane < to.axis ? to.box.across[0] : to.box.across[1];
  return [...bends, [middle, lane], [middle, edgeOfBox]];
}

/** From a box's exit to a place along on a given axis: straight, or round the end of the line and back to the next. */
function approach(from: Place, to: Place, along: number, axis: number, turn: number): readonly Bend[] {
  if (from.axis === axis) return [[along, axis]];
  const [a, b] = belowCommonParent(from, to);
  const out = a.box.along[1] + turn / 2;
  const back = b.box.along[0] - turn / 2;
  const between = (a.line[1] + b.line[0]) / 2;
  return [
    [out, from.axis],
    [out, between],
    [back, between],
    [back, axis],
    [along, axis],
  ];
}

/** The nearest frame of a kind around a place. */
function homeOf(place: Place, part: DiagramNode['part']): Place | null {
  for (let frame = place.parent; frame; frame = frame.parent) if (frame.node.part === part) return frame;
  return null;
}

function isInside(place: Place, frame: Place): boolean {
  for (let around = place.parent; around; around = around.parent) if (around === frame) return true;
  return false;
}

/** Where a frame's first box begins. */
function firstAlong(frame: Place, places: ReadonlyMap<string, Place>): number {
  const first = places.get(frame.node.children[0]?.id ?? '');
  return first ? first.box.along[0] : frame.box.along[0];
}

/** The frames or boxes around two places that stand side by side in one parent. */
function belowCommonParent(a: Place, b: Place): readonly [Place, Place] {
  let [left, right] = [a, b];
  while (left.depth > right.depth && left.parent) left = left.parent;
  while (right.depth > left.depth && right.parent) right = right.parent;
  while (left.parent !== right.parent && left.parent && right.parent) [left, right] = [left.parent, right.parent];
  return [left, right];
}
