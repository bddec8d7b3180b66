import { sentenceOf } from '../../text/sentence';
import { freshId } from '../storage';
import type { Recording, Series } from './classes';
import { NO_PICTURES } from './collection';
import type { OwnParts } from './ownParts';

/** What recording needs. */
type RecorderPlace = Pick<OwnParts, 'classes' | 'keeper' | 'collection' | 'camera'>;

/** The longest take, in seconds: a button that was forgotten. */
const LONGEST_TAKE = 60;
/** Milliseconds between two pieces of a recording: what is lost at most when the tab closes. */
const PIECE = 250;
/** Pieces that a take has at least, about a second of them: a short press shows a motion too. */
const FEWEST_PIECES = 4;
/** Milliseconds after which pieces are waited for no longer: on a busy machine they come long after they were asked for. */
const PATIENCE = 10_000;

/** Kinds of video in the order in which they are asked for: VP8 is the quickest to write, and read everywhere it is written. */
const TYPES = ['video/webm;codecs=vp8', 'video/webm', 'video/mp4'];

/** Records takes from the page's camera, piece by piece into the browser's store. */
export function createRecorder({ classes, keeper, collection, camera }: RecorderPlace) {
  let take: {
    readonly recorder: MediaRecorder;
    readonly long: Promise<unknown>;
    readonly kept: Promise<boolean>;
  } | null = null;
  let series = new AbortController();

  const tell = (recording: Recording): void => classes.setState({ recording });

  const begin = async (classId: string, takesLeft: number): Promise<void> => {
    const opened = await camera.open();
    if (!opened || take) return;
    const type = TYPES.find((candidate) => MediaRecorder.isTypeSupported(candidate)) ?? '';
    const recorder = new MediaRecorder(opened.stream, { ...(type && { mimeType: type }), videoBitsPerSecond: 1.5e6 });
    let recording = { id: freshId(), classId, began: Date.now(), type: recorder.mimeType || type };
    const pieces: Blob[] = [];
    let writing: Promise<void> = Promise.resolve();
    const first = latch();
    const enough = latch();
    recorder.ondataavailable = ({ data }) => {
      if (data.size === 0) return;
      pieces.push(data);
      const number = pieces.length;
      first.give();
      if (number >= FEWEST_PIECES) enough.give();
      writing = writing.then(() => keeper.keepPiece(recording, number, data));
    };
    const stopped = new Promise<void>((resolve) => {
      recorder.onstop = () => resolve();
      recorder.onerror = () => resolve();
    });
    const kept = stopped.then(async () => {
      take = null;
      tell({ kind: 'keeping', classId, takesLeft });
      await writing;
      let fault: string | null = null;
      try {
        if (pieces.length === 0) throw new Error(NO_PICTURES);
        await collection.addRecording(new Blob(pieces, { type: recording.type.split(';')[0] }), recording);
      } catch (error) {
        fault = sentenceOf(error);
        classes.setState({ fault });
      }
      await keeper.dropPieces(recording.id);
      // The next one may be under way.
      if (!take) tell({ kind: 'idle' });
      return fault === null;
    });
    const patience = wait(PATIENCE);
    take = { recorder, long: Promise.race([enough.given, patience, kept]), kept };
    recorder.onstart = () => {
      recording = { ...recording, began: Date.now() };
      tell({ kind: 'recording', classId, began: recording.began, takesLeft });
    };
    recorder.start(PIECE);
    const forgotten = setTimeout(() => recorder.state === 'recording' && recorder.stop(), 1000 * LONGEST_TAKE);
    void kept.finally(() => clearTimeout(forgotten));
    await Promise.race([first.given, patience, kept]);
  };

  /** Ends the take under way once it is long enough; true where it was kept. */
  const end = async (): Promise<boolean> => {
    const current = take;
    if (!current) return false;
    await current.long;
    if (current.recorder.state !== 'inactive') current.recorder.stop();
    return current.kept;
  };

  // A camera that goes off ends what it was recording, which is kept.
  camera.onEnd(async () => {
    series.abort();
    await end();
  });

  return {
    /** Records a take until it is released. */
    hold: (classId: string): Promise<void> => begin(classId, 0),
    release: async (): Promise<void> => {
      await end();
    },
    async series(classId: string, { takes, seconds, countdown }: Series): Promise<void> {
      series.abort();
      const own = new AbortController();
      series = own;
      const { signal } = own;
      if (!(await camera.open())) return;
      // A take that could not be used is recorded once more, but not for ever.
      for (let [left, tries] = [takes, 2 * takes]; left > 0 && tries > 0; tries--) {
        for (let second = countdown; second > 0 && !signal.aborted; second--) {
          tell({ kind: 'countdown', classId, seconds: second, takesLeft: left });
          await wait(1000, signal);
        }
        if (signal.aborted || !camera.isOpen()) break;
        await begin(classId, left);
        await wait(1000 * seconds - PIECE, signal);
        if (await end()) left--;
      }
      if (series === own) tell({ kind: 'idle' });
    },
    /** Ends a series, or a take under way, which is kept. */
    async stop(): Promise<void> {
      series.abort();
      await end();
      tell({ kind: 'idle' });
    },
  };
}

/** A promise and what fulfils it. */
function latch(): { readonly given: Promise<void>; give(): void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

/** A wait that a signal ends at once. */
function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
