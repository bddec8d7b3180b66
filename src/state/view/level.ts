/** How much of the network the graph shows before anything is opened by hand. */
export type Level = (typeof LEVELS)[number];
const LEVELS = ['stages', 'blocks', 'layers'] as const;

/** True for the name of a level. */
export function isLevel(value: unknown): value is Level {
  return LEVELS.some((level) => level === value);
}
