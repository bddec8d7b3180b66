import { describe, expect, test } from 'vitest';
import type { ChoiceQuestion, DrawQuestion, EstimateQuestion, PlaceQuestion, Question } from '../../src/lessons/lesson';
import { lessonNamed } from '../../src/lessons/lessons';
import { designFrom, networkOf } from '../../src/lessons/network';
import { GOLDEN } from '../golden/architectures';
import { claimsOf, piecesOf } from './pieces';

/** What lessons say, against the reference's numbers (test/golden) and the relations their sentences rest on. */

const S = golden('x3d_s');
const M = golden('x3d_m_224');

test('lessons speak of the reference’s networks', () => {
  const [s, m] = [networkOf(designFrom('S', { head: null })), networkOf(designFrom('M', { head: null }))];
  expect([s.macs().value(), s.parameters().value()]).toEqual([S.macs_conv_total, S.params_total]);
  expect([m.macs().value(), m.parameters().value()]).toEqual([M.macs_conv_total, M.params_total]);
});

test('channelwise: the saving is the 216 channels; pointwise convolutions take 82.6 % of X3D-S’s', () => {
  expect(estimate('channelwise', 0).answer.value()).toBe(216);
  // Both pointwise convolutions of a block cost the same, and more than the one over space and time.
  expect(pointed('channelwise', 1)).toEqual(['layer3.1.conv1', 'layer3.1.conv3']);
  const ofKind = (wanted: (kernel: string, groups: number) => boolean) =>
    S.modules.reduce(
      (sum, { kernel, groups = 1, macs }) => sum + (kernel && wanted(kernel.join(), groups) ? macs : 0),
      0,
    );
  const [pointwise, channelwise] = [ofKind((kernel) => kernel === '1,1,1'), ofKind((_, groups) => groups > 1)];
  const shares = claimsOf(lesson('channelwise')).flatMap(({ unit, value }) => (unit === 'share' ? [value()] : []));
  expect(shares).toEqual([pointwise / S.macs_conv_total, channelwise / S.macs_conv_total]);
  expect(shares[0]).toBeCloseTo(0.826, 3);
  expect(estimate('channelwise', 2).answer.value()).toBeLessThan(216);
});

test('time: all 13 frames reach the head; the fourth block sees them all', () => {
  expect(pointed('time', 0)).toEqual(['head']);
  // Keeping every frame costs more than nothing, and less than the sixteenfold that striding four times would save at the very end.
  expect(estimate('time', 1).answer.value()).toBeGreaterThan(2);
  expect(estimate('time', 1).answer.value()).toBeLessThan(16);
  // 5 of the stem, and 2 a block: 5 + 4 × 2 = 13. Stage 1 of X3D-S has three blocks.
  expect(pointed('time', 2)).toEqual(['layer2.0']);
});

test('bottleneck: γ_b × 2 is about twice the work, X2D to 2.25 is × 1.98 (SlowFast, run)', () => {
  expect(choice('bottleneck', 0).right()).toBe(1);
  expect(estimate('bottleneck', 1).answer.value()).toBeCloseTo(40996040 / 20662304, 6);
  expect(choice('bottleneck', 2).answer?.value()).toBe(55);
});

test('rounding: four widths on the way to twice as wide; 1.1 changes nothing, 1.12 is the next width', () => {
  const steps = draw('rounding', 0).curve();
  const onTheWay = steps.filter(({ x, y }) => x <= 2 && y >= 1);
  expect(onTheWay.map(({ y }) => +y.toFixed(2))).toEqual([1, 1.7, 2.58, 3.65]);
  expect(choice('rounding', 1).right()).toBe(0);
  expect(choice('rounding', 2).answer?.value()).toBe(32);
  expect(choice('rounding', 3).answer?.value()).toBe(32);
  const values = claimsOf(lesson('rounding')).map((claim) => claim.value());
  expect(values).toEqual(expect.arrayContaining([0.75, 1.11]));
  const facts = piecesOf(lesson('rounding')).flatMap((piece) =>
    typeof piece === 'object' && piece.kind === 'fact' ? [piece.text()] : [],
  );
  expect(facts).toContain('32, 64, 128, 256');
});

test('squeeze: gates are far under a per cent of the work, parameters grow most, and time is another matter', () => {
  expect(estimate('squeeze', 0).answer.value()).toBeLessThan(0.1);
  expect(choice('squeeze', 1).right()).toBe(0);
  expect(estimate('squeeze', 2).answer.value()).toBeGreaterThan(100 * estimate('squeeze', 0).answer.value());
});

test('axes: side × 4, width × 3.65, frames × 2 without a parameter; depth needs the least memory at once', () => {
  const values = choice('axes', 0).options.map(({ claim }) => +claim.value().toFixed(2));
  expect(values).toEqual([4, 2, 3.65, 1.78]);
  expect(choice('axes', 0).right()).toBe(0);
  const { known, answer } = place('axes', 1);
  expect(new Set(known.map(({ y }) => y.value()))).toEqual(new Set([3794322]));
  expect(answer.x.value() / known[0].x.value()).toBeCloseTo(3.65, 2);
  expect(answer.y.value() / known[0].y.value()).toBeGreaterThan(2.5);
  expect(choice('axes', 2).right()).toBe(2);
});

test('activations: outputs outweigh weights, early stages hold them, late ones the parameters', () => {
  expect(estimate('activations', 0).answer.value()).toBeGreaterThan(20);
  expect(pointed('activations', 1)).toEqual(['layer1']);
  const parameters = ['layer1', 'layer4'].map((path) => M.params_by_top_module[path] ?? 0);
  expect(parameters[1]).toBeGreaterThan(parameters[0] ?? 0);
  expect(estimate('activations', 2).answer.value()).toBeLessThan(50);
  expect(pointed('activations', 3)).toEqual(['layer1.0']);
});

test('slower: the network with fewer MACs takes longer, and the gate is dearer in time than in MACs', () => {
  const [narrow, wide] = choice('slower', 2).options.map(({ claim }) => claim.value());
  expect(narrow).toBeGreaterThan(1.2 * (wide ?? Number.POSITIVE_INFINITY));
  const [few, many] = scenes('slower', 2).map((design) => networkOf(design).macs().value());
  expect(few).toBeLessThan(many ?? 0);
  const facts = piecesOf(lesson('slower')).flatMap((piece) =>
    typeof piece === 'object' && piece.kind === 'fact' ? [piece.text()] : [],
  );
  expect(facts).toEqual(['moving values', 'arithmetic']);
  const [, gate] = [estimate('slower', 0), estimate('slower', 1)].map(({ answer }) => answer.value());
  const [macsOfGate = 1] = claimsOf(lesson('slower'))
    .flatMap(({ unit, value }) => (unit === 'share' ? [value()] : []))
    .toSorted();
  expect((gate ?? 0) / 100).toBeGreaterThan(1000 * macsOfGate);
});

describe('published', () => {
  test('this app gives mmaction2’s integer, 2967543760', () => {
    const values = claimsOf(lesson('published')).map((claim) => claim.value());
    expect(values).toContain(2967543760);
    expect(GOLDEN.find(({ name }) => name === 'x3d_s_13x192')?.with_head?.flops_mmcv_convention).toBe(2967543760);
  });

  test('the clip explains more than the convention; SlowFast’s GFLOPs are MACs; thirty views are thirty times one', () => {
    expect(choice('published', 0).right()).toBe(0);
    expect(choice('published', 1).right()).toBe(0);
    expect(estimate('published', 2).answer.value()).toBe(30 * 1962892112);
  });
});

test('budget: the bottleneck saves the most parameters, fewer frames none; a part of the grid fits', () => {
  expect(choice('budget', 0).right()).toBe(2);
  expect(choice('budget', 0).options[0]?.claim.value()).toBe(3794322);
});

test('why-time: one frame guesses, every frame more is worth something, order is what was learnt, and turns with the clip', () => {
  const one = choice('why-time', 0);
  expect(one.right()).toBe(0);
  expect(one.answer?.value()).toBeCloseTo(0.25, 1);
  const heights = draw('why-time', 1)
    .curve()
    .map(({ y }) => y);
  expect(heights).toEqual(heights.toSorted());
  expect(heights.at(-1)).toBeGreaterThan(3 * (heights[0] ?? 1));
  expect(choice('why-time', 2).right()).toBe(2);
  expect(estimate('why-time', 3).answer.value()).toBeGreaterThan(90);
});

test('expanding: more frames win at about twice the work, though one seed of larger frames came near; axes help each other', () => {
  const { options, right } = choice('expanding', 0);
  expect(right()).toBe(0);
  const [frames, bottleneck, ...others] = options.map(({ claim }) => claim.value());
  expect(frames).toBeGreaterThan(bottleneck ?? 1);
  for (const other of others) expect(other).toBeLessThan(bottleneck ?? 0);
  const work = claimsOf(lesson('expanding')).flatMap(({ unit, value }) => (unit === 'times' ? [value()] : []));
  for (const times of work.slice(0, 4)) expect(times, 'about twice').toSatisfy((n: number) => n > 1.4 && n < 2.5);
  expect(estimate('expanding', 1).answer.value()).toBeGreaterThan(75);
  expect(estimate('expanding', 2).answer.value()).toBeGreaterThan(95);
});

test('freezing: conv5 and the head train, by the reference’s numbers; what is saved is mostly outputs', () => {
  const head = 2048 * 432 + 2048 * 400 + 400;
  const trained = (S.params_by_top_module.conv5 ?? 0) + head;
  expect(estimate('freezing', 0).answer.value()).toBeCloseTo((100 * trained) / (S.params_total + head), 6);
  const { options, right } = choice('freezing', 1);
  expect(right()).toBe(2);
  const [gradients = 0, momentum, outputs] = options.map(({ claim }) => claim.value());
  expect(momentum).toBe(gradients);
  expect(gradients).toBe(4 * (S.params_total - (S.params_by_top_module.conv5 ?? 0)));
  expect(outputs).toBeGreaterThan(100 * gradients);
  expect(estimate('freezing', 2).answer.value()).toBeGreaterThan(5);
});

function golden(name: string) {
  const entry = GOLDEN.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`no golden entry ${name}`);
  return entry;
}

function lesson(name: string) {
  const found = lessonNamed(name);
  if (!found) throw new Error(`no lesson ${name}`);
  return found;
}

function question(name: string, step: number): Question {
  const found = lesson(name).steps[step]?.question;
  if (!found) throw new Error(`step ${step} of ${name} asks nothing`);
  return found;
}

function choice(name: string, step: number): ChoiceQuestion {
  const found = question(name, step);
  if (found.kind !== 'choice') throw new Error(`step ${step} of ${name} is no choice`);
  return found;
}

function estimate(name: string, step: number): EstimateQuestion {
  const found = question(name, step);
  if (found.kind !== 'estimate') throw new Error(`step ${step} of ${name} is no estimate`);
  return found;
}

function draw(name: string, step: number): DrawQuestion {
  const found = question(name, step);
  if (found.kind !== 'draw') throw new Error(`step ${step} of ${name} is not drawn`);
  return found;
}

function place(name: string, step: number): PlaceQuestion {
  const found = question(name, step);
  if (found.kind !== 'place') throw new Error(`step ${step} of ${name} asks for no place`);
  return found;
}

/** Paths of the right parts. */
function pointed(name: string, step: number): readonly (string | undefined)[] {
  const found = question(name, step);
  if (found.kind !== 'point') throw new Error(`step ${step} of ${name} points at nothing`);
  const parts = found.parts();
  return found.right().map((index) => parts[index]?.path);
}

function scenes(name: string, step: number) {
  const { scene, question } = lesson(name).steps[step] ?? {};
  return [scene, question?.revealed].flatMap((shown) => (shown ? [shown.design] : []));
}
