import { unusedTakes, withClass, withoutUnused, withTake } from '../../dataset/edits';
import { type Clip, EMPTY_LIBRARY, type Library, type Take } from '../../dataset/library';
import { readLibrary } from '../../dataset/readLibrary';
import { harmless } from '../../text/harmless';
import { countText } from '../../text/numberText';
import { sentenceOf } from '../../text/sentence';
import type { Strip } from '../../video/readStrip';
import type { Studio } from '../../worker/client';
import type { App } from '../app';
import { freshId } from '../storage';
import type { Classes, Space } from './classes';
import type { ClipKeeper } from './clipKeeper';

export interface VideosOf {
  readonly classId: string;
  readonly files: readonly File[];
}

/** A clip as one small picture: frames side by side. */
type ClipPicture = Strip;

/** Keeps a data set: what is added to it, how it is edited, what of it is shown. */
export type Collection = ReturnType<typeof createCollection>;

/** Recordings that are shorter say nothing of a motion, in seconds. */
const SHORTEST_TAKE = 0.3;

/** What is said of them: the button need not be held long, as a take goes on until it has some pictures. */
export const NO_PICTURES =
  'The camera gave too few pictures to show a motion, as it does while the computer is busy with something else. Close what is busy, wait a moment and record it again, or hold the button longer.';

/** Undo goes back so far. */
const MOST_STEPS = 100;

/** A video about to be added, by its name and by where it lay. */
interface Addition {
  readonly name: string;
  readonly path: string;
  add(signal: AbortSignal): Promise<void>;
}

interface CollectionPlace extends Pick<App, 'classes' | 'notices'> {
  readonly keeper: ClipKeeper;
  readonly studio: () => Studio;
  /** Room in the browser's storage; null where it does not say. */
  readonly space: () => Promise<Space | null>;
}

/** A collection over a keeper; nothing is read before it is loaded. */
export function createCollection({ classes, notices, keeper, studio, space }: CollectionPlace) {
  let loading: Promise<void> | null = null;
  let adding: AbortController | null = null;
  /** The data set after the last of the videos that are being added together: they are one step of undo. */
  let together: Library | null = null;
  const state = (): Classes => classes.getState();

  const show = (library: Library, history: Partial<Pick<Classes, 'past' | 'future'>> = {}): void =>
    classes.setState({ library, fault: null, ...history });

  const commit = (library: Library): void => {
    const { library: before, past } = state();
    if (library === before) return;
    step(library, { past: [...past, before].slice(-MOST_STEPS), future: [] });
  };

  /** Shows a data set, and keeps it. */
  const step: typeof show = (library, history): void => {
    show(library, history);
    void keeper.keepLibrary(library).then(tellRoom);
  };

  const tellRoom = (): void => classes.setState({ whyNotLasting: keeper.whyNotLasting() });

  const measure = async (): Promise<void> => classes.setState({ space: await space() });

  /** Looks at a video, which tells whether it can be read, and keeps it. */
  const addVideo = async (
    video: Blob,
    about: { readonly name: string; readonly classId: string; readonly source: Take['source']; readonly began: number },
    signal?: AbortSignal,
  ): Promise<void> => {
    const id = freshId();
    const { facts, strip } = await studio().request(
      'readStrip',
      { file: video, name: about.name, range: null },
      { signal },
    );
    const { duration, width, height } = facts;
    if (about.source === 'camera' && duration < SHORTEST_TAKE) throw new Error(NO_PICTURES);
    const take: Take = {
      id,
      name: about.name,
      source: about.source,
      began: about.began,
      duration,
      width,
      height,
      bytes: video.size,
      type: video.type,
    };
    const clip: Clip = { id: freshId(), name: about.name, classId: about.classId, takeId: id, from: 0, to: duration };
    const { library: before } = state();
    // Its class may have been deleted while it was read.
    if (!before.classes.some((each) => each.id === about.classId)) return;
    const library = withTake(before, take, [clip]);
    await keeper.keepStrip(stripName(clip), strip);
    await keeper.keepTake(id, video, library);
    // What was edited, or recorded, while it was written stays.
    const { library: shown, past } = state();
    const now = shown === before ? library : withTake(shown, take, [clip]);
    show(now, { past: shown === together ? past : [...past, shown].slice(-MOST_STEPS), future: [] });
    if (about.source === 'file') together = now;
    if (now !== library) await keeper.keepLibrary(now);
    tellRoom();
  };

  /** Adds videos one after another, in place of others under way; of one that cannot be added it is said why. */
  const oneByOne = async (videos: readonly Addition[]): Promise<void> => {
    adding?.abort();
    const controller = new AbortController();
    adding = controller;
    const { signal } = controller;
    classes.setState({ refusals: [] });
    for (const [done, { name, path, add }] of videos.entries()) {
      if (signal.aborted) break;
      classes.setState({ adding: { done, total: videos.length, name } });
      try {
        await add(signal);
      } catch (error) {
        if (signal.aborted) break;
        const refused = { name: path, sentence: sentenceOf(error) };
        classes.setState(({ refusals }) => ({ refusals: [...refusals, refused] }));
      }
    }
    if (adding === controller) classes.setState({ adding: null });
  };

  /** Shows a kept data set as far as its videos were kept: where room ran out, later ones were not. */
  const showThere = async (library: Library): Promise<void> => {
    const there = await keeper.takeIds();
    const clips = library.clips.filter(({ takeId }) => there.has(takeId));
    show({ ...library, clips, takes: library.takes.filter(({ id }) => there.has(id)) });
    const lost = library.clips.length - clips.length;
    if (lost > 0)
      notices.notify(
        `${countText(lost, 'clip was', 'clips were')} not kept: the browser had no room for their videos. Open or record them again.`,
      );
  };

  const rescue = async (): Promise<void> => {
    for (const { id, classId, began, video } of await keeper.cutRecordings()) {
      const known = state().library.classes.some((each) => each.id === classId);
      try {
        if (known && video.size > 0) {
          await addVideo(video, { name: recordingName(began), classId, source: 'camera', began });
          notices.notify('A recording was cut short when its tab closed. What there was of it has been kept.');
        }
      } catch {
        notices.notify(
          'A recording was cut short when its tab closed, before there was a whole picture of it. Record it again.',
        );
      }
      await keeper.dropPieces(id);
    }
  };

  return {
    /** Reads what was kept, once; rescues recordings that were cut short. */
    load(): Promise<void> {
      loading ??= (async () => {
        const kept = await keeper.library();
        try {
          if (kept !== undefined) await showThere(readLibrary(kept));
        } catch (error) {
          classes.setState({ fault: `The data set that was kept here cannot be used. ${sentenceOf(error)}` });
        }
        await rescue();
        await keeper.sweep(state().library);
        classes.setState({ ready: true, whyNotLasting: keeper.whyNotLasting() });
        await measure();
      })();
      return loading;
    },
    /** Makes one change that can be undone. What an edit refuses is said. */
    edit(change: (library: Library) => Library): void {
      try {
        commit(change(state().library));
      } catch (error) {
        classes.setState({ fault: sentenceOf(error) });
      }
    },
    undo(): void {
      const { past, future, library } = state();
      const before = past.at(-1);
      if (before) step(before, { past: past.slice(0, -1), future: [library, ...future] });
    },
    redo(): void {
      const { past, future, library } = state();
      const [after, ...rest] = future;
      if (after) step(after, { past: [...past, library], future: rest });
    },
    /** Chooses whether the camera and its recordings are shown as in a mirror: no step of undo. */
    setMirror: (mirror: boolean): void => step({ ...state().library, mirror }),
    /** Adds videos, one after another; those that cannot be read are said, and the others are added all the same. */
    async addVideos(videos: readonly VideosOf[]): Promise<void> {
      together = null;
      const files = videos.flatMap(({ classId, files }) => files.map((file) => ({ classId, file })));
      await oneByOne(
        files.map(({ classId, file }) => ({
          name: harmless(file.name, 60),
          // Folders of several classes number their files alike.
          path: harmless(file.webkitRelativePath || file.name, 60),
          add: (signal) => addVideo(file, { name: nameOf(file), classId, source: 'file', began: Date.now() }, signal),
        })),
      );
      await measure();
    },
    /** Adds a recording from the camera. @throws VideoError where it cannot be read, Error where it holds too few pictures */
    async addRecording(
      video: Blob,
      { classId, began }: { readonly classId: string; readonly began: number },
    ): Promise<void> {
      await addVideo(video, { name: recordingName(began), classId, source: 'camera', began });
      await measure();
    },
    /** Adds another data set to this one: classes of the same name become one, videos that are here already are not added again. */
    async adopt(incoming: Library, video: (take: Take) => Promise<Blob>): Promise<void> {
      const before = state().library;
      const classIds = new Map<string, string>();
      let library = before;
      for (const each of incoming.classes) {
        const same = library.classes.find(({ name }) => name.toLowerCase() === each.name.toLowerCase());
        const id = same?.id ?? (library.classes.some((other) => other.id === each.id) ? freshId() : each.id);
        if (!same) library = withClass(library, { id, name: each.name });
        classIds.set(each.id, id);
      }
      const missing = incoming.takes.filter(({ id }) => !before.takes.some((take) => take.id === id));
      const addTake = async (take: Take): Promise<void> => {
        const content = await video(take);
        const known = new Set(library.clips.map(({ id }) => id));
        const clips = incoming.clips
          .filter(({ takeId }) => takeId === take.id)
          .map((clip) => ({
            ...clip,
            id: known.has(clip.id) ? freshId() : clip.id,
            classId: classIds.get(clip.classId) ?? clip.classId,
          }));
        library = withTake(library, { ...take, bytes: content.size }, clips);
        await keeper.keepTake(take.id, content, library);
      };
      await oneByOne(missing.map((take) => ({ name: take.name, path: take.name, add: () => addTake(take) })));
      commit(library);
      await measure();
    },
    /** Stops adding after the video under way. */
    cancel: (): void => adding?.abort(),
    /** The small picture of a clip; null where its video is gone. */
    async strip(clip: Clip): Promise<ClipPicture | null> {
      const known = await keeper.strip(stripName(clip));
      if (known) return known;
      const video = await keeper.take(clip.takeId);
      if (!video) return null;
      const { strip } = await studio().request('readStrip', { file: video, name: clip.name, range: clip });
      await keeper.keepStrip(stripName(clip), strip);
      return strip;
    },
    /** The video of a take; null where it is gone. */
    video: (takeId: string): Promise<Blob | null> => keeper.take(takeId),
    /** Frees what no clip needs any more; what was deleted can then no longer be undone. */
    async emptyDeleted(): Promise<void> {
      const library = withoutUnused(state().library);
      show(library, { past: [], future: [] });
      await keeper.keepLibrary(library);
      await keeper.sweep(library);
      tellRoom();
      await measure();
    },
    /** Forgets the data set and all that was learnt of it. */
    async emptyAll(): Promise<void> {
      adding?.abort();
      await keeper.empty();
      show(EMPTY_LIBRARY, { past: [], future: [] });
      classes.setState({ learnt: null, labelled: null, refusals: [], phase: { kind: 'none' } });
      tellRoom();
      await measure();
    },
    /** Asks the browser how much room there is. */
    measure,
  };
}

/** Bytes of videos that no clip is cut from any more: what emptying what was deleted frees. */
export function deletedBytes(library: Library): number {
  return unusedTakes(library).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Under which name the strip of a clip is kept: its take and its range. */
function stripName({ takeId, from, to }: Clip): string {
  return `${takeId}/${from.toFixed(3)}-${to.toFixed(3)}`;
}

function nameOf(file: File): string {
  return harmless(file.name.replace(/\.\w{2,4}$/, '').trim() || 'video', 60);
}

/** What a recording is called: the time it began, `14:32:05`. */
function recordingName(began: number): string {
  return new Date(began).toTimeString().slice(0, 'hh:mm:ss'.length);
}
