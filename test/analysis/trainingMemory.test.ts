import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costsByPath } from '../../src/analysis/costs';
import { trainingMemory } from '../../src/analysis/trainingMemory';
import { build } from '../../src/architecture/build';
import type { Design, Reference } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import { plainDesign, unusualDesign } from '../lowering/randomDesign';

const XS = presetNamed('XS').design;
const memoryOf = (reference: Partial<Reference>, design: Design = XS) =>
  trainingMemory(build({ ...design, reference: { ...design.reference, ...reference } }));
const bytesAt = (kept: ReturnType<typeof memoryOf>['plain'], path: string) =>
  kept.units.find((unit) => unit.path === path)?.bytes;

/** X3D-XS: 4 frames; layer3 has 96 channels, 216 inside, 10 × 10; SE of 16 in its even blocks. */
const [INPUT, WIDE] = [4 * 96 * 100, 4 * 216 * 100];
const STATISTICS = 2 * 216 + 2 * 216 + 2 * 96;

test('a plain block keeps, in elements: conv1 and bn1 inputs, its ReLU, bn2’s input, Swish twice, bn3’s input, its ReLU', () => {
  // conv1 reads the last block's ReLU, which that one keeps. conv2 reads conv1's in-place ReLU, conv3 reads Swish's product.
  const conv1 = WIDE + WIDE; // bn1's input; ReLU in place over bn1's output
  const conv2 = WIDE; // bn2's input
  const swish = WIDE + WIDE; // x = bn2's output, and sigmoid(x)
  const conv3 = WIDE + INPUT; // its input (Swish's product), bn3's input
  const relu = INPUT; // in place over the sum
  expect(bytesAt(memoryOf({}).plain, 'layer3.1')).toBe(4 * (conv1 + conv2 + swish + conv3 + relu + STATISTICS));
});

test('SE keeps both factors of its product, the inputs of its convolutions and what ReLU and sigmoid gave', () => {
  const plain = bytesAt(memoryOf({}).plain, 'layer3.1') ?? 0;
  const squeeze = bytesAt(memoryOf({}).plain, 'layer3.2') ?? 0;
  // The product's features are bn2's output, which Swish no longer keeps: it keeps the product.
  const gate = 216 + 16 + 216; // pooled = fc1's input; ReLU's result = fc2's input; sigmoid's result
  expect(squeeze - plain).toBe(4 * (WIDE + gate));
});

test('a checkpointed block keeps its last activation alone: its input is the one before it’s', () => {
  const { checkpointed } = memoryOf({});
  expect(bytesAt(checkpointed, 'layer3.1')).toBe(4 * INPUT);
  const unit = checkpointed.units.find(({ path }) => path === 'layer3.1');
  expect(unit?.recomputedBytes).toBe((bytesAt(memoryOf({}).plain, 'layer3.1') ?? 0) - 4 * INPUT);
});

test('the frozen part keeps nothing, and the first block after it is not checkpointed', () => {
  for (const frozen_stages of [0, 1, 2, 3, 4]) {
    const { plain, checkpointed } = memoryOf({ frozen_stages });
    const stageOf = (path: string) => Number(/^layer(\d)/.exec(path)?.[1] ?? (path === 'stem' ? 0 : 5));
    const frozen = plain.units.filter(({ path }) => stageOf(path) <= frozen_stages);
    for (const { path, bytes } of frozen) expect(bytes, path).toBe(0);
    const first = `layer${frozen_stages + 1}.0`;
    if (frozen_stages < 4) expect(bytesAt(checkpointed, first)).toBe(bytesAt(plain, first));
    const again = checkpointed.units.filter(({ recomputedBytes }) => recomputedBytes > 0).map(({ path }) => path);
    expect(again).not.toContain(first);
    expect(again.every((path) => stageOf(path) > frozen_stages)).toBe(true);
  }
});

test('norms kept in eval mode save no statistics of the batch: 2 numbers a channel less', () => {
  const channels = build(XS).layers.reduce((sum, l) => sum + (l.kind === 'batchNorm3d' ? l.fields.channels : 0), 0);
  expect(memoryOf({}).plain.bytes - memoryOf({ norm_eval: true }).plain.bytes).toBe(4 * 2 * channels);
});

test('a training step costs three forward passes but for the clip’s gradient; checkpointing one more of the blocks', () => {
  const costs = costsByPath(build(XS));
  const forward = costs.get('')?.macs ?? 0;
  const first = costs.get('conv1_s')?.macs ?? 0;
  const { plain, checkpointed } = memoryOf({});
  expect(plain.macs).toEqual({ forward, backward: 2 * forward - first, recomputed: 0, total: 3 * forward - first });
  const blocks = ['layer1', 'layer2', 'layer3', 'layer4'].reduce((sum, path) => sum + (costs.get(path)?.macs ?? 0), 0);
  expect(checkpointed.macs.recomputed).toBe(blocks);
  expect(memoryOf({ frozen_stages: 4 }).checkpointed.macs.recomputed).toBe(0);
});

test('nothing is kept twice, by no setting more than all that exists, and checkpointing never keeps more', () => {
  fc.assert(
    fc.property(fc.oneof(plainDesign, unusualDesign), (design) => {
      const architecture = build(design);
      const { plain, checkpointed } = trainingMemory(architecture);
      for (const kept of [plain, checkpointed]) {
        expect([...kept.byLayer.values()].reduce((sum, bytes) => sum + bytes, 0)).toBe(kept.bytes);
        expect(kept.peakBytes).toBeGreaterThanOrEqual(kept.bytes);
      }
      expect(plain.peakBytes).toBe(plain.bytes);
      expect(checkpointed.bytes).toBeLessThanOrEqual(plain.bytes);
      expect(checkpointed.peakBytes).toBeLessThanOrEqual(plain.peakBytes);
    }),
    { numRuns: 60 },
  );
});
