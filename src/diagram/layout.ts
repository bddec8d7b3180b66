import type { Diagram, DiagramEdge, DiagramNode, NodePart } from './diagram';
import { type Place, route } from './route';

/** Which way the network flows. */
export type Direction = 'horizontal' | 'vertical';

export interface Point {
  readonly x: number;
  readonly y: number;
}

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

const BOX = { horizontal: { width: 150, height: 66 }, vertical: { width: 232, height: 46 } } as const;
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
export const LINE_LENGTHS: Readonly<Record<Direction, Readonly<Record<'small' | 'usual' | 'large', number>>>> = {
  horizontal: { small: 560, usual: 900, large: 1300 },
  vertical: { small: 480, usual: 640, large: 1100 },
};

/**
 * Places a diagram in lanes: the main path runs straight along the middle of a line, a block's shortcut beside it on
 * one side, an SE module's branch on the other. Lines break between blocks and stages only. Deterministic and O(nodes
 * + edges): an edit moves only what comes after it.
 */
export function layout(diagram: Diagram, options: LayoutOptions): Layout {
  const { direction } = options;
  const flat = direction === 'horizontal';
  const places = new Map<string, Place>();
  const rules = rulesOf(options);
  const root = lines(
    diagram.nodes.map((node) => measure(node, rules)),
    rules,
  );
  put(root, { along: 0, across: 0 }, null, places);

  const toPoint = (along: number, across: number): Point => (flat ? { x: along, y: across } : { x: across, y: along });
  const nodes = [...places.values()].map((place): PlacedNode => {
    const { along, across } = place.box;
    const start = toPoint(along[0], across[0]);
    const end = toPoint(along[1], across[1]);
    return {
      node: place.node,
      depth: place.depth,
      entry: toPoint(along[0], place.axis),
      ...start,
      width: end.x - start.x,
      height: end.y - start.y,
    };
  });
  const edges = diagram.edges.map((edge): PlacedEdge => {
    const points = route(edge, places, LINE_GAP / 2, PADDING.along / 2);
    return { edge, points: points.map(([along, across]) => toPoint(along, across)) };
  });
  return { nodes, edges, bounds: boundsOf(nodes, edges) };
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
export interface Block {
  readonly node: DiagramNode | null;
  readonly length: number;
  /** How far it reaches on the shortcut's side of the main path, and on the other. */
  readonly above: number;
  readonly below: number;
  /** How far below its entry the main path leaves it: not 0 where it has several lines. */
  readonly exit: number;
  /** Its shortcut's or branch's line, from the main path: negative is above. */
  readonly sideAxis: number;
  readonly inside: readonly Inside[];
}

/** A part of a block, where its entry lies. */
interface Inside {
  readonly block: Block;
  readonly along: number;
  readonly across: number;
  /** The line it stands on, from top to bottom, from the block's entry. */
  readonly line: readonly [top: number, bottom: number];
}

function measure(node: DiagramNode, rules: Rules): Block {
  const { box, header } = rules.metrics(node.part);
  if (node.children.length === 0) {
    const half = box.across / 2;
    return { node, length: box.along, above: half, below: half, exit: 0, sideAxis: 0, inside: [] };
  }
  const children = node.children.map((child) => measure(child, rules));
  const content = node.part === 'stage' || node.part === 'run' ? lines(children, rules) : lanes(node, children);
  return {
    ...content,
    node,
    length: content.length + 2 * PADDING.along + header.along,
    above: content.above + PADDING.across + header.across,
    below: content.below + PADDING.across,
    inside: content.inside.map((part) => ({ ...part, along: part.along + PADDING.along + header.along })),
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
      inside.push({ block, along, across: axis, line: [axis - lineAbove, axis + lineBelow] });
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
  return { node: null, length, above, below, exit, sideAxis: 0, inside };
}

/** On one line, with a lane beside it: a block's shortcut above, an SE module's branch below. */
function lanes(node: DiagramNode, children: readonly Block[]): Block {
  const beside = (child: Block): boolean => child.node?.lane !== node.lane;
  const main = children.filter((child) => !beside(child));
  const side = children.filter(beside);
  const gap = node.part === 'convModule' ? GAP / 2 : GAP;
  const [above, below] = [Math.max(...main.map((c) => c.above)), Math.max(...main.map((c) => c.below))];
  const sideAbove = Math.max(0, ...side.map((c) => c.above));
  const sideBelow = Math.max(0, ...side.map((c) => c.below));
  const gate = node.part === 'seModule';
  // A branch lies beside its main path, which has no box there; a shortcut lies beyond the boxes of its block.
  const axis = gate ? LANE_GAP + sideAbove : node.part === 'block' ? -(above + LANE_GAP + sideBelow) : 0;

  const inside: Inside[] = [];
  let along = 0;
  for (const block of side) {
    inside.push({ block, along, across: axis, line: [0, 0] });
    along += block.length + gap;
  }
  const last = main.length - 1;
  let at = gate ? along : 0;
  main.forEach((block, index) => {
    // The shortcut's own boxes end before the sum they lead to, which is the last box but one, or the last.
    if (!gate && index === Math.max(0, last - 1)) at = Math.max(at, along);
    inside.push({ block, along: at, across: 0, line: [0, 0] });
    at += block.length + gap;
  });
  const length = Math.max(at, along) - gap;
  const order = new Map(children.map((child, index) => [child, index]));
  inside.sort((a, b) => (order.get(a.block) ?? 0) - (order.get(b.block) ?? 0));
  return {
    node,
    length,
    above: axis < 0 ? -axis + Math.max(sideAbove, 4) : above,
    below: gate ? Math.max(below, axis + sideBelow) : below,
    exit: 0,
    sideAxis: axis,
    inside,
  };
}

/** Turns a block's inner places into places of the picture, parents first. */
function put(
  block: Block,
  entry: { readonly along: number; readonly across: number },
  parent: Place | null,
  places: Map<string, Place>,
  line: readonly [number, number] = [0, 0],
): void {
  let place: Place | null = null;
  if (block.node) {
    place = {
      node: block.node,
      parent,
      depth: parent ? parent.depth + 1 : 0,
      axis: entry.across,
      sideAxis: entry.across + block.sideAxis,
      box: {
        along: [entry.along, entry.along + block.length],
        across: [entry.across - block.above, entry.across + block.below],
      },
      line,
    };
    places.set(block.node.id, place);
  }
  for (const { block: child, along, across, line: childLine } of block.inside) {
    const at = { along: entry.along + along, across: entry.across + across };
    put(child, at, place ?? parent, places, [entry.across + childLine[0], entry.across + childLine[1]]);
  }
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
