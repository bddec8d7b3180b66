import { type Architecture, CLIP, type Group, type Layer } from '../architecture/architecture';
import { isGroup, layersOf, type Part } from '../architecture/walk';
import type { Shape } from '../tensor/shape';
import { foldBlocks, type Run } from './fold';
import { type Family, familiesOf, familyOf, gateOf, labelOf } from './looks';

/** What a visible node stands for. */
export type NodePart = 'clip' | 'layer' | 'run' | Group['kind'];

/** Where something lies in the picture: on the way through the network, on a block's shortcut, on an SE module's side branch. */
export type Lane = 'main' | 'shortcut' | 'gate';

/** One thing to draw: a box, or where it has children, a frame around them. */
export interface DiagramNode {
  /** The path of the part; `clip`; or a run's id (`runId`). */
  readonly id: string;
  readonly part: NodePart;
  /** Last name of the path (`conv2`); a run's blocks (`1–10`). */
  readonly title: string;
  /** What it is, in two or three words. */
  readonly label: string;
  readonly family: Family;
  /** What works inside a box (`familiesOf`); a frame's own family, as it shows its inside. */
  readonly families: readonly Family[];
  readonly output: Shape;
  readonly lane: Lane;
  /** Paths whose costs add up to the node's: its own, or those of a run's blocks. Empty for the clip. */
  readonly covers: readonly string[];
  /** In forward order; empty for a box. */
  readonly children: readonly DiagramNode[];
  /** It has an inside: Enter opens a box, Escape closes a frame. */
  readonly openable: boolean;
  /** On a stage that is open: its runs that are spread out, so that they can be folded again. */
  readonly spread: readonly SpreadRun[];
}

/** A run of repeated blocks that is drawn block by block. */
export interface SpreadRun {
  /** Path of the first block. */
  readonly first: string;
  readonly title: string;
  readonly label: string;
}

/** A value that flows from one box to another. */
export interface DiagramEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly lane: Lane;
  /** What flows. */
  readonly shape: Shape;
  /** A layer and one that reads it: the same for an edge in every picture, whatever is open. */
  readonly flow: string;
}

/** The visible network: a forest of nodes in forward order, and the edges between its boxes. */
export interface Diagram {
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

export interface OpenParts {
  /** Groups, by path. */
  readonly opened: ReadonlySet<string>;
  readonly runs: RunOpening;
}

/** How runs of repeated blocks are drawn. */
interface RunOpening {
  /** Block by block, but for those whose first block is in `except`. */
  readonly spread: boolean;
  readonly except: ReadonlySet<string>;
  /** Folded, they are frames around what repeats, drawn once, or else boxes; but for those whose id is in `toggled`. */
  readonly open: boolean;
  readonly toggled: ReadonlySet<string>;
}

/** Everything closed but what `opened` names, every run folded and a box. */
export function opening(opened: Iterable<string> = [], runs: Partial<RunOpening> = {}): OpenParts {
  return {
    opened: new Set(opened),
    runs: { spread: false, except: new Set(), open: false, toggled: new Set(), ...runs },
  };
}

/** Every group open; runs folded, with what repeats drawn once, or spread out. The picture that goes into a paper. */
export function fullyOpen(architecture: Architecture, spread: boolean): OpenParts {
  const groups: string[] = [];
  const visit = (part: Part): void => {
    if (!isGroup(part)) return;
    groups.push(part.path);
    part.children.forEach(visit);
  };
  architecture.parts.forEach(visit);
  return opening(groups, { spread, open: true });
}

/** The id of a folded run: its first block's path and an ellipsis, `layer3.1…`. */
export function runId(firstBlock: string): string {
  return `${firstBlock}…`;
}

/** The first block's path of a run's id; null for any other id. */
export function firstOfRun(id: string): string | null {
  return id.endsWith('…') ? id.slice(0, -1) : null;
}

/** The part of an architecture that shows when these are open. O(layers). */
export function diagramOf(architecture: Architecture, { opened, runs: runOpening }: OpenParts): Diagram {
  const clip: DiagramNode = {
    id: CLIP,
    part: 'clip',
    title: 'clip',
    label: 'input',
    family: 'plain',
    families: ['plain'],
    output: architecture.clip,
    lane: 'main',
    covers: [],
    children: NO_NODES,
    openable: false,
    spread: NO_RUNS,
  };
  let order = 0;
  const box = (node: DiagramNode): Box => ({ node, order: node.lane === 'main' ? order++ : Number.NaN });
  /** Which box each layer's result comes from. */
  const owner = new Map<string, Box>([[CLIP, box(clip)]]);
  const own = (part: Part, by: Box): void => {
    if (isGroup(part)) for (const child of part.children) own(child, by);
    else owner.set(part.path, by);
  };
  /** Layers that are drawn by their counterparts in the repetition that stands for all. */
  const repeated = new Set<string>();
  const repeat = (block: Part, shown: Part): void => {
    for (const { path } of layersOf(block)) {
      repeated.add(path);
      const by = owner.get(shown.path + path.slice(block.path.length));
      if (by) owner.set(path, by);
    }
  };

  const show = (part: Part, lane: Lane): DiagramNode => {
    if (isGroup(part) && opened.has(part.path)) {
      if (part.kind === 'stage') return stage(part, lane);
      return describe(
        part,
        lane,
        [familyOf(part)],
        part.children.map((child) => show(child, laneOf(child, part, lane))),
      );
    }
    const node = describe(part, lane, familiesOf(part));
    own(part, box(node));
    return node;
  };
  const stage = (group: Group, lane: Lane): DiagramNode => {
    const runs = runsIn(group);
    const { spread, except, open, toggled } = runOpening;
    const isSpread = ({ times, first }: BlockRun): boolean => times > 1 && spread !== except.has(first.path);
    const children = runs.flatMap((run) => {
      const { blocks, first } = run;
      if (run.times === 1 || isSpread(run)) return blocks.map((block) => show(block, lane));
      const node = describeRun(run, lane);
      if (open === toggled.has(node.id)) {
        const closed = box(node);
        for (const block of blocks) own(block, closed);
        return [node];
      }
      const once = blocks.slice(0, run.period);
      const shown = once.map((block) => show(block, lane));
      for (const [index, block] of blocks.slice(run.period).entries()) repeat(block, once[index % run.period] ?? first);
      return [{ ...node, children: shown }];
    });
    const spreadRuns = runs.filter(isSpread).map((run) => ({ ...namesOf(run), first: run.first.path }));
    return describe(group, lane, [familyOf(group)], children, spreadRuns);
  };

  const nodes = [clip, ...architecture.parts.map((part) => show(part, 'main'))];
  const drawn =
    repeated.size === 0 ? architecture.layers : architecture.layers.filter(({ path }) => !repeated.has(path));
  return { nodes, edges: edgesBetween(drawn, owner) };
}

const NO_NODES: readonly DiagramNode[] = [];
const NO_RUNS: readonly SpreadRun[] = [];

/**
 * What must be open so that a part shows: the groups around it, and the run it would be folded into, if any. `once` is
 * true where the run shows it as well when it is folded and open: in the repetition that stands for all.
 */
export function around(
  architecture: Architecture,
  path: string,
): { readonly groups: readonly string[]; readonly run: string | null; readonly once: boolean } {
  const groups: string[] = [];
  let run: string | null = null;
  let once = false;
  const descend = (parts: readonly Part[]): void => {
    const next = parts.find((part) => path === part.path || layersOf(part).some((layer) => isWithin(layer.path, path)));
    if (!next || next.path === path || !isGroup(next)) return;
    groups.push(next.path);
    if (next.kind === 'stage') {
      const isInside = (block: Part) => isWithin(path, block.path);
      const found = runsIn(next).find(({ times, blocks }) => times > 1 && blocks.some(isInside));
      if (found) {
        run = found.first.path;
        once = found.blocks.slice(0, found.period).some(isInside);
      }
    }
    descend(next.children);
  };
  descend(architecture.parts);
  return { groups, run, once };
}

/** The runs of repeated blocks in a stage, by the path of their first block. */
export function runsOf(stage: Group): readonly string[] {
  return runsIn(stage).flatMap(({ times, first }) => (times > 1 ? [first.path] : []));
}

/** Blocks by their numbers, and what repeats: `1–10` and `(plain, SE) × 5`. Null where no run starts at that block. */
export function runAt(
  stage: Group,
  firstBlock: string,
): { readonly title: string; readonly label: string; readonly blocks: readonly Part[] } | null {
  const run = runsIn(stage).find(({ times, first }) => times > 1 && first.path === firstBlock);
  return run ? { ...namesOf(run), blocks: run.blocks } : null;
}

/** A run with its blocks. */
interface BlockRun extends Run {
  readonly first: Part;
  readonly blocks: readonly Part[];
}

/** The runs of a stage; a block that repeats nothing is a run of one. */
function runsIn(stage: Group): readonly BlockRun[] {
  return foldBlocks(stage.children).flatMap((run) => {
    const blocks = stage.children.slice(run.start, run.start + run.period * run.times);
    const [first] = blocks;
    return first ? [{ ...run, first, blocks }] : [];
  });
}

/** What a run is called, and what repeats. */
function namesOf({ start, period, times, blocks }: BlockRun): Pick<SpreadRun, 'title' | 'label'> {
  const names = blocks.slice(0, period).map((block) => (isGroup(block) && gateOf(block) ? 'SE' : 'plain'));
  return {
    title: `${start}–${start + period * times - 1}`,
    label: `${period === 1 ? names.join('') : `(${names.join(', ')})`} × ${times}`,
  };
}

interface Box {
  readonly node: DiagramNode;
  /** Place on the main lane; NaN beside it. */
  readonly order: number;
}

/** The node of a part: a box, or with children a frame. */
function describe(
  part: Part,
  lane: Lane,
  families: readonly Family[],
  children: readonly DiagramNode[] = NO_NODES,
  spread: readonly SpreadRun[] = NO_RUNS,
): DiagramNode {
  return {
    id: part.path,
    part: isGroup(part) ? part.kind : 'layer',
    title: part.path.slice(part.path.lastIndexOf('.') + 1),
    label: labelOf(part),
    family: familyOf(part),
    families,
    output: part.output,
    lane,
    covers: [part.path],
    children,
    openable: isGroup(part),
    spread,
  };
}

function describeRun(run: BlockRun, lane: Lane): DiagramNode {
  const { first, blocks, period } = run;
  return {
    id: runId(first.path),
    part: 'run',
    ...namesOf(run),
    family: 'plain',
    families: [...new Set(blocks.slice(0, period).flatMap(familiesOf))],
    output: (blocks.at(-1) ?? first).output,
    lane,
    covers: blocks.map(({ path }) => path),
    children: NO_NODES,
    openable: true,
    spread: NO_RUNS,
  };
}

/** Where a group's child lies. What reads the block's own input and nothing else, after the first child, is its shortcut. */
function laneOf(child: Part, group: Group, lane: Lane): Lane {
  const [first] = group.children;
  if (group.kind === 'seModule') return child.path === group.result ? lane : 'gate';
  if (group.kind !== 'block' || !first || child === first) return lane;
  const entrance = firstLayer(first).inputs[0];
  return firstLayer(child).inputs.every((input) => input === entrance) ? 'shortcut' : lane;
}

function firstLayer(part: Part): Layer {
  let first = part;
  while (isGroup(first)) {
    const [child] = first.children;
    if (!child) throw new Error(`${first.path} has no layers`);
    first = child;
  }
  return first;
}

/** One edge for each pair of boxes that are joined. It belongs to the main lane where they are neighbours on it. */
function edgesBetween(layers: readonly Layer[], owner: ReadonlyMap<string, Box>): readonly DiagramEdge[] {
  const edges: DiagramEdge[] = [];
  // The layers of a box follow each other, and so do the edges into it: they begin here.
  let start = 0;
  let reader: Box | undefined;
  const isJoined = (from: string): boolean => {
    for (let at = start; at < edges.length; at++) if (edges[at]?.from === from) return true;
    return false;
  };
  for (const { path, inputs, inputShapes } of layers) {
    const to = owner.get(path);
    if (to !== reader) start = edges.length;
    reader = to;
    inputs.forEach((input, index) => {
      const from = owner.get(input);
      if (!from || !to || from === to || isJoined(from.node.id)) return;
      edges.push({
        id: `${from.node.id}>${to.node.id}`,
        from: from.node.id,
        to: to.node.id,
        lane: edgeLane(from, to),
        shape: inputShapes[index] ?? from.node.output,
        flow: `${input}>${path}`,
      });
    });
  }
  return edges;
}

function edgeLane(from: Box, to: Box): Lane {
  if (to.order === from.order + 1) return 'main';
  return from.node.lane === 'gate' || to.node.lane === 'gate' ? 'gate' : 'shortcut';
}

function isWithin(path: string, group: string): boolean {
  return path === group || path.startsWith(`${group}.`);
}
