import { expect, test } from 'vitest';
import { CONVENTIONS, conventionNamed, PUBLISHED_COUNTS, publishedCount } from '../../src/analysis/conventions';
import { costsByPath } from '../../src/analysis/costs';
import { build } from '../../src/architecture/build';
import { presetNamed } from '../../src/design/presets';

test.each(PUBLISHED_COUNTS.map((row) => [row.source, row.member, row] as const))('%s: %s', (_, __, row) => {
  const count = publishedCount(row, costsByPath(build(row.design)));
  const decimals = row.printed.split('.')[1]?.length;
  if (decimals === undefined) return expect(`${count}`).toBe(row.printed);
  const [scaled, printed] = [count / 10 ** (9 - decimals), Number(row.printed) * 10 ** decimals];
  expect([Math.round(scaled), Math.trunc(scaled)]).toContain(Math.round(printed));
});

test('pytorchvideo’s four numbers to four decimals, as measured', () => {
  const measured = PUBLISHED_COUNTS.filter(({ convention }) => convention === 'pytorchvideo').map(
    (row) => +(publishedCount(row, costsByPath(build(row.design))) / 1e9).toFixed(4),
  );
  expect(measured).toEqual([0.9146, 2.9567, 6.7205, 26.6373]);
});

test('X3D-S at 13 × 160 × 160 in every convention (fvcore, mmcv and mmengine, run)', () => {
  const costs = costsByPath(build(presetNamed('S').design)).get('');
  if (!costs) throw new Error('no total');
  const counts = Object.fromEntries(CONVENTIONS.map(({ name, count }) => [name, count(costs)]));
  expect(counts).toEqual({
    macs: 1962892112,
    flops: 2 * 1962892112,
    mmcv: 2061365344,
    mmengine: 2031781712,
    pytorchvideo: 1962892112 + 5 * ((2031781712 - 1962892112) / 2),
  });
  expect(conventionNamed('mmcv').unit).toBe('FLOPs');
});
