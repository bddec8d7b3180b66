import { harmless } from '../text/harmless';

/** What a command prints, and the exit code it ends with: 1 where it has looked, and what it found stops a conversion. */
export interface Printed {
  readonly text: string;
  readonly exitCode: 0 | 1;
}

/** Writes a line to stderr: results go to stdout. */
export function remark(sentence: string): void {
  process.stderr.write(`x3d: ${harmless(sentence, 4000)}\n`);
}

/** Levels of a report that are printed. None of ours is as deep; what a file tells of its training may be. */
const DEEPEST = 50;

/** A report as `--json` prints it: texts and keys, which may come from a file, as they are shown everywhere else. */
export function jsonReport(report: unknown): string {
  return JSON.stringify(bounded(report, 0), null, 2);
}

function bounded(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return harmless(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return '…';
  if (Array.isArray(value)) return value.map((inner) => bounded(inner, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [harmless(key), bounded(inner, depth + 1)]));
}
