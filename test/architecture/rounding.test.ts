import { expect, test } from 'vitest';
import { roundRepeats, roundSqueeze, roundWidth, truncateWidth } from '../../src/architecture/rounding';
import { readGolden } from '../golden/read';

type Row = readonly [number, number, number | { readonly error: string }];
interface GoldenRounding {
  readonly x3d: readonly Row[];
  readonly x3d_dense: readonly Row[];
  readonly se: readonly Row[];
  readonly repeats: readonly Row[];
  readonly 'x3d_lt_0.9_branch_taken': readonly (readonly [number, number, number, number, number])[];
  readonly planes_float_sensitive: { readonly rows: readonly Row[] };
}
const ROUNDING = readGolden<GoldenRounding>('rounding');
const legal = (rows: readonly Row[]) =>
  rows.filter((row): row is [number, number, number] => typeof row[2] === 'number');

test('widths round as X3D._round_width rounds them', () => {
  const rows = legal([...ROUNDING.x3d, ...ROUNDING.x3d_dense]);
  expect(rows.length).toBeGreaterThan(1000);
  for (const [width, multiplier, expected] of rows)
    expect(roundWidth(width, multiplier).result, `${width} × ${multiplier}`).toBe(expected);
});

test('the 0.9 rule adds one divisor exactly where the reference does, and the derivation says so', () => {
  const taken = new Set(ROUNDING['x3d_lt_0.9_branch_taken'].map(([width, multiplier]) => `${width},${multiplier}`));
  for (const [width, multiplier] of legal(ROUNDING.x3d))
    expect(roundWidth(width, multiplier).bumped, `${width} × ${multiplier}`).toBe(taken.has(`${width},${multiplier}`));
  for (const [width, multiplier, raw, before, after] of ROUNDING['x3d_lt_0.9_branch_taken'])
    expect(roundWidth(width, multiplier)).toMatchObject({ raw, nearest: before, result: after, bumped: true });
});

test('squeezes round as SEModule._round_width rounds them', () => {
  for (const [planes, ratio, expected] of legal(ROUNDING.se))
    expect(roundSqueeze(planes, ratio).result, `${planes} × ${ratio}`).toBe(expected);
});

test('repeats round up as X3D._round_repeats does', () => {
  for (const [repeats, multiplier, expected] of legal(ROUNDING.repeats))
    expect(roundRepeats(repeats, multiplier).result, `${repeats} × ${multiplier}`).toBe(expected);
});

test('bottlenecks are cut in float64, also where decimal arithmetic would differ', () => {
  for (const [width, multiplier, expected] of legal(ROUNDING.planes_float_sensitive.rows))
    expect(truncateWidth(width, multiplier).result, `${width} × ${multiplier}`).toBe(expected);
  expect(truncateWidth(200, 0.29).result).toBe(57);
});

test('24 × 1.35 = 32.4 lies between 32 and 40 and rounds to 32', () => {
  expect(roundWidth(24, 1.35)).toMatchObject({ candidates: [32, 40], nearest: 32, bumped: false, result: 32 });
  expect(roundWidth(24, 1.35).raw).toBeCloseTo(32.4, 12);
});

test('432 / 16 = 27 rounds to 24, under 0.9 × 27, so the squeeze is 32', () => {
  expect(roundSqueeze(432, 1 / 16)).toMatchObject({
    raw: 27,
    candidates: [24, 32],
    nearest: 24,
    bumped: true,
    result: 32,
  });
});
