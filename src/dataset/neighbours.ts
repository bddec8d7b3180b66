import { groupBy } from '../tensor/groupBy';
import type { Clip, Library, Take } from './library';

/** Recordings that begin so soon after the one before ended show the same scene, in seconds. */
const SAME_SCENE = 60;

/** Clips that must be on one side of a split, since they were cut from one video. */
export interface Group {
  readonly takeId: string;
  readonly classIds: ReadonlySet<string>;
  readonly clips: readonly Clip[];
}

/** The clips by the video they were cut from, in the order in which the videos were taken. */
export function groupsOf({ takes, clips }: Library): readonly Group[] {
  const byTake = groupBy(clips, ({ takeId }) => takeId);
  return inOrder(takes).flatMap(({ id }) => {
    const cut = byTake.get(id);
    return cut ? [{ takeId: id, clips: cut, classIds: new Set(cut.map(({ classId }) => classId)) }] : [];
  });
}

/**
 * Pairs of takes that are neighbours, `[earlier, later]`: camera recordings of one class, one right after the other among
 * those of the class, and within `SAME_SCENE`. Light, clothes and stance hardly change between them, so a split that puts
 * them on both sides flatters the network. Files are taken for unrelated.
 */
export function neighboursOf({ takes, clips }: Library): readonly (readonly [string, string])[] {
  const byId = new Map(takes.map((take) => [take.id, take]));
  const byClass = groupBy(clips, ({ classId }) => classId);
  const pairs = new Map<string, readonly [string, string]>();
  for (const cut of byClass.values()) {
    const ids = new Set(cut.map(({ takeId }) => takeId));
    const own = inOrder([...ids].flatMap((id) => byId.get(id) ?? [])).filter(({ source }) => source === 'camera');
    own.forEach((take, at) => {
      const before = own[at - 1];
      if (before && take.began - before.began <= 1000 * (before.duration + SAME_SCENE))
        pairs.set(`${before.id} ${take.id}`, [before.id, take.id]);
    });
  }
  return [...pairs.values()];
}

function inOrder(takes: readonly Take[]): readonly Take[] {
  return takes.toSorted((a, b) => a.began - b.began);
}
