import type { Architecture, Group } from '../architecture/architecture';
import { build } from '../architecture/build';
import type { Design, Problem } from '../design/design';
import { validate } from '../design/validate';
import type { Level } from './session';

/** What a legal design builds. Computed once per design object, like everything in this file. */
export const architectureOf = oncePer((design: Design): Architecture => build(design));

/** What is wrong with a design, in the order of the form; empty where it is legal. */
export const problemsOf = oncePer((design: Design): readonly Problem[] => validate(design));

/**
 * Paths of the groups that stand open in the graph: those the level opens, but for the ones toggled by hand. A group
 * inside a closed one may be in the set; it shows when its parent opens.
 */
export function openedPaths(
  { parts }: Architecture,
  { level, toggled }: { readonly level: Level; readonly toggled: ReadonlySet<string> },
): ReadonlySet<string> {
  return new Set(
    parts
      .flatMap(groupsOf)
      .filter((group) => opensAt(level, group) !== toggled.has(group.path))
      .map(({ path }) => path),
  );
}

function opensAt(level: Level, group: Group): boolean {
  return level === 'layers' || (level === 'blocks' && group.kind === 'stage');
}

function groupsOf(group: Group): readonly Group[] {
  return [group, ...group.children.flatMap((child) => ('children' in child ? groupsOf(child) : []))];
}

/** A function of an object that is computed once and then remembered for as long as the object lives. */
function oncePer<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key);
    if (found) return found.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
}
