import type { Architecture, Group } from '../../architecture/architecture';
import { isGroup, type Part } from '../../architecture/walk';
import type { Level } from './level';

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
