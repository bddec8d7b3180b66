import type { Library } from '../../dataset/library';
import { isNamed } from '../../text/sentence';
import type { Strip } from '../../video/readStrip';
import type { KeyValues } from '../keyValues';

/** A recording that was under way when its page ended, as far as it was written. */
interface CutRecording {
  readonly id: string;
  readonly classId: string;
  /** Ms since 1970. */
  readonly began: number;
  readonly type: string;
  readonly video: Blob;
}

/** Pooled features of one look at a clip, by the look's name. */
type KeptFeatures = ReadonlyMap<string, Float32Array>;

/** Where clips, and what was computed and learnt of them, stay between visits. */
export type ClipKeeper = ReturnType<typeof createClipKeeper>;

/** Why something stays in memory alone. */
const FULL =
  'The browser has no more room for clips: what you add now is lost when this tab closes. Save the data set, or free space by deleting clips and emptying what was deleted.';
const REFUSED =
  'This browser keeps nothing here (a private window, or storage is blocked): clips are lost when this tab closes. Save the data set before.';

/** A keeper over a store. What does not fit into it, or is refused by it, stays in memory, and that is said. */
export function createClipKeeper(values: KeyValues, changed: () => void) {
  const memory = new Map<string, unknown>();
  let why: string | null = null;
  const explain = (sentence: string | null) => {
    if (why === sentence) return;
    why = sentence;
    changed();
  };
  const read = async (key: string): Promise<unknown> => {
    if (memory.has(key)) return memory.get(key);
    try {
      return await values.get(key);
    } catch {
      explain(REFUSED);
      return undefined;
    }
  };
  const write = async (entries: readonly (readonly [string, unknown])[]): Promise<void> => {
    try {
      await values.set(entries);
      for (const [key] of entries) memory.delete(key);
    } catch (error) {
      for (const [key, value] of entries) memory.set(key, value);
      explain(isNamed(error, 'QuotaExceededError') ? FULL : REFUSED);
    }
  };
  /** What can be made again is not worth a word where there is no room for it. */
  const writeIfRoom = async (key: string, value: unknown): Promise<void> => {
    try {
      await values.set([[key, value]]);
    } catch {
      memory.set(key, value);
    }
  };
  /** What had found no room is written now, the data set last: it names the videos. */
  const writeHeld = async (): Promise<void> => {
    explain(null);
    const isLast = ([key]: readonly [string, unknown]) => key === 'library';
    for (const entry of [...memory].toSorted((a, b) => Number(isLast(a)) - Number(isLast(b)))) await write([entry]);
  };
  const allKeys = async (): Promise<readonly string[]> => {
    try {
      return [...new Set([...(await values.keys()), ...memory.keys()])];
    } catch {
      explain(REFUSED);
      return [...memory.keys()];
    }
  };
  const remove = async (names: readonly string[]): Promise<void> => {
    for (const name of names) memory.delete(name);
    try {
      if (names.length > 0) await values.delete(names);
    } catch {
      // What cannot be reached takes no room that we could free.
    }
  };

  return {
    library: (): Promise<unknown> => read('library'),
    keepLibrary: (library: Library): Promise<void> => write([['library', library]]),
    take: async (id: string): Promise<Blob | null> => blobOrNull(await read(`take/${id}`)),
    /** Ids of the videos that are there. */
    takeIds: async (): Promise<ReadonlySet<string>> =>
      new Set((await allKeys()).flatMap((key) => (key.startsWith('take/') ? key.slice('take/'.length) : []))),
    /** Keeps a video, and the data set that names it, together. */
    keepTake: (id: string, video: Blob, library: Library): Promise<void> =>
      write([
        [`take/${id}`, video],
        ['library', library],
      ]),
    strip: async (name: string): Promise<Strip | null> => ((await read(`strip/${name}`)) as Strip | undefined) ?? null,
    keepStrip: (name: string, strip: Strip): Promise<void> => writeIfRoom(`strip/${name}`, strip),
    /** Keeps the next piece of a recording under way. */
    keepPiece: ({ id, ...about }: Omit<CutRecording, 'video'>, number: number, piece: Blob): Promise<void> =>
      write([
        [`recording/${id}`, about],
        [`piece/${id}/${String(number).padStart(6, '0')}`, piece],
      ]),
    async dropPieces(id: string): Promise<void> {
      await remove((await allKeys()).filter((key) => key === `recording/${id}` || key.startsWith(`piece/${id}/`)));
    },
    /** Recordings whose page ended before they did. */
    async cutRecordings(): Promise<readonly CutRecording[]> {
      const names = await allKeys();
      const found: CutRecording[] = [];
      for (const key of names.filter((name) => name.startsWith('recording/'))) {
        const id = key.slice('recording/'.length);
        const about = (await read(key)) as Omit<CutRecording, 'id' | 'video'>;
        const pieces = names.filter((name) => name.startsWith(`piece/${id}/`)).toSorted();
        const blobs = await Promise.all(pieces.map(async (name) => blobOrNull(await read(name))));
        found.push({
          id,
          ...about,
          video: new Blob(
            blobs.filter((blob) => blob !== null),
            { type: about.type },
          ),
        });
      }
      return found;
    },
    features: async (network: string, clipId: string): Promise<KeptFeatures> => {
      const kept = await read(`features/${network}/${clipId}`);
      return kept instanceof Map ? kept : new Map();
    },
    keepFeatures: (network: string, clipId: string, features: KeptFeatures): Promise<void> =>
      writeIfRoom(`features/${network}/${clipId}`, features),
    learnt: (): Promise<unknown> => read('learnt'),
    keepLearnt: (learnt: unknown): Promise<void> =>
      learnt === null ? remove(['learnt']) : write([['learnt', learnt]]),
    /**
     * Lets go of the videos of takes, of strips of other clips than these, and of features of clips that are gone; what had
     * found no room before is then written.
     */
    async sweep({ takes, clips }: Library): Promise<void> {
      const takeIds = new Set(takes.map(({ id }) => id));
      const clipIds = new Set(clips.map(({ id }) => id));
      const stale = (await allKeys()).filter((key) => {
        const [kind, first = '', second = ''] = key.split('/');
        if (kind === 'take' || kind === 'strip') return !takeIds.has(first);
        return kind === 'features' && !clipIds.has(second);
      });
      await remove(stale);
      await writeHeld();
    },
    async empty(): Promise<void> {
      await remove(await allKeys());
      explain(null);
    },
    /** Why what is added now does not last beyond this tab, in a sentence; null while it does. */
    whyNotLasting: (): string | null => why,
  };
}

function blobOrNull(value: unknown): Blob | null {
  return value instanceof Blob ? value : null;
}
