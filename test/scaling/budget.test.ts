import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costsByPath, designCosts } from '../../src/analysis/costs';
import { inferenceMemory } from '../../src/analysis/memory';
import { build } from '../../src/architecture/build';
import type { Design } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import {
  type Aim,
  type Budget,
  type BudgetProgress,
  designAt,
  type Found,
  type Limit,
  searchBudget,
} from '../../src/scaling/budget';
import { type Grid, type GridAxis, gridSize, holding, WIDE_GRID } from '../../src/scaling/grid';
import type { MeasureName } from '../../src/scaling/measureNames';
import { spread } from '../../src/scaling/spread';

const BASE = presetNamed('XS').design;

/** 144 designs. */
const REDUCED = {
  gamma_w: [0.6667, 1],
  gamma_b: [1, 2.25],
  gamma_d: [1, 2.2],
  strides: [
    [2, 2, 2, 2],
    [1, 2, 2, 2],
  ],
  se: ['none', 'half', 'all'],
  frames: [1, 4, 8],
  side: [64],
} satisfies Grid;

const last = (progress: Iterable<BudgetProgress>): BudgetProgress => {
  const end = [...progress].at(-1);
  if (!end) throw new Error('a search without progress');
  return end;
};

/** Every design of the grid, built layer by layer. */
const ALL: readonly (readonly [Design, Readonly<Partial<Record<MeasureName, number>>>])[] = Object.values(
  REDUCED.gamma_w.flatMap((gamma_w) =>
    REDUCED.gamma_b.flatMap((gamma_b) =>
      REDUCED.gamma_d.flatMap((gamma_d) =>
        REDUCED.strides.flatMap((spatial_strides) =>
          REDUCED.se.flatMap((se) =>
            REDUCED.frames.flatMap((t): readonly Design[] => [
              {
                ...BASE,
                reference: {
                  ...BASE.reference,
                  ...{ gamma_w, gamma_b, gamma_d, spatial_strides },
                  ...(se === 'none' ? { se_ratio: null } : { se_style: se }),
                },
                clip: { ...BASE.clip, t, h: 64, w: 64 },
              },
            ]),
          ),
        ),
      ),
    ),
  ),
).map((design) => {
  const architecture = build(design);
  const costs = costsByPath(architecture).get('');
  const { macs = 0, parameters = 0, convActivations = 0 } = costs ?? {};
  return [
    design,
    { macs, parameters, convActivations: 4 * convActivations, peakLive: inferenceMemory(architecture).peakBytes },
  ] as const;
});

/** The front by its definition, quadratically. */
function bruteForce(limits: readonly Limit[], aims: readonly Aim[]): readonly Design[] {
  const at = (measured: (typeof ALL)[number][1], name: MeasureName) => measured[name] ?? Number.NaN;
  const fitting = ALL.filter(([, measured]) =>
    limits.every(({ measure, bound, value }) =>
      bound === 'at most' ? at(measured, measure) <= value : at(measured, measure) >= value,
    ),
  );
  return fitting
    .filter(
      ([, mine]) =>
        !fitting.some(([, other]) => {
          const gains = aims.map(
            ({ measure, better }) => (at(other, measure) - at(mine, measure)) * (better === 'more' ? 1 : -1),
          );
          return gains.every((gain) => gain >= 0) && gains.some((gain) => gain > 0);
        }),
    )
    .map(([design]) => design);
}

const measure = fc.constantFrom<MeasureName>('macs', 'parameters', 'convActivations', 'peakLive');
const aim: fc.Arbitrary<Aim> = fc.record({ measure, better: fc.constantFrom('less', 'more') });
const limit: fc.Arbitrary<Limit> = fc
  .record({ measure, bound: fc.constantFrom('at most' as const, 'at least' as const), index: fc.nat(143) })
  .map(({ measure: name, bound, index }) => ({ measure: name, bound, value: ALL[index]?.[1][name] ?? 0 }));

test('the front equals brute force on a reduced grid, whatever the limits and aims', () => {
  const asText = (designs: readonly Design[]) => designs.map((design) => JSON.stringify(design)).toSorted();
  fc.assert(
    fc.property(
      fc.array(limit, { maxLength: 2 }),
      fc.uniqueArray(aim, { minLength: 1, maxLength: 3, selector: (a) => a.measure }),
      (limits, aims) => {
        const { front, tried, all } = last(searchBudget({ base: BASE, grid: REDUCED, limits, aims, device: null }));
        expect(tried).toBe(144);
        const listed = all.designs.map((index) => designAt(BASE, REDUCED, index));
        expect(asText(listed)).toEqual(asText(bruteForce(limits, [])));
        expect(all.columns.macs).toEqual(listed.map((design) => designCosts(design).macs));
        expect(asText(front.map(({ design }) => design))).toEqual(asText(bruteForce(limits, aims)));
      },
    ),
    { numRuns: 25 },
  );
});

test('what is held stays as it is in the base design, and the rest of the grid is tried', () => {
  const own: Design = { ...BASE, clip: { ...BASE.clip, t: 5, h: 90, w: 70 } };
  fc.assert(
    fc.property(fc.subarray(Object.keys(REDUCED) as GridAxis[]), (held) => {
      const grid = holding(REDUCED, held);
      const { all, total } = last(searchBudget({ base: own, grid, limits: [], aims: [], device: null }));
      expect(total).toBe(gridSize(REDUCED) / held.reduce((size, axis) => size * REDUCED[axis].length, 1));
      for (const index of all.designs) {
        const { reference, clip, head } = designAt(own, grid, index);
        expect(head).toEqual(own.head);
        if (held.includes('frames')) expect(clip.t).toBe(5);
        if (held.includes('side')) expect([clip.h, clip.w]).toEqual([90, 70]);
        if (held.includes('gamma_b')) expect(reference.gamma_b).toBe(own.reference.gamma_b);
        if (held.includes('se')) expect(reference.se_ratio).toBe(own.reference.se_ratio);
        if (held.includes('strides')) expect(reference.spatial_strides).toEqual(own.reference.spatial_strides);
      }
    }),
    { numRuns: 12 },
  );
});

test('every design of a grid is visited once, however large the grid', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 7, maxLength: 7 }), (lengths) => {
      const cut = <T>(values: readonly T[], index: number) => values.slice(0, lengths[index]);
      const grid: Grid = {
        gamma_w: cut(WIDE_GRID.gamma_w, 0),
        gamma_b: cut(WIDE_GRID.gamma_b, 1),
        gamma_d: cut(WIDE_GRID.gamma_d, 2),
        strides: cut(WIDE_GRID.strides, 3),
        se: cut(WIDE_GRID.se, 4),
        frames: cut(WIDE_GRID.frames, 5),
        side: cut(WIDE_GRID.side, 6),
      };
      // Without aims no design beats another, so that the front is all that was visited.
      const { front, tried } = last(searchBudget({ base: BASE, grid, limits: [], aims: [], device: null }, 1000));
      expect(tried).toBe(gridSize(grid));
      expect(new Set(front.map(({ design }) => JSON.stringify(design))).size).toBe(gridSize(grid));
    }),
    { numRuns: 5 },
  );
});

test('the first slice already has answers, and the front only gets better', () => {
  const budget: Budget = {
    base: BASE,
    grid: REDUCED,
    limits: [{ measure: 'macs', bound: 'at most', value: 1e8 }],
    aims: [
      { measure: 'macs', better: 'more' },
      { measure: 'peakLive', better: 'less' },
    ],
    device: null,
  };
  const [first, ...rest] = searchBudget(budget, 16);
  expect(first?.tried).toBe(16);
  expect(first?.front.length).toBeGreaterThan(0);
  const most = ({ front }: BudgetProgress) => Math.max(...front.map(({ measured }) => measured.macs ?? 0));
  let before = first ? most(first) : 0;
  for (const progress of rest) {
    expect(most(progress)).toBeGreaterThanOrEqual(before);
    before = most(progress);
  }
  expect(before).toBeLessThanOrEqual(1e8);
});

test('a thinned front keeps the best of every aim, and the rest as far apart as it can', () => {
  const aims: readonly Aim[] = [
    { measure: 'macs', better: 'more' },
    { measure: 'parameters', better: 'less' },
  ];
  const front: readonly Found[] = Array.from({ length: 33 }, (_, index) => ({
    design: BASE,
    measured: { macs: 10 ** (6 + index / 8), parameters: 10 ** (5 + index / 16) },
  }));
  const indices = (count: number) => spread(front, aims, count).map((found) => front.indexOf(found));
  expect(indices(2)).toEqual([0, 32]);
  expect(indices(5)).toEqual([0, 8, 16, 24, 32]);
  expect(spread(front, aims, 40)).toBe(front);
  expect(spread(front, [], 5)).toHaveLength(5);
  // Of designs within 3 % of each other on every aim there is one, however many are asked for.
  const twins = front.flatMap((found) =>
    [1, 1.01, 1.02].map((factor) => ({
      ...found,
      measured: { ...found.measured, parameters: factor * (found.measured.parameters ?? 0) },
    })),
  );
  const listed = spread(twins, aims, 40);
  expect(listed).toHaveLength(front.length);
  expect(new Set(listed.map(({ measured }) => measured.macs)).size).toBe(front.length);
});
