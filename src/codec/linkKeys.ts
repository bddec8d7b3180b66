import { PARAMETERS } from '../design/parameters';
import { shownNames } from '../text/harmless';
import { DESIGN_KEYS } from './designCode';

/** Keys of a link that say how its design is looked at, and what a teacher asked for. */
const VIEW_KEYS = ['v', 'at', 'level', 'colour', 'face', 'lesson', 'lessons', 'present', 'room', 'train', 'hide'];

/** Keys of what the explorer shows. */
export const EXPLORE_KEYS = [
  'chart',
  'height',
  'series',
  'factor',
  'device',
  'walk',
  'with',
  'onto',
  'budget',
  'sweep',
  'graph',
] as const;

const KEYS: ReadonlySet<string> = new Set([...VIEW_KEYS, ...EXPLORE_KEYS, ...DESIGN_KEYS]);

/** What `hide` can leave out of the screen: parts of the header, panels, sections of the form and tabs of the dock. */
const HIDEABLE: ReadonlySet<string> = new Set([
  ...['totals', 'explore', 'train', 'learn', 'design', 'inspector', 'dock'],
  ...PARAMETERS.map(({ section }) => section),
  ...['run', 'inside', 'time', 'checkpoint', 'table', 'compare'],
]);

/** A sentence on the keys of a link, and the names it hides, that nothing here is called; none where all are known. */
export function unknownNames(pairs: ReadonlyMap<string, string>): readonly string[] {
  const unknown = [
    ...[...pairs.keys()].filter((key) => !KEYS.has(key)),
    ...(pairs.get('hide') ?? '').split(',').filter((name) => name !== '' && !HIDEABLE.has(name)),
  ];
  return unknown.length > 0 ? [`Nothing here is called ${shownNames(unknown)}.`] : [];
}
