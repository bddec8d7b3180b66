import fc from 'fast-check';
import { expect, test } from 'vitest';
import { training } from '../../src/analysis/training';
import { keptForBackward } from '../../src/analysis/trainingMemory';
import { OPTIMIZERS } from '../../src/analysis/trainingSetup';
import { GIGABYTE, trainingNeed } from '../../src/analysis/trainingStep';
import { build } from '../../src/architecture/build';
import { trainingStepOf } from '../../src/cli/trainingStepSummary';
import type { Design } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import { measureNamed, subjectOf } from '../../src/scaling/measures';
import { plainDesign, unusualDesign } from '../lowering/randomDesign';

const S = presetNamed('S').design;
const changed = (reference: Partial<Design['reference']>): Design => ({
  ...S,
  reference: { ...S.reference, ...reference },
});

/** Any small design, with what training may change of it. */
const anyTrained = fc
  .record({
    design: fc.oneof(plainDesign, unusualDesign),
    with_cp: fc.boolean(),
    frozen_stages: fc.integer({ min: -1, max: 1 }),
    norm_eval: fc.boolean(),
  })
  .map(({ design, ...reference }): Design => ({ ...design, reference: { ...design.reference, ...reference } }));

test('the parts of X3D-S are counted from its 3,794,322 parameters (golden data) and what autograd keeps', () => {
  const { trainable } = training(build(S));
  expect(trainable).toBe(3_794_322);
  const momentum = trainingNeed(S, { optimizer: 'momentum', mixed: false }).of(1);
  expect(momentum.gradients).toBe(4 * trainable);
  expect(momentum.optimizerState).toBe(4 * trainable);
  expect(trainingNeed(S, { optimizer: 'adam', mixed: false }).of(1).optimizerState).toBe(8 * trainable);
  expect(trainingNeed(S, { optimizer: 'sgd', mixed: false }).of(1).optimizerState).toBe(0);
  expect(momentum.activations).toBe(keptForBackward(build(S)).peakBytes);
  expect(momentum.total).toBe(momentum.weights + momentum.gradients + momentum.optimizerState + momentum.activations);
});

test('mixed precision halves activations, but for the statistics of norms, and keeps float16 copies of weights', () => {
  const plain = trainingNeed(S, { optimizer: 'adam', mixed: false }).of(8);
  const mixed = trainingNeed(S, { optimizer: 'adam', mixed: true }).of(8);
  const clip = 8 * 4 * 3 * 13 * 160 * 160;
  expect(mixed.activations - clip).toBeGreaterThan(plain.activations / 2);
  expect(mixed.activations - clip).toBeLessThan(plain.activations / 2 + 1e6);
  expect([mixed.gradients, mixed.optimizerState]).toEqual([plain.gradients, plain.optimizerState]);
  const copies = mixed.weights - plain.weights;
  expect(copies / 2).toBeLessThan(3_794_322);
  expect(copies / 2).toBeGreaterThan(3_700_000);
});

test('freezing spares gradients and what is kept; checkpointing spares activations alone', () => {
  const setup = { optimizer: 'momentum', mixed: false } as const;
  const [plain, frozen, checkpointed] = [S, changed({ frozen_stages: 2 }), changed({ with_cp: true })].map((design) =>
    trainingNeed(design, setup).of(4),
  );
  expect(frozen?.gradients).toBeLessThan(plain?.gradients ?? 0);
  expect(frozen?.activations).toBeLessThan(plain?.activations ?? 0);
  expect(checkpointed?.activations).toBeLessThan((plain?.activations ?? 0) / 2);
  expect(checkpointed?.gradients).toBe(plain?.gradients);
});

test('for any design and batch the activations are those of the built network', () => {
  fc.assert(
    fc.property(anyTrained, fc.integer({ min: 1, max: 9 }), (design, n) => {
      const kept = keptForBackward(build({ ...design, clip: { ...design.clip, n } }));
      const isKept = kept.units.some(({ storages }) => storages.kept.some(({ name }) => name === 'clip'));
      const { t, h, w } = design.clip;
      const clip = isKept ? 0 : 4 * n * design.reference.in_channels * t * h * w;
      expect(trainingNeed(design, { optimizer: 'sgd', mixed: false }).of(n).activations).toBe(kept.peakBytes + clip);
    }),
    { numRuns: process.env.X3D_LONG ? 400 : 20 },
  );
});

test('the largest batch fits, and one clip more does not', () => {
  fc.assert(
    fc.property(
      anyTrained,
      fc.constantFrom(...OPTIMIZERS),
      fc.boolean(),
      fc.integer({ min: 20, max: 31 }),
      (design, optimizer, mixed, power) => {
        const need = trainingNeed(design, { optimizer, mixed });
        const most = need.mostClips(2 ** power);
        if (most > 0) expect(need.of(most).total).toBeLessThanOrEqual(2 ** power);
        if (most < 2 ** 14) expect(need.of(most + 1).total).toBeGreaterThan(2 ** power);
      },
    ),
    { numRuns: process.env.X3D_LONG ? 400 : 20 },
  );
});

test('budgets count the same sum as the inspector', () => {
  const measure = measureNamed('trainingStep');
  fc.assert(
    fc.property(anyTrained, (design) => {
      const need = trainingNeed(design, { optimizer: 'momentum', mixed: false });
      expect(measure.of(subjectOf(design))).toBe(need.of(design.clip.n).total);
    }),
    { numRuns: process.env.X3D_LONG ? 400 : 20 },
  );
});

test('the command line tells the same in parts', () => {
  const report = trainingStepOf(S, { batch: '8', optimizer: 'adam', mixed: true });
  const need = trainingNeed(S, { optimizer: 'adam', mixed: true });
  expect(report).toMatchObject({ batch: 8, total_bytes: need.of(8).total, checkpointing: false });
  expect(report.largest_batch).toEqual({
    8: need.mostClips(8 * GIGABYTE),
    11: need.mostClips(11 * GIGABYTE),
    24: need.mostClips(24 * GIGABYTE),
  });
  expect(() => trainingStepOf(S, { optimizer: 'lbfgs' })).toThrow('--optimizer is sgd, momentum, adam; found lbfgs.');
  expect(() => trainingStepOf(S, { batch: '0' })).toThrow('--batch is a whole number from 1 to 4096; found 0.');
});
