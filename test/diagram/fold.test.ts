import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Group } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { fold, foldBlocks, type Run } from '../../src/diagram/fold';
import { preset } from './designs';

const stage = (parts: readonly Group[], path: string): Group => {
  const found = parts.find((part) => part.path === path);
  if (!found) throw new Error(`no ${path}`);
  return found;
};
const unfolded = (symbols: readonly number[], runs: readonly Run[]): readonly number[] =>
  runs.flatMap(({ start, period, times }) =>
    Array.from({ length: times }, () => symbols.slice(start, start + period)).flat(),
  );

describe('blocks fold by their shortest period', () => {
  test('X3D-S layer3 is block 0 and then (plain, SE) five times', () => {
    expect(foldBlocks(stage(preset('S').parts, 'layer3').children)).toEqual([
      { start: 0, period: 1, times: 1 },
      { start: 1, period: 2, times: 5 },
    ]);
  });

  test('an even number of blocks leaves the last one over: X3D-L layer2', () => {
    expect(foldBlocks(stage(preset('L').parts, 'layer2').children)).toEqual([
      { start: 0, period: 1, times: 1 },
      { start: 1, period: 2, times: 4 },
      { start: 9, period: 1, times: 1 },
    ]);
  });

  test('with SE everywhere or nowhere the period is one block', () => {
    const { design } = preset('S');
    for (const reference of [
      { ...design.reference, se_style: 'all' as const },
      { ...design.reference, se_ratio: null },
    ])
      expect(foldBlocks(stage(build({ ...design, reference }).parts, 'layer3').children)).toEqual([
        { start: 0, period: 1, times: 1 },
        { start: 1, period: 1, times: 10 },
      ]);
  });

  test('a stage that neither strides nor widens folds its first block too', () => {
    const { design } = preset('S');
    const reference = { ...design.reference, spatial_strides: [1, 2, 2, 2], gamma_d: 4, se_style: 'all' as const };
    expect(foldBlocks(stage(build({ ...design, reference }).parts, 'layer1').children)).toEqual([
      { start: 0, period: 1, times: 4 },
    ]);
  });
});

describe('fold', () => {
  const sequences = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 14 });

  test('its runs, written out, are the sequence', () => {
    fc.assert(
      fc.property(sequences, (symbols) => {
        expect(unfolded(symbols, fold(symbols))).toEqual(symbols);
      }),
    );
  });

  test('there is no way with fewer runs', () => {
    const fewest = (symbols: readonly number[]): number => {
      if (symbols.length === 0) return 0;
      let best = Number.POSITIVE_INFINITY;
      for (let length = 1; length <= symbols.length; length++) {
        const head = symbols.slice(0, length);
        const periodic = Array.from({ length: length - 1 }, (_, index) => index + 1).some(
          (period) => length % period === 0 && head.every((symbol, index) => symbol === head[index % period]),
        );
        if (length === 1 || periodic) best = Math.min(best, 1 + fewest(symbols.slice(length)));
      }
      return best;
    };
    const short = fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 9 });
    fc.assert(
      fc.property(short, (symbols) => {
        expect(fold(symbols)).toHaveLength(fewest(symbols));
      }),
    );
  });

  test('the period of a run does not itself repeat', () => {
    fc.assert(
      fc.property(sequences, (symbols) => {
        for (const { start, period } of fold(symbols)) {
          const unit = symbols.slice(start, start + period);
          expect(fold(unit).length === 1 && period > 1).toBe(false);
        }
      }),
    );
  });
});
