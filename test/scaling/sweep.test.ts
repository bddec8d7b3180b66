import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costsByPath } from '../../src/analysis/costs';
import { inferenceMemory } from '../../src/analysis/memory';
import { build } from '../../src/architecture/build';
import { withValue } from '../../src/design/finding';
import { PARAMETERS } from '../../src/design/parameters';
import { presetNamed } from '../../src/design/presets';
import { factsOf } from '../../src/scaling/measures';
import { type Sweep, sideOf, sweepRows } from '../../src/scaling/sweep';
import { VARIED, WITHOUT_EFFECT } from '../../src/scaling/varied';

const { design } = presetNamed('S');
const sweep: Sweep = {
  design,
  x: { parameter: 'gamma_w', values: [0.5, 1, 2] },
  y: { parameter: 'gamma_s', values: [64, 96] },
  measure: 'macs',
  device: null,
};

test('each cell is the measure of the design with both numbers set', () => {
  const expected = [64, 96].map((side) =>
    [0.5, 1, 2].map((gamma_w) => {
      const cell = {
        ...design,
        reference: { ...design.reference, gamma_w },
        clip: { ...design.clip, h: side, w: side },
      };
      return costsByPath(build(cell)).get('')?.macs;
    }),
  );
  expect([...sweepRows(sweep)]).toEqual(expected);
});

test('choices and numbers of one stage vary too, against any measure', () => {
  const byHand: Sweep = {
    ...sweep,
    x: { parameter: 'layer3.stride', values: [1, 2] },
    y: { parameter: 'reference.se_style', values: ['none', 'all'] },
    measure: 'peakLive',
  };
  const peak = (stride: number, se: 'none' | 'all') => {
    const squeeze = se === 'none' ? { se_ratio: null } : { se_style: se };
    const spatial_strides = [2, 2, stride, 2];
    return inferenceMemory(build({ ...design, reference: { ...design.reference, ...squeeze, spatial_strides } }))
      .peakBytes;
  };
  expect([...sweepRows(byHand)]).toEqual([
    [peak(1, 'none'), peak(2, 'none')],
    [peak(1, 'all'), peak(2, 'all')],
  ]);
});

test('illegal designs are holes', () => {
  const holes: Sweep = { ...sweep, x: { parameter: 'gamma_b', values: [0.001, 2.25] } };
  expect([...sweepRows(holes)].map((row) => row.map(Number.isNaN))).toEqual([
    [true, false],
    [true, false],
  ]);
});

test('a range is spread evenly over so many values, and the design’s own is always among them', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...VARIED.filter(({ usual }) => usual !== null)),
      fc.integer({ min: 2, max: 12 }),
      ({ name, usual, value }, count) => {
        const [least, most] = usual ?? [0, 0];
        const { values } = sideOf(design, { parameter: name, least, most, count });
        const own = value(design);
        expect(values.length).toBeLessThanOrEqual(count);
        expect(values.toSorted((a, b) => Number(a) - Number(b))).toEqual(values);
        if (typeof own === 'number' && own >= least && own <= most) expect(values).toContain(own);
      },
    ),
    { numRuns: 100 },
  );
});

test('every parameter is varied, by an axis or by itself, but a window on the map and those that no measure depends on', () => {
  const alone = PARAMETERS.map(({ field }) => field).filter((field) => VARIED.some(({ name }) => name === field));
  const byAxis = ['reference.gamma_w', 'reference.gamma_b', 'reference.gamma_d', 'clip.t', 'clip.h', 'clip.w'];
  const byStage = ['reference.spatial_strides'];
  const byHand = ['head.pool_window'];
  expect([...alone, ...byAxis, ...byStage, ...byHand, ...WITHOUT_EFFECT].toSorted()).toEqual(
    PARAMETERS.map(({ field }) => field).toSorted(),
  );
  const facts = factsOf(design, DEVICE);
  const others = { 'clip.interval': 1, 'reference.use_swish': false, 'reference.zero_init_residual': false };
  for (const field of WITHOUT_EFFECT) {
    const other = others[field as keyof typeof others] ?? 'a.pth';
    expect(factsOf(withValue(design, field, other), DEVICE), field).toEqual(facts);
  }
});

test.each(VARIED)('$label: applying the design’s own value changes nothing, another is what it then has', (varied) => {
  const own = varied.value(design);
  if (own === undefined) throw new Error('X3D-S lacks it');
  expect(factsOf(varied.apply(design, own), DEVICE)).toEqual(facts);
  const values = varied.values(design);
  const picked = [values[0], values[Math.floor(values.length / 2)], values.at(-1)];
  for (const value of picked) {
    if (value === undefined) throw new Error('nothing to choose from');
    expect(varied.value(varied.apply(design, value))).toBe(value);
  }
});

const DEVICE = { name: 'test', macsPerSecond: 2e10, bytesPerSecond: 1e10, dispatchSeconds: 2e-5 };
const facts = factsOf(design, DEVICE);
