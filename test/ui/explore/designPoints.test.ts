import { expect, test } from 'vitest';
import { costsByPath } from '../../../src/analysis/costs';
import { build } from '../../../src/architecture/build';
import { presetNamed } from '../../../src/design/presets';
import { ACCURACY_SERIES } from '../../../src/present/accuracySeries';
import { measureText, ratioText } from '../../../src/present/measureText';
import { AXES } from '../../../src/scaling/axes';
import { curveOf } from '../../../src/scaling/curve';
import { offers } from '../../../src/scaling/double';
import { nodeOf, PUBLISHED_WALK } from '../../../src/scaling/expansion';
import { FAMILY } from '../../../src/scaling/members';
import { ASSUMED_DEVICE } from '../../../src/state/explore/explore';
import { curveLine, curveScales, ratiosOf, sharedHeight } from '../../../src/ui/explore/curvePlot';
import {
  familyPoints,
  type HeightChoice,
  offerPoints,
  walkLine,
  walkPoints,
} from '../../../src/ui/explore/designPoints';

const [series] = ACCURACY_SERIES;
if (!series) throw new Error('no accuracies');
const choice = (height: HeightChoice['height']): HeightChoice => ({
  height,
  series,
  device: ASSUMED_DEVICE,
  madeClips: () => null,
});
const S = presetNamed('S').design;

test('every member stands at the costs of the network it builds', () => {
  for (const [height, bytes] of [
    ['parameters', 1],
    ['convActivations', 4],
    ['activations', 4],
  ] as const) {
    const points = familyPoints(S, choice(height), 'your');
    for (const { name, design } of FAMILY) {
      const point = points.find(({ id }) => id === `member ${name}`);
      const costs = costsByPath(build(design)).get('');
      expect([point?.x, point?.y]).toEqual([costs?.macs, bytes * (costs?.[height] ?? 0)]);
    }
  }
});

test('the design on the form is named after the member it is, and is a point of its own when it is none', () => {
  const names = (design: typeof S) => familyPoints(design, choice('parameters'), 'your').map(({ name }) => name);
  expect(names(S)).toContain('X3D-S = your design');
  const wider = { ...S, reference: { ...S.reference, gamma_w: 2 } };
  expect(names(wider)).toContain('your design');
  const inLesson = familyPoints(wider, choice('parameters'), 'the lesson’s');
  expect(inLesson[0]).toMatchObject({ name: 'the lesson’s design', title: 'The lesson’s design' });
});

test('published accuracies are heights of the members that have one, under one protocol', () => {
  const heights = familyPoints(S, choice('accuracy'), 'your')
    .filter(({ look }) => look === 'member')
    .map(({ title, y }) => [title, y]);
  expect(heights).toEqual([
    ['X2D', Number.NaN],
    ['X3D-XS', 68.7],
    ['X3D-S', 73.1],
    ['X3D-M', 75.1],
    ['X3D-L', 76.9],
  ]);
  expect(ACCURACY_SERIES.map(({ name }) => name)).toEqual([
    'SlowFast, 10 clips × 1 crop',
    'SlowFast, 10 clips × 3 crops',
    'pytorchvideo, views not stated',
  ]);
});

test('a walk is a line through its designs, and the built-in one passes XS, S, M and L', () => {
  const points = walkPoints(PUBLISHED_WALK, choice('parameters'));
  const line = walkLine(PUBLISHED_WALK, PUBLISHED_WALK.at, 'path', choice('parameters'));
  expect(line.points).toEqual(points.map(({ x, y }) => ({ x, y })));
  const titles = points.map(({ title }) => title.split(',')[0]);
  for (const member of ['X2D', 'X3D-XS', 'X3D-S', 'X3D-M', 'X3D-L']) expect(titles).toContain(member);
});

test('offers stand where their designs do', () => {
  const start = nodeOf(PUBLISHED_WALK, 0).design;
  const asked = offers(start, 2).map(({ axis, candidate, stuck }) => ({ axis: axis.name, candidate, stuck }));
  for (const { x, design } of offerPoints(asked, choice('parameters'))) {
    expect(x).toBe(costsByPath(build(design)).get('')?.macs);
  }
  expect(offerPoints(asked, choice('parameters'))).toHaveLength(6);
});

test('small multiples pass through 1 and 1, never fall in MACs, and show the width as a staircase', () => {
  const curves = AXES.map((axis) => ratiosOf(curveOf(S, axis, ['macs']).plateaus));
  const height = sharedHeight(curves);
  curves.forEach((curve, index) => {
    const axis = AXES[index];
    if (!axis) throw new Error('an axis a curve');
    expect(curve.steps.find(({ own }) => own)).toMatchObject({ value: 1, ratio: 1 });
    const ratios = curve.steps.map(({ ratio }) => ratio);
    expect(ratios).toEqual(ratios.toSorted((a, b) => a - b));
    const line = curveLine(curve, axis, curveScales(height, { width: 200, height: 70 }));
    expect(line).not.toContain('NaN');
    // A staircase has a corner for every point of the line; a straight line has none.
    const corners = line.split('L').length;
    if (axis.name === 'gamma_w') expect(corners).toBeGreaterThan(1.8 * curve.steps.length);
    if (axis.name === 'gamma_t') expect(corners).toBe(curve.steps.length);
    // Nothing of it lies over the ticks beside it.
    for (const [x = -1] of line.matchAll(/[-\d.]+(?=[ ,])/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(x)).toBeLessThanOrEqual(200);
    }
  });
});

test('measures are read in their units, ratios to three digits', () => {
  expect(measureText('macs', 1_962_892_112)).toBe('1.96\u202fGMACs');
  expect(measureText('peakLive', 43_929_600)).toBe('43.9\u202fMB');
  expect(measureText('parameters', 3_794_322)).toBe('3.79\u202fM');
  expect(measureText('fieldFrames', 57)).toBe('57 frames');
  expect(measureText('predictedTime', Number.NaN)).toBe('–');
  expect([2, 1.9984, 1.5, 0.25, Number.NaN].map(ratioText)).toEqual([
    '×\u202f2',
    '×\u202f2',
    '×\u202f1.5',
    '×\u202f0.25',
    '–',
  ]);
});
