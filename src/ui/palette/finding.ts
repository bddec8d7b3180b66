import type { Costs } from '../../analysis/costs';
import type { Architecture } from '../../architecture/architecture';
import { type Part, partsByPath } from '../../architecture/walk';
import type { Command } from '../kit/command';
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

/** Commands that are possible now and have every typed word in their name or the words one may look for. */
export function foundCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ name, words: others = '', possible }) => {
    const text = `${name} ${others}`.toLowerCase();
    return words.every((word) => text.includes(word)) && (possible?.() ?? true);
  });
}
