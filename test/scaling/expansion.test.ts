import { describe, expect, test } from 'vitest';
import { designCosts } from '../../src/analysis/costs';
import type { StageFacts } from '../../src/architecture/architecture';
import { stageFacts } from '../../src/architecture/stages';
import type { Design } from '../../src/design/design';
import { PRESETS, presetNamed } from '../../src/design/presets';
import { axisNamed } from '../../src/scaling/axes';
import { curveOf } from '../../src/scaling/curve';
import { contractions, moveAlong, offers } from '../../src/scaling/double';
import {
  back,
  goTo,
  nodeOf,
  PUBLISHED_WALK,
  pathTo,
  START,
  startWalk,
  take,
  tipsOf,
} from '../../src/scaling/expansion';
import { FAMILY, memberOf } from '../../src/scaling/members';

test('the built-in walk passes X2D, XS, S, M and L, one axis a step', () => {
  const path = pathTo(PUBLISHED_WALK);
  const passed = path.flatMap(({ design }) => memberOf(design)?.preset.name ?? []);
  expect(passed).toEqual(['X2D', 'XS', 'S', 'M', 'L']);
  for (const { design } of path) expect(memberOf(design)?.sameSampling ?? true).toBe(true);
  for (const { parent, design, step } of path) {
    if (parent === null || !step) continue;
    const before = nodeOf(PUBLISHED_WALK, parent).design;
    const axis = axisNamed(step.axis);
    expect(axis.values(before)).toContain(step.to);
    expect(axis.apply(before, step.to)).toEqual(design);
  }
});

/** SlowFast's own models, with heads of 400 classes; its fc1 is a convolution, whose 2048 outputs ours does not count. */
test.each([
  [0, 1633560, 20662304, 508688],
  [1, 2653172, 40996040, 820834],
  [2, 2653172, 158636480, 3271786],
  [3, 2653172, 305022560, 6570250],
  [4, 3794322, 605256512, 11218568],
  [6, 3794322, 1962892112, 36447368],
  [8, 3794322, 4732468736, 87914120],
  [10, 6153432, 18367710176, 291737222],
])(
  'node %i of the walk has %i parameters, %i MACs, %i convolution outputs (SlowFast, run)',
  (id, parameters, macs, outputs) => {
    const costs = designCosts(nodeOf(PUBLISHED_WALK, id).design);
    expect(costs).toMatchObject({ parameters, macs, convActivations: outputs - 2048 });
  },
);

test('doubling X2D along gamma_b gives the published 2.25, and along gamma_s the published 160', () => {
  const along = new Map(offers(START).map(({ axis, candidate }) => [axis.name, candidate?.to]));
  expect(along.get('gamma_b')).toBe(2.25);
  expect(along.get('gamma_s')).toBe(160);
  expect(along.get('gamma_tau')).toBe(2);
});

test('a step back loses nothing; the same step leads to the same node, another one branches', () => {
  const start = startWalk();
  const [first, second] = offers(START).flatMap(({ candidate }) => candidate ?? []);
  if (!first || !second) throw new Error('X2D cannot be expanded');
  const walked = take(take(start, first, first.design), second, second.design);
  expect(walked.at).toBe(2);
  const returned = back(back(walked));
  expect([returned.at, back(returned).at]).toEqual([0, 0]);
  expect(take(returned, first, first.design)).toEqual({ ...walked, at: 1 });
  const branched = take(returned, second, second.design);
  expect(tipsOf(branched).map(({ id }) => id)).toEqual([2, 3]);
  expect(pathTo(goTo(branched, 2)).map(({ id }) => id)).toEqual([0, 1, 2]);
  expect(() => goTo(branched, 9)).toThrow('none with id 9');
});

test('a contraction lands on its target within 8 pixels (7 % at 232), and there is none from below it', () => {
  const { design } = presetNamed('L');
  const target = 10e9;
  for (const { axis, candidate } of contractions(design, target)) {
    expect(candidate?.facts.macs ?? 0, axis.name).toBeLessThan(designCosts(design).macs);
    if (axis.name === 'gamma_s') expect(Math.abs(Math.log((candidate?.facts.macs ?? 0) / target))).toBeLessThan(0.07);
  }
  expect(contractions(design, 20e9)).toEqual([]);
});

test('members are recognised whatever they are written with, and nothing else is', () => {
  for (const { design, name } of FAMILY) {
    expect(memberOf(design)?.preset.name).toBe(name);
    const written = { ...design, head: null, reference: { ...design.reference, with_cp: true, frozen_stages: 2 } };
    expect(memberOf(written)?.preset.name).toBe(name);
  }
  const { design } = presetNamed('S');
  expect(memberOf({ ...design, reference: { ...design.reference, gamma_w: 1.05 } })?.preset.name).toBe('S');
  expect(memberOf({ ...design, clip: { ...design.clip, interval: 2 } })).toMatchObject({ sameSampling: false });
  expect(memberOf({ ...design, clip: { ...design.clip, t: 14 } })).toBeNull();
  expect(memberOf({ ...design, overrides: { layer3: { blocks: 10 } } })).toBeNull();
  expect(memberOf(PRESETS[0]?.design ?? design)).toBeNull();
});

test('the curve of gamma_d is a staircase: 2.2 reaches back to just above 2', () => {
  const { plateaus } = curveOf(presetNamed('S').design, axisNamed('gamma_d'), ['macs', 'parameters']);
  const own = plateaus.find((plateau) => plateau.own);
  expect(own).toMatchObject({ value: 2.2, from: 2.01, to: 2.2, measured: [1962892112, 3794322] });
  for (const [index, { from, to }] of plateaus.entries()) {
    expect(from).toBeLessThanOrEqual(to);
    if (index > 0) expect(from).toBeGreaterThan(plateaus[index - 1]?.to ?? 0);
  }
});

describe('what is set by hand', () => {
  const { design } = presetNamed('S');
  const byHand = (overrides: Design['overrides']) => ({ ...design, overrides });
  const every = byHand({ layer1: { blocks: 1 }, layer2: { blocks: 2 }, layer3: { blocks: 3 }, layer4: { blocks: 1 } });

  test('depth offers nothing where the blocks of every stage are: its curve is one flat step', () => {
    const { plateaus } = curveOf(every, axisNamed('gamma_d'), ['macs']);
    expect(plateaus).toMatchObject([{ value: 2.2, own: true }]);
    expect(plateaus[0]?.from).toBeCloseTo(2.2 / 4, 1);
    expect(plateaus[0]?.to).toBeCloseTo(2.2 * 4, 1);
    expect(axisNamed('gamma_d').describe(every)).toBe('1, 2, 3, 1 blocks, set by hand');
    for (const factor of [2, 0.5]) expect(moveAlong(every, axisNamed('gamma_d'), factor)).toHaveProperty('reason');
  });

  test('every offer of an axis is another network and says what is built', () => {
    const some = byHand({ layer1: { width: 40 }, layer3: { blocks: 4 } });
    for (const from of [some, every, presetNamed('XL').design]) {
      const offered = offers(from).flatMap(({ axis, candidate }) => (candidate ? [{ axis, candidate }] : []));
      for (const { axis, candidate } of offered) {
        expect(candidate.factor, axis.name).not.toBe(1);
        const { blocks, channels, planes } = narrowest(stageFacts(candidate.design));
        if (axis.name === 'gamma_b') expect(axis.describe(candidate.design)).toBe(`${channels} → ${planes} channels`);
        if (axis.name === 'gamma_d') expect(axis.describe(candidate.design)).toBe(`${blocks} blocks`);
      }
    }
  });

  const narrowest = (stages: readonly StageFacts[]) => {
    const [least] = stages.toSorted((a, b) => a.channels - b.channels);
    const blocks = stages.map((stage) => stage.blocks.result).join(', ');
    return { blocks, channels: least?.channels, planes: least?.planes.result };
  };
});

test('the curve of gamma_w: a base of 24 from 0.75 (18 → 16 loses over a tenth) to 1.11 (26.64), MACs only rise', () => {
  const { plateaus } = curveOf(presetNamed('S').design, axisNamed('gamma_w'), ['macs']);
  expect(plateaus.find((plateau) => plateau.own)).toMatchObject({ from: 0.75, to: 1.11 });
  const macs = plateaus.flatMap(({ measured }) => measured);
  expect(macs).toEqual(macs.toSorted((a, b) => a - b));
});
