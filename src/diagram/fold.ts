import { isGroup, type Part } from '../architecture/walk';
import { sameValue } from '../design/sameValue';

/** A stretch of a sequence that is `times` repetitions of its first `period` members; a single member is 1 × 1. */
export interface Run {
  readonly start: number;
  readonly period: number;
  readonly times: number;
}

/**
 * Folds blocks that repeat: the fewest runs that cover the sequence, the longest run first where there is a choice, and
 * always with its shortest period. X3D-S's layer3 is block 0 and then a run of period 2, five times.
 */
export function foldBlocks(blocks: readonly Part[]): readonly Run[] {
  const representatives: Part[] = [];
  return fold(
    blocks.map((block) => {
      const known = representatives.findIndex((other) => sameButPath(block, other));
      return known >= 0 ? known : representatives.push(block) - 1;
    }),
  );
}

/** Folds a sequence of symbols, as `foldBlocks` says. O(n²) with a small constant; n is the blocks of one stage. */
export function fold(symbols: readonly number[]): readonly Run[] {
  const n = symbols.length;
  /** matches[p]: how far the symbols from here on equal those p places later. */
  const matches = new Array<number>(n + 1).fill(0);
  const fewest = new Array<number>(n + 1).fill(0);
  const best: Run[] = [];
  for (let start = n - 1; start >= 0; start--) {
    let run: Run = { start, period: 1, times: 1 };
    fewest[start] = 1 + (fewest[start + 1] ?? 0);
    for (let period = 1; start + period < n; period++) {
      const same = symbols[start] === symbols[start + period];
      const matched = same ? (matches[period] ?? 0) + 1 : 0;
      matches[period] = matched;
      for (let times = Math.floor(matched / period) + 1; times > 1; times--) {
        const runs = 1 + (fewest[start + period * times] ?? 0);
        const fewer = runs - (fewest[start] ?? 0);
        if (fewer > 0 || (fewer === 0 && period * times <= run.period * run.times)) continue;
        fewest[start] = runs;
        run = { start, period, times };
      }
    }
    best[start] = run;
  }
  const runs: Run[] = [];
  for (let at = 0; at < n; ) {
    const run = best[at] ?? { start: at, period: 1, times: 1 };
    runs.push(run);
    at += run.period * run.times;
  }
  return runs;
}

/** True where two parts compute the same thing: the same layers with the same fields and shapes, only the paths differ. */
function sameButPath(a: Part, b: Part): boolean {
  return builtOnce(a) === builtOnce(b) || same(a, b, `${a.path}.`, `${b.path}.`);
}

/** The block that this one repeats, or itself. */
function builtOnce(part: Part): Part {
  return (isGroup(part) && part.twin) || part;
}

function same(a: Part, b: Part, rootA: string, rootB: string): boolean {
  if (a.kind !== b.kind || !sameValue(a.output, b.output)) return false;
  if (isGroup(a) && isGroup(b)) {
    if (a.children.length !== b.children.length) return false;
    return a.children.every((child, index) => {
      const other = b.children[index];
      return other !== undefined && same(child, other, rootA, rootB);
    });
  }
  if (isGroup(a) || isGroup(b)) return false;
  return (
    sameValue(a.fields, b.fields) &&
    a.inputs.length === b.inputs.length &&
    a.inputs.every((input, index) => within(input, rootA) === within(b.inputs[index] ?? '', rootB))
  );
}

/** Where an input lies inside its block; everything outside is one place. */
function within(path: string, root: string): string {
  return path.startsWith(root) ? path.slice(root.length) : '';
}
