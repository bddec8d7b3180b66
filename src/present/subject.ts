import type { Architecture, Group, StageFacts } from '../architecture/architecture';
import { isGroup, layersOf, type Part, partsByPath } from '../architecture/walk';
import { firstOfRun, runAt } from '../diagram/diagram';
import { type Family, familyOf, labelOf, sentenceOf } from '../diagram/looks';
import type { Shape } from '../tensor/shape';
import { countText } from '../text/numberText';

/** What the inspector is about: a layer, a group, a run of repeated blocks, or the whole network. */
export interface Subject {
  /** '' for the whole network. */
  readonly path: string;
  /** Last name of the path; `Blocks 1–10` for a run. */
  readonly title: string;
  readonly label: string;
  readonly sentence: string;
  readonly family: Family;
  readonly input: Shape;
  readonly output: Shape;
  /** What it consists of: its costs are theirs. A layer consists of itself. */
  readonly parts: readonly Part[];
  /** Groups around it, outermost first. */
  readonly around: readonly Group[];
  /** The stage it belongs to. */
  readonly stage: StageFacts | null;
}

/** The subject of a selection; null where the path is no longer in the network. */
export function subjectOf(architecture: Architecture, selected: string | null): Subject | null {
  if (selected === null) return network(architecture);
  const run = firstOfRun(selected);
  const parts = partsByPath(architecture);
  const part = parts.get(run ?? selected);
  if (!part) return null;
  const around = groupsAround(architecture, part.path);
  const stage = architecture.stages.find(({ path }) => isWithin(part.path, path)) ?? null;
  const parent = around[around.length - 1];
  const repeated = run !== null && parent ? runAt(parent, part.path) : null;
  if (repeated) {
    const blocks = repeated.blocks;
    const last = blocks[blocks.length - 1] ?? part;
    return {
      path: selected,
      title: `Blocks ${repeated.title}`,
      label: repeated.label,
      sentence: `${blocks.length} blocks that repeat: within ${repeated.label} each is equal to its counterparts in everything but its place.`,
      family: 'plain',
      input: inputOf(part),
      output: last.output,
      parts: blocks,
      around,
      stage,
    };
  }
  return {
    path: part.path,
    title: titleOf(part),
    label: labelOf(part),
    sentence: sentenceOf(part),
    family: familyOf(part),
    input: inputOf(part),
    output: part.output,
    parts: isGroup(part) ? part.children : [part],
    around,
    stage,
  };
}

function titleOf(part: Part): string {
  const name = part.path.slice(part.path.lastIndexOf('.') + 1);
  return part.kind === 'block' ? `Block ${name}` : name;
}

function network(architecture: Architecture): Subject {
  const { parts, clip, design } = architecture;
  const output = parts[parts.length - 1]?.output ?? clip;
  const blocks = architecture.stages.reduce((sum, stage) => sum + stage.se.length, 0);
  return {
    path: '',
    title: 'Network',
    label: design.head ? 'backbone and head' : 'backbone',
    sentence: `${countText(blocks, 'residual block')} in ${countText(architecture.stages.length, 'stage')}, ${countText(architecture.layers.length, 'layer')} in all. Select a part to see how it came to its numbers.`,
    family: 'plain',
    input: clip,
    output,
    parts,
    around: [],
    stage: null,
  };
}

/** The groups a path lies in, outermost first. */
function groupsAround(architecture: Architecture, path: string): readonly Group[] {
  const around: Group[] = [];
  let parts: readonly Part[] = architecture.parts;
  for (;;) {
    const next = parts.filter(isGroup).find((group) => group.path !== path && holds(group, path));
    if (!next) return around;
    around.push(next);
    parts = next.children;
  }
}

function holds(group: Group, path: string): boolean {
  // The stem's modules keep the reference's paths, which do not begin with `stem`.
  return isWithin(path, group.path) || group.children.some((child) => isWithin(path, child.path));
}

function inputOf(part: Part): Shape {
  return layersOf(part)[0]?.inputShapes[0] ?? [];
}

function isWithin(path: string, group: string): boolean {
  return path === group || path.startsWith(`${group}.`);
}
