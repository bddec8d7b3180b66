/** The handle of a file that stands open in the studio worker: an object of its own, so that no other number is taken for it. */
export interface StudioFile {
  /** As the studio counts what it opens. */
  readonly studioFile: number;
}

/** True for the handle of an open file. */
export function isStudioFile(value: unknown): value is StudioFile {
  return typeof value === 'object' && value !== null && 'studioFile' in value;
}
