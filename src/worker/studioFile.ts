/** A file that stands open in the studio, wherever a message names it: an object, so that it is no other number. */
export interface StudioFile {
  /** As the studio counts what it opens. */
  readonly studioFile: number;
}

/** True for the handle of an open file. */
export function isStudioFile(value: unknown): value is StudioFile {
  return typeof value === 'object' && value !== null && 'studioFile' in value;
}
