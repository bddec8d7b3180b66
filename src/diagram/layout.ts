import type { Diagram, DiagramEdge, DiagramNode, NodePart } from './diagram';
import type { Point } from './point';
import { type FlowBox, route } from './route';

/** Which way the network flows. */
export type Direction = 'horizontal' | 'vertical';

/** A rectangle in the picture, in CSS pixels at zoom 1. */
export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** A node with its place. Frames come before what they contain. */
export interface PlacedNode extends Rectangle {
  readonly node: DiagramNode;
  /** Frames around it. */
  readonly depth: number;
  /** Where the main path enters: what stays put on the screen when the node opens. */
  readonly entry: Point;
}

/** An edge with its bends: horizontal and vertical pieces only. */
export interface PlacedEdge {
  readonly edge: DiagramEdge;
  readonly points: readonly Point[];
}

/** A picture of a diagram. The clip's entry is the origin, so what lies before an opened node stays where it is. */
export interface Layout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly bounds: Rectangle;
}

export interface LayoutOptions {
  readonly direction: Direction;
  /** Length of a line along the flow, after which blocks go on in the next line as words do; Infinity for one line. */
  readonly lineLength: number;
  /**
   * Lengths that decide where lines break, by node; a node without one counts as a box. Left out: the lengths as drawn.
   * With those of the picture before anything was opened by hand (`lengthsOf`), opening something makes its line
   * longer instead of breaking it elsewhere, so that nothing before it moves.
   */
  readonly lengths?: ReadonlyMap<string, number>;
}

/** Size of a box along and across the flow, and what a frame's header takes. */
interface Metrics {
  readonly box: { readonly along: number; readonly across: number };
  readonly header: { readonly along: number; readonly across: number };
}

/** Wide enough for a shape such as 24×16×112×112 and a share beside it. */
export const BOX = { horizontal: { width: 160, height: 66 }, vertical: { width: 232, height: 46 } } as const;
/** Between boxes on one line; between the lanes of a block; between lines. */
const GAP = 24;
const LANE_GAP = 16;
const LINE_GAP = 34;
const PADDING = { along: 16, across: 10 };

/** Height of a frame's header, in pixels: what holds more says its name louder. */
export const HEADER: Readonly<Record<NodePart, number>> = {
  clip: 0,
  layer: 0,
  run: 24,
  stem: 28,
  stage: 28,
  head: 28,
  block: 22,
  convModule: 18,
  seModule: 18,
};

/** Line lengths that can be read without moving the picture, by the room there is along the flow. */
export const LINE_LENGTHS: Readonly<
  Record<Direction, Readonly<Record<'least' | 'small' | 'usual' | 'large', number>>>
> = {
  horizontal: { least: 380, small: 560, usual: 900, large: 1300 },
  vertical: { least: 340, small: 480, usual: 640, large: 1100 },
};

/**
 * Places a diagram in lanes: the main path runs straight along the middle of a line, a block's shortcut beside it on
 * one side, an SE module's branch on the other. Lines break between blocks and stages only. Deterministic and O(nodes
 * + edges): an edit moves only what comes after it.
 */
export function layout(diagram: Diagram, options: LayoutOptions): Layout {
  const places = new Map<string, FlowBox>();
  const rules = rulesOf(options);
  const root = lines(
    diagram.nodes.map((node) => measure(node, rules)),
    rules,
  );
  put(root, 0, 0, null, places);
  const routes = diagram.edges.map((edge) => route(edge, places, LINE_GAP / 2, PADDING.along / 2));

  // Everything was placed along the flow and across it, which are x and y of a horizontal picture.
  const flat = options.direction === 'horizontal';
  const nodes = Array.from(places.values(), flat ? placedFlat : placedUpright);
  const edges = diagram.edges.map((edge, index): PlacedEdge => {
    const points = routes[index] ?? [];
    return { edge, points: flat ? points : points.map(({ x, y }) => ({ x: y, y: x })) };
  });
  return { nodes, edges, bounds: boundsOf(nodes, edges) };
}

/**
 * A picture whose nodes and edges say what those of another diagram do; null where that has others. A picture depends on
 * what its nodes are, not on what they say, so most edits move nothing. O(nodes + edges).
 */
export function relabelled(before: Layout, { nodes, edges }: Diagram): Layout | null {
  const labelled: PlacedNode[] = [];
  const label = (node: DiagramNode): boolean => {
    const old = before.nodes[labelled.length];
    if (!old || !isLike(node, old.node)) return false;
    labelled.push({ ...old, node });
    return node.children.every(label);
  };
  if (!nodes.every(label) || labelled.length !== before.nodes.length || edges.length !== before.edges.length)
    return null;
  const routed: PlacedEdge[] = [];
  for (const [index, edge] of edges.entries()) {
    const old = before.edges[index];
    if (old?.edge.id !== edge.id || old.edge.lane !== edge.lane) return null;
    routed.push({ edge, points: old.points });
  }
  return { nodes: labelled, edges: routed, bounds: before.bounds };
}

/** True for nodes that take the same place. */
function isLike(a: DiagramNode, b: DiagramNode): boolean {
  return a.id === b.id && a.part === b.part && a.lane === b.lane && a.children.length === b.children.length;
}

function placedFlat({ node, depth, axis, start, end, top, bottom }: FlowBox): PlacedNode {
  return { node, depth, entry: { x: start, y: axis }, x: start, y: top, width: end - start, height: bottom - top };
}

function placedUpright({ node, depth, axis, start, end, top, bottom }: FlowBox): PlacedNode {
  return { node, depth, entry: { x: axis, y: start }, x: top, y: start, width: bottom - top, height: end - start };
}

/** How long each node of a diagram is along the flow, by id. */
export function lengthsOf(diagram: Diagram, options: LayoutOptions): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>();
  const note = ({ node, length, inside }: Block): void => {
    if (node) lengths.set(node.id, length);
    for (const { block } of inside) note(block);
  };
  const rules = rulesOf(options);
  for (const node of diagram.nodes) note(measure(node, rules));
  return lengths;
}

/** What measuring goes by. */
interface Rules {
  readonly lineLength: number;
  metrics(part: NodePart): Metrics;
  /** The length that decides whether a block still fits on its line. */
  counted(block: Block): number;
}

function rulesOf({ direction, lineLength, lengths }: LayoutOptions): Rules {
  const { width, height } = BOX[direction];
  const flat = direction === 'horizontal';
  const box = flat ? { along: width, across: height } : { along: height, across: width };
  return {
    lineLength,
    metrics: (part) => ({
      box,
      header: flat ? { along: 0, across: HEADER[part] } : { along: HEADER[part], across: 0 },
    }),
    counted: (block) => (lengths && block.node ? (lengths.get(block.node.id) ?? box.along) : block.length),
  };
}

/** A node whose inside is arranged, measured from where the main path enters it. */
interface Block {
  readonly node: DiagramNode | null;
  readonly length: number;
  /** How far it reaches on the shortcut's side of the main path, and on the other. */
  readonly above: number;
  readonly below: number;
  /** How far below its entry the main path leaves it: not 0 where it has several lines. */
  readonly exit: number;
  /** Its shortcut's or branch's line, from the main path: negative is above. */
  readonly sideAxis: number;
  /** How far its inside begins after its entry. */
  readonly inset: number;
  readonly inside: readonly Inside[];
}

/** A part of a block, where its entry lies. */
interface Inside {
  readonly block: Block;
  readonly along: number;
  readonly across: number;
  /** The line it stands on, from top to bottom, from the block's entry. */
  readonly top: number;
  readonly bottom: number;
}

const NOTHING: readonly Inside[] = [];

function measure(node: DiagramNode, rules: Rules): Block {
  const { box, header } = rules.metrics(node.part);
  if (node.children.length === 0) {
    const half = box.across / 2;
    return { node, length: box.along, above: half, below: half, exit: 0, sideAxis: 0, inset: 0, inside: NOTHING };
  }
  const children = node.children.map((child) => measure(child, rules));
  const content = node.part === 'stage' || node.part === 'run' ? lines(children, rules) : lanes(node, children);
  return {
    node,
    length: content.length + 2 * PADDING.along + header.along,
    above: content.above + PADDING.across + header.across,
    below: content.below + PADDING.across,
    exit: content.exit,
    sideAxis: content.sideAxis,
    inset: PADDING.along + header.along,
    inside: content.inside,
  };
}

/** One after the other, in as many lines as it takes. What has several lines itself is the last on its line. */
function lines(blocks: readonly Block[], { lineLength, counted }: Rules): Block {
  const inside: Inside[] = [];
  let [length, above, below, exit] = [0, 0, 0, 0];
  let line: Block[] = [];
  let top = 0;
  const close = (): void => {
    if (line.length === 0) return;
    const lineAbove = Math.max(...line.map((block) => block.above));
    const lineBelow = Math.max(...line.map((block) => block.below));
    const first = inside.length === 0;
    const axis = first ? 0 : top + LINE_GAP + lineAbove;
    let along = 0;
    for (const block of line) {
      inside.push({ block, along, across: axis, top: axis - lineAbove, bottom: axis + lineBelow });
      along += block.length + GAP;
    }
    if (first) above = lineAbove;
    below = axis + lineBelow;
    exit = axis + (line[line.length - 1]?.exit ?? 0);
    top = below;
    length = Math.max(length, along - GAP);
    line = [];
  };
  let used = 0;
  for (const block of blocks) {
    if (line.length > 0 && used + counted(block) > lineLength) {
      close();
      used = 0;
    }
    line.push(block);
    used += counted(block) + GAP;
    if (block.exit !== 0) {
      close();
      used = 0;
    }
  }
  close();
  return { node: null, length, above, below, exit, sideAxis: 0, inset: 0, inside };
}

/** On one line, with a lane beside it: a block's shortcut above, an SE module's branch below. */
function lanes(node: DiagramNode, children: readonly Block[]): Block {
  const gap = node.part === 'convModule' ? GAP / 2 : GAP;
  const gate = node.part === 'seModule';
  let [above, below, sideAbove, sideBelow] = [0, 0, 0, 0];
  let [boxes, sideLength] = [0, 0];
  for (const child of children) {
    if (isBeside(child, node)) {
      sideAbove = Math.max(sideAbove, child.above);
      sideBelow = Math.max(sideBelow, child.below);
      sideLength += child.length + gap;
    } else {
      above = Math.max(above, child.above);
      below = Math.max(below, child.below);
      boxes++;
    }
  }
  // A branch lies beside its main path, which has no box there; a shortcut lies beyond the boxes of its block.
  const axis = gate ? LANE_GAP + sideAbove : node.part === 'block' ? -(above + LANE_GAP + sideBelow) : 0;
  // The shortcut's own boxes end before the sum they lead to, which is the last box but one, or the last.
  const sum = gate ? 0 : Math.max(0, boxes - 2);
  let [box, side, at] = [0, 0, 0];
  const inside = children.map((block): Inside => {
    const beside = isBeside(block, node);
    if (!beside && box++ === sum) at = Math.max(at, sideLength);
    const along = beside ? side : at;
    if (beside) side += block.length + gap;
    else at += block.length + gap;
    return { block, along, across: beside ? axis : 0, top: 0, bottom: 0 };
  });
  return {
    node,
    length: Math.max(at, side) - gap,
    above: axis < 0 ? -axis + Math.max(sideAbove, 4) : above,
    below: gate ? Math.max(below, axis + sideBelow) : below,
    exit: 0,
    sideAxis: axis,
    inset: 0,
    inside,
  };
}

function isBeside({ node }: Block, { lane }: DiagramNode): boolean {
  return node?.lane !== lane;
}

/** Turns a block's inner places into places of the picture, parents first. */
function put(
  block: Block,
  along: number,
  across: number,
  parent: FlowBox | null,
  places: Map<string, FlowBox>,
  lineTop = 0,
  lineBottom = 0,
): void {
  let place = parent;
  if (block.node) {
    place = {
      node: block.node,
      parent,
      depth: parent ? parent.depth + 1 : 0,
      axis: across,
      sideAxis: across + block.sideAxis,
      start: along,
      end: along + block.length,
      top: across - block.above,
      bottom: across + block.below,
      lineTop,
      lineBottom,
    };
    places.set(block.node.id, place);
  }
  for (const { block: child, along: at, across: aside, top, bottom } of block.inside)
    put(child, along + block.inset + at, across + aside, place, places, across + top, across + bottom);
}

function boundsOf(nodes: readonly PlacedNode[], edges: readonly PlacedEdge[]): Rectangle {
  let [left, top, right, bottom] = [0, 0, 0, 0];
  const include = (x: number, y: number): void => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  };
  for (const { x, y, width, height } of nodes) {
    include(x, y);
    include(x + width, y + height);
  }
  for (const { points } of edges) for (const { x, y } of points) include(x, y);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
