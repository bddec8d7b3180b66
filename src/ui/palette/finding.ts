import type { Costs } from '../../analysis/costs';
import type { Architecture } from '../../architecture/architecture';
import { isGroup, type Part, partsByPath } from '../../architecture/walk';
import { parseSearch } from '../../present/search';
import { countText } from '../../text/numberText';
import type { Command } from '../kit/command';

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

/** A place the palette leads to that is neither a command nor a part of the network. */
export interface FoundPlace {
  readonly id: string;
  readonly group: 'Form' | 'Glossary' | 'Files';
  readonly label: string;
  /** What stands beside it: the reference's keyword, a file's endings. */
  readonly hint: string;
  /** Other words one may look for. */
  readonly words: string;
  readonly go: () => void;
}

/** Places that have every typed word in what they are called or may be looked for by; none before anything is typed. */
export function foundPlaces(places: readonly FoundPlace[], query: string): readonly FoundPlace[] {
  if (query.trim() === '') return [];
  return ranked(
    places.filter(({ label, hint, words }) => hasAll(`${label} ${hint} ${words}`, query)),
    query,
    ({ label, hint }) => `${label} ${hint}`,
  );
}

/** Commands that are possible now and have every typed word in their name or the words one may look for; the best first. */
export function foundCommands(commands: readonly Command[], query: string): readonly Command[] {
  const found = commands.filter(
    ({ name, words = '', possible }) => hasAll(`${name} ${words}`, query) && (possible?.() ?? true),
  );
  return ranked(found, query, ({ name }) => name);
}

function hasAll(text: string, query: string): boolean {
  const lower = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

/** What is called exactly so first, then what begins so, then what has a word that begins so; else in the order given. */
function ranked<T>(found: readonly T[], query: string, nameOf: (each: T) => string): readonly T[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return found;
  const rank = (each: T): number => {
    const name = nameOf(each).toLowerCase();
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    return name.split(/[\s:,.]+/).some((word) => word.startsWith(wanted)) ? 2 : 3;
  };
  return found.toSorted((a, b) => rank(a) - rank(b));
}
