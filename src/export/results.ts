import type { Architecture, Layer } from '../architecture/architecture';
import { isGroup, partsByPath } from '../architecture/walk';

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
  const parts = partsByPath(architecture);
  return paths.map((path) => {
    const part = parts.get(path);
    const layer = part && isGroup(part) ? parts.get(part.result) : part;
    if (layer === undefined || isGroup(layer)) throw new UnknownOutputError(unknown(path, [...parts.keys()]));
    return { name: path, layer };
  });
}

/** What exists under the nearest existing ancestor of a path. */
function unknown(path: string, known: readonly string[]): string {
  let parent = path;
  let near: readonly string[] = [];
  do {
    parent = parent.slice(0, Math.max(0, parent.lastIndexOf('.')));
    const prefix = parent === '' ? '' : `${parent}.`;
    near = known.filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes('.'));
  } while (near.length === 0 && parent !== '');
  const where = parent === '' ? 'At the top there are' : `Under ${parent} there are`;
  return `Output "${path}": the network has no such module. ${where} ${near.join(', ')}.`;
}
