import { harmless } from '../text/harmless';
import { type Clip, type ClipClass, type Library, MOST_CLASSES, MOST_NAME, type Take } from './library';

/** The shortest range that is a clip, in seconds. */
export const SHORTEST = 0.1;

/** A change of a data set that cannot be made, in a sentence. */
export class EditError extends Error {
  override name = 'EditError';
}

/** Adds a class. @throws EditError for a name that another class has, an empty one, or one class too many */
export function withClass(library: Library, added: ClipClass): Library {
  if (library.classes.length >= MOST_CLASSES)
    throw new EditError(`A data set has at most ${MOST_CLASSES} classes; delete one first.`);
  const name = freeClassName(library, added.name, added.id);
  return { ...library, classes: [...library.classes, { ...added, name }] };
}

/** Gives a class another name. @throws EditError for a name that another class has, or an empty one */
export function withClassName(library: Library, id: string, name: string): Library {
  const free = freeClassName(library, name, id);
  return { ...library, classes: library.classes.map((each) => (each.id === id ? { ...each, name: free } : each)) };
}

/** Takes a class away, and its clips with it. Takes stay, so that it can be undone. */
export function withoutClass(library: Library, id: string): Library {
  return {
    ...library,
    classes: library.classes.filter((each) => each.id !== id),
    clips: library.clips.filter(({ classId }) => classId !== id),
  };
}

/** Adds a take with clips cut from it. */
export function withTake(library: Library, take: Take, clips: readonly Clip[]): Library {
  return {
    ...library,
    takes: [...library.takes.filter(({ id }) => id !== take.id), take],
    clips: [...library.clips, ...clips.map((clip) => ({ ...clip, ...rangeIn(take, clip.from, clip.to) }))],
  };
}

/** Gives a clip another name. @throws EditError for an empty one */
export function withClipName(library: Library, id: string, name: string): Library {
  const tidy = tidyName(name, 'clip');
  return changed(library, id, (clip) => ({ ...clip, name: tidy }));
}

/** Moves a clip to another class. @throws EditError where there is no such class */
export function withClipIn(library: Library, id: string, classId: string): Library {
  if (!library.classes.some((each) => each.id === classId)) throw new EditError('There is no such class any more.');
  return changed(library, id, (clip) => ({ ...clip, classId }));
}

/** Sets where a clip begins and ends, in seconds; kept inside its take, and no shorter than `SHORTEST`. */
export function withRange(library: Library, id: string, from: number, to: number): Library {
  return changed(library, id, (clip) => {
    const take = library.takes.find((each) => each.id === clip.takeId);
    return take ? { ...clip, ...rangeIn(take, from, to) } : clip;
  });
}

/** Cuts another range out of a clip's take, as a clip of its own right behind it. */
export function withCut(
  library: Library,
  of: string,
  cut: Pick<Clip, 'id' | 'name' | 'classId' | 'from' | 'to'>,
): Library {
  const at = library.clips.findIndex(({ id }) => id === of);
  const clip = library.clips[at];
  const take = library.takes.find(({ id }) => id === clip?.takeId);
  if (!clip || !take) return library;
  const made: Clip = { ...clip, ...cut, ...rangeIn(take, cut.from, cut.to) };
  return { ...library, clips: library.clips.toSpliced(at + 1, 0, made) };
}

/** Takes clips away. */
export function withoutClips(library: Library, ids: ReadonlySet<string>): Library {
  return { ...library, clips: library.clips.filter(({ id }) => !ids.has(id)) };
}

/** The takes from which no clip is cut any more, by id: what emptying frees. */
export function unusedTakes({ takes, clips }: Library): readonly Take[] {
  const used = new Set(clips.map(({ takeId }) => takeId));
  return takes.filter(({ id }) => !used.has(id));
}

/** The data set without takes from which no clip is cut. */
export function withoutUnused(library: Library): Library {
  const unused = new Set(unusedTakes(library).map(({ id }) => id));
  return unused.size === 0 ? library : { ...library, takes: library.takes.filter(({ id }) => !unused.has(id)) };
}

function changed(library: Library, id: string, change: (clip: Clip) => Clip): Library {
  return { ...library, clips: library.clips.map((clip) => (clip.id === id ? change(clip) : clip)) };
}

function rangeIn({ duration }: Take, from: number, to: number): { readonly from: number; readonly to: number } {
  const shortest = Math.min(SHORTEST, duration);
  const start = Math.min(Math.max(0, from), duration - shortest);
  return { from: start, to: Math.min(duration, Math.max(to, start + shortest)) };
}

function freeClassName({ classes }: Library, name: string, id: string): string {
  const tidy = tidyName(name, 'class');
  const taken = classes.find((each) => each.id !== id && each.name.toLowerCase() === tidy.toLowerCase());
  if (taken) throw new EditError(`There is a class “${taken.name}” already; give this one another name.`);
  return tidy;
}

/** A name without spaces around it and without what acts on the page. @throws EditError for an empty one */
export function tidyName(name: string, of: 'class' | 'clip'): string {
  const tidy = harmless(name.replace(/\s+/g, ' ').trim(), MOST_NAME);
  if (tidy === '') throw new EditError(`A ${of} needs a name.`);
  return tidy;
}
