import { memoised } from '../memo/memoised';
import { groupBy } from '../tensor/groupBy';

/** A class that clips are collected for. */
export interface ClipClass {
  readonly id: string;
  readonly name: string;
}

/** One stored video: a recording from the camera in one go, or a file as it was opened. */
export interface Take {
  readonly id: string;
  /** The file's name, or what a recording is called. */
  readonly name: string;
  readonly source: 'camera' | 'file';
  /** When the recording began, in ms since 1970; for a file when it was opened. */
  readonly began: number;
  /** Seconds. */
  readonly duration: number;
  readonly width: number;
  readonly height: number;
  /** Bytes of the video as it is kept. */
  readonly bytes: number;
  /** MIME type of the video as it is kept, such as `video/webm`. */
  readonly type: string;
}

/** A range of a take that shows one class. */
export interface Clip {
  readonly id: string;
  readonly name: string;
  /** Ids of its class and of its take. */
  readonly classId: string;
  readonly takeId: string;
  /** Seconds from the take's first frame. */
  readonly from: number;
  readonly to: number;
}

/** A data set of one's own: classes, the videos that were recorded or opened, and the clips cut from them. */
export interface Library {
  readonly classes: readonly ClipClass[];
  readonly takes: readonly Take[];
  readonly clips: readonly Clip[];
  /**
   * Whether the camera is shown as a mirror. Videos are always stored as the camera saw them, so that `left` is the left
   * of the person filmed, in recordings as in opened videos.
   */
  readonly mirror: boolean;
}

/** The most classes a data set may have. */
export const MOST_CLASSES = 100;

/** The most letters of the name of a class or a clip. */
export const MOST_NAME = 60;

/** A data set with nothing in it. */
export const EMPTY_LIBRARY: Library = { classes: [], takes: [], clips: [], mirror: true };

/** The name suggested for the class of clips that show none of the others. */
export const BACKGROUND = 'background';

/** The clips of a class, in the order in which they were taken. */
export function clipsOf({ clips }: Library, classId: string): readonly Clip[] {
  return byClass(clips).get(classId) ?? NONE;
}

const NONE: readonly Clip[] = [];
// A hundred classes and a thousand clips each ask at every change.
const byClass = memoised((clips: readonly Clip[]) => groupBy(clips, ({ classId }) => classId));
const byId = memoised((takes: readonly Take[]) => new Map(takes.map((take) => [take.id, take])));

/** A take by id. @throws Error where the data set has none of that id */
export function takeOf({ takes }: Library, id: string): Take {
  const take = byId(takes).get(id);
  if (!take) throw new Error(`The data set has no video ${id}.`);
  return take;
}
