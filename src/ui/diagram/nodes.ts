import type { Node } from '@xyflow/react';
import { type DiagramNode, firstOfRun, type SpreadRun } from '../../diagram/diagram';
import { HEADER, type Layout, type PlacedNode } from '../../diagram/layout';
import type { Family } from '../../diagram/looks';
import type { Point } from '../../diagram/point';
import { type MeasureView, onBothGrounds } from '../../present/measures';

export interface Shown {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  /** `216×13×10×10`: channels, frames, rows, columns. */
  readonly shape: string;
  readonly colour: string;
  /** CSS background of the stripe: the measure's colour, or a band for each family inside. */
  readonly stripe: string;
  /** The box's ground and what is written on it: the measure's colour, so that it is the legend's; or the page's own. */
  readonly fill: string | null;
  readonly ink: string;
  /** What the measure says of it: bar, text, sentence; empty where it says nothing (the clip). */
  readonly fraction: number | null;
  readonly reading: string;
  readonly sentence: string;
  readonly openable: boolean;
  readonly open: boolean;
  readonly depth: number;
  readonly header: number;
  readonly spread: readonly SpreadRun[];
}

/** A node as React Flow knows it: where it is. What it shows is asked for by id (useShownNode.ts). */
export type StudioNode = Node<Record<string, never>, 'part'>;

/** The nodes of a layout as React Flow takes them. Those that stay where they were before are the same objects. */
export function flowNodes(
  { nodes }: Layout,
  offset: Point,
  before: ReadonlyMap<string, StudioNode>,
): readonly StudioNode[] {
  return nodes.map((placed) => {
    const next = flowNode(placed, offset);
    const known = before.get(next.id);
    return known && sameNode(known, next) ? known : next;
  });
}

/** Output shape without the batch, as the field writes it: `216×13×10×10`. */
function mapText(output: readonly number[]): string {
  return output.slice(1).join('×');
}

/** The colour that stands for a node: its kind's, or the measure's. */
export function colourOf({ covers, family }: DiagramNode, measure: MeasureView): string {
  return covers.length > 0 ? measure.colourOf(covers, family) : 'var(--x3d-kind-plain)';
}

/** A narrower heading has no room for a shape, in pixels; the box inside says it. What is not seen is not in the name. */
const SHAPE_FROM = 300;

/** What a node shows under a measure. */
export function shownOf({ node, depth, width }: PlacedNode, measure: MeasureView): Shown {
  const reading = measure.read(node.covers);
  const colour = colourOf(node, measure);
  const step = measure.step(node.covers);
  return {
    id: node.id,
    title: node.title,
    label: node.label,
    shape: depth === 0 && isOpen(node) && width < SHAPE_FROM ? '' : mapText(node.output),
    colour,
    fill: step && onBothGrounds(step),
    ink: step ? onBothGrounds(step.ink) : '',
    stripe: measure.byKind ? bands(node.families) : colour,
    fraction: reading?.fraction ?? null,
    reading: reading?.text ?? '',
    sentence: reading?.sentence ?? '',
    openable: node.openable,
    open: isOpen(node),
    depth,
    header: HEADER[node.part],
    spread: node.spread,
  };
}

/** The outline of a node as an SVG path. */
export function outlineOf({ x, y, width, height }: PlacedNode): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

/** True for a node that is drawn as a frame around others. */
export function isOpen({ children }: DiagramNode): boolean {
  return children.length > 0;
}

const NO_DATA: Record<string, never> = {};

function flowNode({ node, x, y, width, height, depth }: PlacedNode, offset: Point): StudioNode {
  const open = isOpen(node);
  return {
    id: node.id,
    type: 'part',
    position: { x: x + offset.x, y: y + offset.y },
    width,
    height,
    // Known sizes and (no) handles spare React Flow measuring, and mounting every node once to do so.
    measured: { width, height },
    handles: [],
    zIndex: open ? depth : 10,
    style: { pointerEvents: 'none' },
    // The tree item is inside (Box, Frame): it needs an id, which React Flow does not let us set on its wrapper.
    domAttributes: { 'aria-roledescription': undefined },
    data: NO_DATA,
  };
}

/** The DOM id of a node's tree item. */
export function itemId(id: string): string {
  return `node-${id}`;
}

/** A node's name in a screen reader. It holds what the node shows, in the same order, so that speech control finds it. */
export function spoken({ id, title, label, open, spread, shape, sentence }: Shown): string {
  const unfold = open && firstOfRun(id) !== null && UNFOLD;
  return [title, label, ...spread.map(foldName), unfold, shape, sentence].filter(Boolean).join(' ');
}

/** The button that spreads out a run. */
export const UNFOLD = 'unfold';

/** The button that folds a run again. */
export function foldName({ title }: SpreadRun): string {
  return `fold ${title}`;
}

/** Families one under the other, each as high as the next. */
function bands(families: readonly Family[]): string {
  const stops = families.map((family, index) => {
    const [from, to] = [index, index + 1].map((edge) => `${Math.round((1000 * edge) / families.length) / 10}%`);
    return `var(--x3d-kind-${family}) ${from} ${to}`;
  });
  return families.length === 1 ? `var(--x3d-kind-${families[0]})` : `linear-gradient(${stops.join(', ')})`;
}

function sameNode(a: StudioNode, b: StudioNode): boolean {
  return (
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.width === b.width &&
    a.height === b.height &&
    a.zIndex === b.zIndex
  );
}
