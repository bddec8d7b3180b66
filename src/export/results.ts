import type { Architecture, Group, Layer } from '../architecture/architecture';

/** A module's result: the name it is asked for under, and the leaf that computes it. */
export interface ResultOf {
  readonly name: string;
  readonly layer: Layer;
}

/** A path that names no module of the architecture. */
export class UnknownOutputError extends Error {
  override name = 'UnknownOutputError';
}

/**
 * The leaf behind each path: a group's result (`layer1.0` → `layer1.0.relu`), or the leaf itself.
 * @throws UnknownOutputError with the paths that exist nearby
 */
export function findResults(architecture: Architecture, paths: readonly string[]): readonly ResultOf[] {
  const leaves = new Map(architecture.layers.map((layer) => [layer.path, layer]));
  const groups = new Map(architecture.parts.flatMap(groupsOf).map((group) => [group.path, group.result]));
  return paths.map((path) => {
    const layer = leaves.get(path) ?? leaves.get(groups.get(path) ?? '');
    if (layer === undefined) throw new UnknownOutputError(unknown(path, [...groups.keys(), ...leaves.keys()]));
    return { name: path, layer };
  });
}

function groupsOf(group: Group): readonly Group[] {
  return [group, ...group.children.flatMap((child) => ('children' in child ? groupsOf(child) : []))];
}

/** What exists beside the nearest existing ancestor of a path. */
function unknown(path: string, known: readonly string[]): string {
  let parent = path;
  let near: readonly string[] = [];
  while (near.length === 0 && parent !== '') {
    parent = parent.slice(0, Math.max(0, parent.lastIndexOf('.')));
    const prefix = parent === '' ? '' : `${parent}.`;
    near = known.filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes('.'));
  }
  const where = parent === '' ? 'At the top there are' : `Under ${parent} there are`;
  return `Output "${path}": the network has no such module. ${where} ${near.join(', ')}.`;
}
