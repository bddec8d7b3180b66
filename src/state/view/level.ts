/** How much of the network the graph shows before anything is opened by hand. */
export type Level = (typeof LEVELS)[number];
const LEVELS = ['stages', 'blocks', 'layers'] as const;

export function isLevel(value: unknown): value is Level {
  return LEVELS.some((level) => level === value);
}
