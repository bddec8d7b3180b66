import fc from 'fast-check';
import { expect, test } from 'vitest';
import { designCosts } from '../../src/analysis/costs';
import { build } from '../../src/architecture/build';
import { isLegal } from '../../src/architecture/problems';
import { clipReach } from '../../src/design/clipReach';
import type { Design } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import { AXES, type AxisName, axisNamed } from '../../src/scaling/axes';
import { moveAlong, offers } from '../../src/scaling/double';
import { clipSpan, DEFAULT_SAMPLING } from '../../src/video/sampling';
import { runs } from '../setup/runs';

/** Designs as a person meets them: any gammas, any clip, SE or not. */
const design: fc.Arbitrary<Design> = fc
  .record({
    gamma_w: fc.constantFrom(0.5, 1, 1.35, 2),
    gamma_b: fc.constantFrom(0.7, 1, 2.25, 3.1),
    gamma_d: fc.constantFrom(0.4, 1, 2.2, 5),
    se_ratio: fc.constantFrom(null, 1 / 16),
    t: fc.integer({ min: 1, max: 16 }),
    interval: fc.integer({ min: 1, max: 12 }),
    side: fc.constantFrom(64, 112, 130, 160, 224),
    head: fc.boolean(),
  })
  .map(({ t, interval, side, head, ...gammas }) => {
    const { design: base } = presetNamed('S');
    return {
      ...base,
      reference: { ...base.reference, ...gammas },
      clip: { n: 1, t, h: side, w: side + 32, interval },
      head: head ? base.head : null,
    };
  });
const axis = fc.constantFrom(...AXES);

test('along every axis the values rise, the design’s own is among them, and MACs never fall', () => {
  fc.assert(
    fc.property(design, axis, (random, { value, values, apply }) => {
      const reached = values(random);
      expect(reached).toContain(value(random));
      expect(apply(random, value(random))).toEqual(random);
      const costs = reached.map((to) => designCosts(apply(random, to)).macs);
      const falls = costs.filter((cost, index) => index > 0 && cost < (costs[index - 1] ?? 0));
      expect(falls).toEqual([]);
      for (const [index, to] of reached.entries()) if (index > 0) expect(to).toBeGreaterThan(reached[index - 1] ?? 0);
    }),
    runs(200),
  );
});

test('every value of gamma_w, gamma_b and gamma_d is another network, and moves nothing else', () => {
  const random = presetNamed('S').design;
  for (const name of ['gamma_w', 'gamma_b', 'gamma_d'] as const) {
    const { values, apply } = axisNamed(name);
    const costs = values(random).map((to) => designCosts(apply(random, to)).parameters);
    expect(new Set(costs).size, name).toBe(costs.length);
    const moved = apply(random, values(random)[3] ?? 1);
    expect({ ...moved, reference: { ...moved.reference, [name]: random.reference[name] } }).toEqual(random);
  }
});

test('a step lands on the legal value nearest to the target, whatever the axis and the factor', () => {
  fc.assert(
    fc.property(design, axis, fc.constantFrom(0.5, 0.8, 1.3, 2, 3), (random, along, factor) => {
      const found = moveAlong(random, along, factor);
      const { macs } = designCosts(random);
      const distance = (other: Design) => Math.abs(Math.log(designCosts(other).macs / (macs * factor)));
      const from = along.value(random);
      const others = along
        .values(random)
        .filter((value) => (factor > 1 ? value > from : value < from))
        .map((value) => along.apply(random, value));
      if (!('design' in found)) {
        expect(others.filter(isLegal)).toEqual([]);
        return;
      }
      expect(found.factor).toBe(designCosts(found.design).macs / macs);
      const nearer = others.filter((other) => distance(other) < distance(found.design));
      expect(nearer.filter(isLegal)).toEqual([]);
    }),
    runs(200),
  );
});

test('published members doubled: within what rounding reaches, every axis hits the target', () => {
  // Half of the largest step between neighbouring values, on a logarithmic scale, is as near as one can come.
  for (const name of ['XS', 'S', 'M', 'L'] as const) {
    const { design: member } = presetNamed(name);
    for (const { axis: along, candidate } of offers(member)) {
      if (!candidate) throw new Error(`${name} cannot be doubled along ${along.name}`);
      const values = along.values(member);
      const at = values.indexOf(candidate.to);
      const macs = values
        .slice(Math.max(0, at - 1), at + 2)
        .map((to) => Math.log(designCosts(along.apply(member, to)).macs));
      const step = Math.max(...macs.slice(1).map((cost, index) => cost - (macs[index] ?? cost)));
      expect(Math.abs(Math.log(candidate.factor / 2)), `${name} ${along.name}`).toBeLessThanOrEqual(step / 2 + 1e-9);
    }
  }
});

test('doubling X3D-M’s backbone: what each axis costs (reference/expansion, run)', () => {
  const { design: m } = presetNamed('M');
  const backbone = { ...m, head: null };
  const scaled = (name: AxisName, value: number) => {
    const before = designCosts(backbone);
    const after = designCosts(axisNamed(name).apply(backbone, value));
    const ratio = (pick: 'macs' | 'parameters' | 'convActivations') => +(after[pick] / before[pick]).toFixed(3);
    return [ratio('macs'), ratio('parameters'), ratio('convActivations')];
  };
  expect(designCosts(backbone)).toMatchObject({ macs: 4730764800, parameters: 2089986, convActivations: 87912072 });
  expect(scaled('gamma_t', 32)).toEqual([2, 1, 2]);
  expect(scaled('gamma_s', 448)).toEqual([4, 1, 4]);
  expect(scaled('gamma_s', 320)).toEqual([2.041, 1, 2.041]);
  expect(scaled('gamma_w', 2)).toEqual([3.653, 3.78, 2]);
  expect(scaled('gamma_b', 4.5)).toEqual([1.952, 2.109, 1.74]);
  expect(scaled('gamma_d', 4.4)).toEqual([1.778, 1.946, 1.574]);
});

test('frame rate and duration give the same tensor and take different frames', () => {
  const { design: s } = presetNamed('S');
  const offered = new Map(offers(s).map(({ axis: along, candidate }) => [along.name, candidate]));
  const [fast, long] = [offered.get('gamma_tau'), offered.get('gamma_t')];
  expect(fast?.design.clip).toEqual({ ...s.clip, t: 26, interval: 3 });
  expect(long?.design.clip).toEqual({ ...s.clip, t: 26, interval: 6 });
  expect(fast?.facts).toEqual(long?.facts);
  expect(build(fast?.design ?? s).clip).toEqual(build(long?.design ?? s).clip);
});

test('one frame of a span of one cannot be sampled faster, and that is said', () => {
  const tau = offers(presetNamed('X2D').design).find(({ axis: along }) => along.name === 'gamma_tau');
  expect(tau?.stuck?.reason).toBe('Every frame of this span is taken already.');
});

test('a clip reaches over as many source frames on the form and in the explorer as the sampler reads', () => {
  for (const name of ['X2D', 'XS', 'S', 'M', 'L'] as const) {
    const { clip } = presetNamed(name).design;
    const sampling = { ...DEFAULT_SAMPLING, clipLength: clip.t, interval: clip.interval };
    expect(clipReach(clip)).toBe(clipSpan(sampling, { fps: 30 }));
  }
  expect(axisNamed('gamma_t').describe(presetNamed('S').design)).toBe('13 frames, reaching over 73');
});
