import { harmless, MOST_IN_SENTENCE } from '../text/harmless';

/** What kind of trouble a source of frames gives, so that the page can offer a remedy beside the sentence. */
type VideoTrouble =
  | 'not-a-video'
  | 'no-video-track'
  | 'codec'
  | 'damaged'
  | 'too-short'
  | 'too-large'
  | 'crop'
  | 'file-gone'
  | 'images'
  | 'channels'
  | 'array'
  | 'camera'
  | 'unsupported'
  | 'reader-missing';

/**
 * A source of frames that cannot be used as it is, told to the person who chose it: the message is three sentences, what
 * failed, where, and what to do. Its fields are plain strings, so that it can cross a worker as data.
 */
export class VideoError extends Error {
  override name = 'VideoError';
  readonly trouble: VideoTrouble;
  /** The file, frame or camera that is meant: `holiday.mp4`, `holiday.mp4, frame 120`. */
  readonly where: string;
  /** What the person in front of the screen can do. */
  readonly remedy: string;

  constructor(trouble: VideoTrouble, report: { what: string; where: string; remedy: string; cause?: unknown }) {
    super(harmless(`${harmless(report.where, MOST_IN_SENTENCE)}: ${harmless(report.what, 300)} ${report.remedy}`), {
      cause: report.cause,
    });
    this.trouble = trouble;
    this.where = harmless(report.where, MOST_IN_SENTENCE);
    this.remedy = report.remedy;
  }
}

/** A file that says of itself what cannot be. */
export function damaged(what: string, where: string): VideoError {
  const remedy = 'The file is damaged: copy or download it again, or convert it to mp4 (H.264).';
  return new VideoError('damaged', { what, where, remedy });
}

/** A file that was there when it was chosen and no longer is. */
export function fileGone(where: string, remedy: string, cause: unknown): VideoError {
  const what = 'It can no longer be read: it was moved, changed or removed after it was chosen.';
  return new VideoError('file-gone', { what, where, remedy, cause });
}
