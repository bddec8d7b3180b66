import type { Costs } from '../../analysis/costs';
import type { Architecture } from '../../architecture/architecture';
import { isGroup, type Part, partsByPath } from '../../architecture/walk';
import type { Command } from '../kit/command';
import { countText } from '../kit/numberText';
import { parseSearch } from '../kit/search';

/** Groups and layers that match what was typed, groups before what is in them; none before anything is typed. */
export function foundParts(
  architecture: Architecture,
  costs: ReadonlyMap<string, Costs>,
  query: string,
): readonly Part[] {
  if (query.trim() === '') return [];
  const match = parseSearch(query);
  return [...partsByPath(architecture).values()].filter((part) => {
    const own = costs.get(part.path);
    return own !== undefined && match(part, own);
  });
}

/** How many there are of each: `69 layers, 27 groups`; the table, which has no groups, finds as many layers. */
export function foundText(parts: readonly Part[]): string {
  const groups = parts.filter(isGroup).length;
  const layers = countText(parts.length - groups, 'layer');
  return groups === 0 ? layers : `${layers}, ${countText(groups, 'group')}`;
}

/** Commands that are possible now and have every typed word in their name or the words one may look for. */
export function foundCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ name, words: others = '', possible }) => {
    const text = `${name} ${others}`.toLowerCase();
    return words.every((word) => text.includes(word)) && (possible?.() ?? true);
  });
}
