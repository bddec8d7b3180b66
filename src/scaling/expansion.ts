import type { Design } from '../design/design';
import { presetNamed } from '../design/presets';
import { type AxisName, axisNamed } from './axes';

/** A design on a walk, and the step that led to it. */
export interface WalkNode {
  /** Its place in `Walk.nodes`. */
  readonly id: number;
  /** Null for the start. */
  readonly parent: number | null;
  readonly design: Design;
  readonly step: Step | null;
}

/** One axis moved from one value to another. */
export interface Step {
  readonly axis: AxisName;
  readonly from: number;
  readonly to: number;
}

/** A tree of designs grown step by step from one start, and where one stands in it. Nothing is lost by stepping back. */
export interface Walk {
  readonly nodes: readonly WalkNode[];
  readonly at: number;
}

/**
 * Where the expansion starts: X2D, its one frame standing for a span of 48 source frames (X3D-XS's 4 × 12), so that a
 * higher frame rate has something to sample from. How far apart the frames of a clip of one are says nothing by itself.
 */
export const START: Design = spanning(presetNamed('X2D').design, 48);

/** A walk that has taken no step yet. */
export function startWalk(design: Design = START): Walk {
  return { nodes: [{ id: 0, parent: null, design, step: null }], at: 0 };
}

/** The node with an id. @throws Error where the walk has none. */
export function nodeOf({ nodes }: Walk, id: number): WalkNode {
  const node = nodes[id];
  if (!node) throw new Error(`A walk of ${nodes.length} nodes has none with id ${id}.`);
  return node;
}

/** Takes a step from where the walk stands. A step taken before leads to the same node again. */
export function take(walk: Walk, step: Step, design: Design): Walk {
  const known = walk.nodes.find(
    (node) => node.parent === walk.at && node.step?.axis === step.axis && node.step.to === step.to,
  );
  if (known) return { ...walk, at: known.id };
  const id = walk.nodes.length;
  return { nodes: [...walk.nodes, { id, parent: walk.at, design, step }], at: id };
}

/** One step back; the start stays where it is. */
export function back(walk: Walk): Walk {
  return { ...walk, at: nodeOf(walk, walk.at).parent ?? walk.at };
}

/** Stands on any node of the walk: a step from there is a branch. */
export function goTo(walk: Walk, id: number): Walk {
  return { ...walk, at: nodeOf(walk, id).id };
}

/** Nodes from the start to a node, both included. */
export function pathTo(walk: Walk, id: number = walk.at): readonly WalkNode[] {
  const node = nodeOf(walk, id);
  return node.parent === null ? [node] : [...pathTo(walk, node.parent), node];
}

/** Ends of a walk's branches, in the order they were begun. */
export function tipsOf({ nodes }: Walk): readonly WalkNode[] {
  const parents = new Set(nodes.map(({ parent }) => parent));
  return nodes.filter(({ id }) => !parents.has(id));
}

/** Steps from X2D over the published members to X3D-L, one axis each. What order the paper took is not claimed. */
const PUBLISHED_STEPS: readonly (readonly [axis: AxisName, to: number])[] = [
  ['gamma_b', 2.25],
  ['gamma_tau', 4], // 4 × 12 of the span of 48
  ['gamma_s', 160],
  ['gamma_d', 2.2], // XS
  ['gamma_tau', 8], // 8 × 6
  ['gamma_t', 13], // S: 13 × 6
  ['gamma_tau', 16], // 16 × 5 of the span of 78
  ['gamma_s', 224], // M
  ['gamma_d', 5],
  ['gamma_s', 312], // L
];

/** The built-in walk through X3D-XS, S and M to L; its last node is where it stands. */
export const PUBLISHED_WALK: Walk = PUBLISHED_STEPS.reduce((walk, [name, to]) => {
  const axis = axisNamed(name);
  const { design } = nodeOf(walk, walk.at);
  return take(walk, { axis: name, from: axis.value(design), to }, axis.apply(design, to));
}, startWalk());

function spanning(design: Design, interval: number): Design {
  return { ...design, clip: { ...design.clip, interval } };
}
