// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setUp.mjs';

/** What a build depends on beside its sources. */
const TOOLS = ['package-lock.json', 'tsconfig.json', 'vite.config.ts', 'scripts/build'];

/**
 * A hash of names and contents: equal as long as a build of these files would give the same.
 *
 * @param {readonly string[]} paths files and folders, from the root; those that do not exist count as absent
 * @param {(path: string) => boolean} [keep] which files inside the folders count; all if left out
 * @returns {string} 16 hexadecimal digits
 */
export function fingerprint(paths, keep = () => true) {
  const hash = createHash('sha256');
  for (const path of [...TOOLS, ...paths].flatMap(filesUnder).filter(keep).sort()) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(ROOT + path))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  const stats = statSync(ROOT + path, { throwIfNoEntry: false });
  if (!stats) return [];
  return stats.isDirectory() ? readdirSync(ROOT + path).flatMap((name) => filesUnder(join(path, name))) : [path];
}
