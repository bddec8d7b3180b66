import { type Costs, costsByPath, totalCosts } from '../analysis/costs';
import { type ArchitectureDifference, difference } from '../analysis/difference';
import { type InferenceMemory, inferenceMemory } from '../analysis/memory';
import { type ReceptiveField, receptiveFields } from '../analysis/receptiveField';
import { type Training, training } from '../analysis/training';
import { type TrainingMemory, trainingMemory } from '../analysis/trainingMemory';
import type { Architecture, Group } from '../architecture/architecture';
import { type Checked, check } from '../architecture/problems';
import { isGroup, type Part } from '../architecture/walk';
import type { Design, Problem } from '../design/design';
import type { Level } from './session';

/** What a design builds and what is wrong with it. Computed once per design object, like everything in this file. */
const checked: (design: Design) => Checked = oncePer(check);

/** True where a design can be built. */
export function isLegal(design: Design): boolean {
  return checked(design).architecture !== null;
}

/**
 * What a legal design builds.
 * @throws Error for an illegal one: only `Document.legal` is drawn
 */
export function architectureOf(design: Design): Architecture {
  const { architecture, problems } = checked(design);
  if (!architecture) throw new Error(`An illegal design was to be drawn: ${problems[0]?.message ?? 'no reason given'}`);
  return architecture;
}

/** What is wrong with a design, in the order of the form: errors, and warnings that leave it legal. */
export function problemsOf(design: Design): readonly Problem[] {
  return checked(design).problems;
}

/** Costs of every part of a network by path, and of the whole under ''. */
export const costsOf: (architecture: Architecture) => ReadonlyMap<string, Costs> = oncePer(costsByPath);

/** Costs of a whole network. */
export const totalsOf: (architecture: Architecture) => Costs = oncePer(totalCosts);

/** Activation memory of one forward pass, buffers reused by liveness. */
export const inferenceMemoryOf: (architecture: Architecture) => InferenceMemory = oncePer(inferenceMemory);

/** What `train()` leaves to be trained, and what it keeps in eval mode. */
export const trainingOf: (architecture: Architecture) => Training = oncePer(training);

/** What a training step keeps, with and without checkpointing. */
export const trainingMemoryOf: (architecture: Architecture) => TrainingMemory = oncePer(trainingMemory);

/** What one output of every part sees of the clip, by path. */
export const receptiveFieldsOf: (architecture: Architecture) => ReadonlyMap<string, ReceptiveField> =
  oncePer(receptiveFields);

/** What a legal design builds, and what was added, removed and changed from it to another network. */
export function differenceOf(
  pinned: Design,
  architecture: Architecture,
): { readonly before: Architecture; readonly difference: ArchitectureDifference } {
  return differences(pinned)(architecture);
}

const differences = oncePer((pinned: Design) => {
  const before = architectureOf(pinned);
  return oncePer((after: Architecture) => ({ before, difference: difference(before, after) }));
});

/**
 * Paths of the groups that stand open in the graph: those the level opens, but for the ones toggled by hand. A group
 * inside a closed one may be in the set; it shows when its parent opens.
 */
export function openedPaths(
  { parts }: Architecture,
  { level, toggled }: { readonly level: Level; readonly toggled: ReadonlySet<string> },
): ReadonlySet<string> {
  const opened = new Set<string>();
  const visit = (part: Part): void => {
    if (!isGroup(part)) return;
    if (opensAt(level, part) !== toggled.has(part.path)) opened.add(part.path);
    part.children.forEach(visit);
  };
  parts.forEach(visit);
  return opened;
}

function opensAt(level: Level, group: Group): boolean {
  return level === 'layers' || (level === 'blocks' && group.kind === 'stage');
}

/** A function of an object that is computed once and then remembered for as long as the object lives. */
export function oncePer<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key);
    if (found) return found.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
}
