import { isRecord } from '../text/json';
import { tidyName } from './edits';
import { type Clip, type ClipClass, type Library, MOST_CLASSES, type Take } from './library';

/** A data set as it is written that cannot be used, in a sentence. */
export class LibraryError extends Error {
  override name = 'LibraryError';
}

const MOST_ITEMS = 100_000;

/**
 * A data set from JSON that comes from storage or an archive. What does not fit the rest (a clip of a video that is not
 * there) is left out. @throws LibraryError for what is no data set
 */
export function readLibrary(value: unknown): Library {
  if (!isRecord(value)) throw new LibraryError('Expected a data set: classes, takes and clips; found something else.');
  const { classes, takes, clips, mirror } = value;
  const readClasses = unique(listOf(classes, 'classes').flatMap(readClass)).slice(0, MOST_CLASSES);
  const readTakes = unique(listOf(takes, 'takes').flatMap(readTake));
  const classIds = new Set(readClasses.map(({ id }) => id));
  const byTake = new Map(readTakes.map((take) => [take.id, take]));
  const readClips = unique(listOf(clips, 'clips').flatMap(readClip)).flatMap((clip) => {
    const take = byTake.get(clip.takeId);
    if (!take || !classIds.has(clip.classId) || clip.from >= Math.min(clip.to, take.duration)) return [];
    return [{ ...clip, from: Math.max(0, clip.from), to: Math.min(clip.to, take.duration) }];
  });
  return { classes: readClasses, takes: readTakes, clips: readClips, mirror: mirror !== false };
}

/** What stands in a list, before it is known to be of use. */
type Raw = Readonly<Record<string, unknown>>;

function readClass({ id, name }: Raw): ClipClass[] {
  const tidy = nameFrom(name, 'class');
  return isId(id) && tidy !== null ? [{ id, name: tidy }] : [];
}

function readTake({ id, name, source, began, duration, width, height, bytes, type }: Raw): Take[] {
  const tidy = nameFrom(name, 'clip');
  if (!isId(id) || tidy === null || (source !== 'camera' && source !== 'file')) return [];
  if (!isAmount(began) || !isAmount(duration) || duration === 0) return [];
  if (!isAmount(width) || !isAmount(height) || !isAmount(bytes)) return [];
  const known = typeof type === 'string' ? type.slice(0, 100) : '';
  return [{ id, name: tidy, source, began, duration, width, height, bytes, type: known }];
}

function readClip({ id, name, classId, takeId, from, to }: Raw): Clip[] {
  const tidy = nameFrom(name, 'clip');
  if (!isId(id) || !isId(classId) || !isId(takeId) || tidy === null) return [];
  if (!isAmount(from) || !isAmount(to)) return [];
  return [{ id, name: tidy, classId, takeId, from, to }];
}

function listOf(value: unknown, name: string): readonly Raw[] {
  if (!Array.isArray(value)) throw new LibraryError(`Expected a list under ${name}; found none.`);
  if (value.length > MOST_ITEMS)
    throw new LibraryError(`${name} has ${value.length} entries; ${MOST_ITEMS} are read at most.`);
  return value.filter(isRecord);
}

function nameFrom(value: unknown, of: 'class' | 'clip'): string | null {
  if (typeof value !== 'string' || value.trim() === '') return null;
  return tidyName(value, of);
}

function unique<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.toReversed().map((item) => [item.id, item])).values()].toReversed();
}

const isId = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,40}$/.test(value);
const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
