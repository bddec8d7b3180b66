import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeApart, placeLabels } from '../../../../src/present/chartLabels';
import { csvText } from '../../../../src/text/csvText';
import { tickText } from '../../../../src/text/tickText';
import { staircase } from '../../../../src/ui/kit/charts/lines';
import { scaleOf } from '../../../../src/ui/kit/charts/scales';

test('on a logarithmic scale equal ratios are equal distances, and pixels lead back to values', () => {
  const domains = fc.tuple(fc.double({ min: 1, max: 1e9, noNaN: true }), fc.double({ min: 2, max: 1e4, noNaN: true }));
  fc.assert(
    fc.property(domains, fc.double({ min: 1, max: 1e3, noNaN: true }), ([low, span], ratio) => {
      const { at, valueAt } = scaleOf('log', [low, low * span], [0, 600]);
      expect(at(low * ratio) - at(low)).toBeCloseTo((600 * Math.log(ratio)) / Math.log(span), 4);
      expect(valueAt(at(low * ratio)) / (low * ratio)).toBeCloseTo(1, 9);
    }),
  );
});

test.each([
  ['across', [0, 600], 43],
  ['up', [400, 0], 19],
] as const)('labels of a logarithmic axis that runs %s leave each other room', (_, range, room) => {
  for (const decades of [0.5, 1, 2, 3, 5, 8]) {
    const { at, ticks } = scaleOf('log', [1.7, 1.7 * 10 ** decades], range);
    const places = ticks.filter(({ labelled }) => labelled).map(({ value }) => at(value));
    const gaps = places.slice(1).map((place, index) => Math.abs(place - (places[index] ?? 0)));
    expect(Math.min(...gaps, Number.POSITIVE_INFINITY)).toBeGreaterThan(decades === 8 ? 0.9 * room : room);
  }
});

test('every decade of a long logarithmic axis has its label, and a short axis has some', () => {
  const labels = (domain: readonly [number, number]) =>
    scaleOf('log', domain, [220, 0])
      .ticks.filter(({ labelled }) => labelled)
      .map(({ value }) => value);
  expect(labels([3e4, 4e10])).toEqual([1e5, 1e6, 1e7, 1e8, 1e9, 1e10]);
  expect(labels([1.2, 1.9]).length).toBeGreaterThan(1);
});

test('ticks are written as short as they can be', () => {
  expect([2e7, 1e9, 5e8, 0.5, 13].map(tickText)).toEqual(['20\u202fM', '1\u202fG', '500\u202fM', '0.5', '13']);
});

const SILENT = [
  { x: 120, y: 100, radius: 4 },
  { x: 380, y: 60, radius: 4 },
];

test('labels keep off each other and off dots while there is room', () => {
  const points = [
    { x: 100, y: 100, radius: 5, width: 60, height: 30 },
    { x: 150, y: 100, radius: 5, width: 60, height: 30 },
    { x: 200, y: 105, radius: 5, width: 60, height: 30 },
    { x: 395, y: 20, radius: 5, width: 60, height: 30 },
  ];
  const placed = placeLabels(points, SILENT, { width: 400, height: 200 });
  const boxes = placed.map(({ left, top }, index) => ({ left, top, ...points[index] }));
  for (const { left, top, width = 0, height = 0 } of boxes) {
    expect([left >= 0, left + width <= 400, top >= 0, top + height <= 200]).toEqual([true, true, true, true]);
    const others = boxes.filter((box) => box.left !== left || box.top !== top);
    expect(others.some((box) => Math.abs(box.left - left) < width && Math.abs(box.top - top) < height)).toBe(false);
    for (const { x, y, radius } of [...points, ...SILENT]) {
      const inside = x > left - radius && x < left + width + radius && y > top - radius && y < top + height + radius;
      expect(inside).toBe(false);
    }
  }
});

test('labels without room are left out, the last ones first, and none that stay lie over another', () => {
  const point = fc.record({
    x: fc.integer({ min: 0, max: 120 }),
    y: fc.integer({ min: 0, max: 90 }),
    radius: fc.constant(5),
    width: fc.integer({ min: 12, max: 90 }),
    height: fc.constant(16),
  });
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 12 }), (points) => {
      const placed = placeApart(points, SILENT, { width: 120, height: 90 });
      expect(placed).toHaveLength(points.length);
      expect(placed[0]).not.toBeNull();
      const boxes = placed.flatMap((place, index) => (place ? [{ ...points[index], ...place }] : []));
      for (const [index, a] of boxes.entries())
        for (const b of boxes.slice(index + 1)) {
          const wide = Math.min(a.left + (a.width ?? 0), b.left + (b.width ?? 0)) - Math.max(a.left, b.left);
          const high = Math.min(a.top, b.top) + 16 - Math.max(a.top, b.top);
          expect(wide > 0 && high > 0 ? wide * high : 0).toBeLessThanOrEqual(16);
        }
    }),
  );
  const apart = [0, 1, 2, 3].map((index) => ({ x: 20 + 90 * index, y: 50, radius: 4, width: 40, height: 16 }));
  expect(placeApart(apart, [], { width: 400, height: 100 })).not.toContain(null);
});

test('a staircase holds every height until the next value', () => {
  expect(
    staircase([
      [0, 5],
      [10, 3],
      [20, 3],
    ]),
  ).toBe('M0,5L10,5L10,3L20,3L20,3');
});

test('CSV quotes what needs it, and leaves what is no number empty', () => {
  expect(
    csvText(
      ['a', 'b'],
      [
        ['x,"y"', Number.NaN],
        ['z', 1.5],
      ],
    ),
  ).toBe('a,b\r\n"x,""y""",\r\nz,1.5\r\n');
});
