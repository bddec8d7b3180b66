import { fnv1a, sfc32 } from '../weights/generator';
import type { Library } from './library';
import { type Group, groupsOf, neighboursOf } from './neighbours';

/** Clips that judge, clips that are learnt from, and clips left out because they neighbour one that judges; by id. */
interface Fold {
  readonly held: readonly string[];
  readonly train: readonly string[];
  readonly between: readonly string[];
}

/** How a data set is judged. */
export interface Split {
  /** `hold-out`: one part judges. `k-fold`: each part judges once, by a network that learnt from the others. */
  readonly kind: 'hold-out' | 'k-fold';
  readonly folds: readonly Fold[];
  /** Ids of classes that cannot be judged: too few videos to have one on each side. */
  readonly unjudged: readonly string[];
}

/** Held-out share of a class's videos, and into how many parts they are cut where they are few. */
const HELD_SHARE = 0.2;
const FOLDS = 5;

/** From so many videos of every class on, one held-out part judges; below, each part judges in turn. */
const ENOUGH = 20;

/**
 * Splits a data set by video, never by frame: all clips cut from one video are on one side, and a recording right after
 * or before a held-out one is on neither. The parts of each class are runs of consecutive videos, so that few are lost
 * between. Files are put in an order drawn from the seed first, as their order means nothing.
 */
export function splitLibrary(library: Library, seed: number): Split {
  const groups = groupsOf(library);
  const near = nearTo(library);
  const counts = library.classes.map(({ id }) => groups.filter(({ classIds }) => classIds.has(id)).length);
  const filled = counts.filter((count) => count > 0);
  const kind = filled.length > 0 && Math.min(...filled) >= ENOUGH ? 'hold-out' : 'k-fold';
  const parts = kind === 'hold-out' ? Math.round(1 / HELD_SHARE) : Math.min(FOLDS, Math.max(2, ...filled));
  const ownOf = library.classes.map(({ id }) =>
    ordered(
      groups.filter((group) => firstClass(library, group) === id),
      library,
      seed,
    ),
  );
  const folds = Array.from({ length: kind === 'hold-out' ? 1 : parts }, (_, part) => {
    const held = new Set<string>();
    for (const own of ownOf) {
      const edge = (at: number) => Math.round((at * own.length) / parts);
      for (const { takeId } of own.slice(edge(part), edge(part + 1))) held.add(takeId);
    }
    return foldOf(groups, held, near);
  });
  const judged = folds.filter((fold) => fold.held.length > 0 && fold.train.length > 0);
  return { kind, folds: judged, unjudged: unjudgedIn(library, judged) };
}

/** The class by which a video is put into a part: the first of the data set's classes that it shows. */
function firstClass({ classes }: Library, { classIds }: Group): string | undefined {
  return classes.find(({ id }) => classIds.has(id))?.id;
}

function foldOf(
  groups: readonly Group[],
  held: ReadonlySet<string>,
  near: ReadonlyMap<string, ReadonlySet<string>>,
): Fold {
  const sides = { held: [] as string[], train: [] as string[], between: [] as string[] };
  for (const { takeId, clips } of groups) {
    const touches = [...(near.get(takeId) ?? [])].some((other) => held.has(other));
    const side = held.has(takeId) ? 'held' : touches ? 'between' : 'train';
    sides[side].push(...clips.map(({ id }) => id));
  }
  return sides;
}

/** Classes of which no clip is ever judged by a network that had one to learn from. */
function unjudgedIn({ classes, clips }: Library, folds: readonly Fold[]): string[] {
  const classOf = new Map(clips.map(({ id, classId }) => [id, classId]));
  return classes
    .filter(
      ({ id }) =>
        !folds.some(({ held, train }) => [held, train].every((side) => side.some((clip) => classOf.get(clip) === id))),
    )
    .map(({ id }) => id);
}

function nearTo(library: Library): ReadonlyMap<string, ReadonlySet<string>> {
  const near = new Map<string, Set<string>>();
  const add = (a: string, b: string) => near.set(a, (near.get(a) ?? new Set()).add(b));
  for (const [a, b] of neighboursOf(library)) {
    add(a, b);
    add(b, a);
  }
  return near;
}

/** Recordings in the order of time, then files in a drawn order. */
function ordered(groups: readonly Group[], { takes }: Library, seed: number): readonly Group[] {
  const sources = new Map(takes.map(({ id, source }) => [id, source]));
  const recorded = groups.filter(({ takeId }) => sources.get(takeId) === 'camera');
  const files = groups.filter(({ takeId }) => sources.get(takeId) !== 'camera');
  const keys = new Map(files.map(({ takeId }) => [takeId, sfc32(fnv1a(takeId), seed)()]));
  return [...recorded, ...files.toSorted((a, b) => (keys.get(a.takeId) ?? 0) - (keys.get(b.takeId) ?? 0))];
}
