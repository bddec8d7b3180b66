import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { presetNamed } from '../../src/design/presets';
import { openInNode } from '../../src/runtime/nodeSession';
import { elementCount } from '../../src/tensor/shape';
import { float32 } from '../../src/tensor/tensor';
import { chooseOrder } from '../../src/training/chooseOrder';
import { targetsOf } from '../../src/training/crossEntropy';
import type { RowOrder } from '../../src/training/graphWriter';
import { DEFAULT_RECIPE } from '../../src/training/recipe';
import { tinyDesign } from '../../src/training/tinyDesign';
import { TRAINING_INPUTS, TRAINING_OUTPUTS, trainingGraph } from '../../src/training/trainingGraph';
import { flattened } from '../../src/training/trainingState';
import { namedClip, namedWeights } from '../../src/weights/named';

const tiny = (side: number) => build(tinyDesign(8, { t: 8, h: side, w: side }));

test('rows are pixel by pixel on WASM where a pixel has 64 frames and clips or more', () => {
  const orders = [1, 7, 8, 16].map((batch) => chooseOrder(tiny(32), batch, 'wasm'));
  expect(orders).toEqual(['NTHW', 'NTHW', 'HWTN', 'HWTN']);
  expect(chooseOrder(tiny(32), 16, 'webgpu')).toBe('NTHW');
  expect(chooseOrder(build(presetNamed('XS').design), 2, 'wasm')).toBe('NTHW');
});

test('planes whose columns would take more than 64 MB are written clip by clip', () => {
  // 18 channels, 9 taps, 8 frames of 16 clips at half the side: 2^24 values lie between 56 and 60 pixels.
  expect([48, 56, 60, 64].map((side) => chooseOrder(tiny(side), 16, 'wasm'))).toEqual(['HWTN', 'HWTN', 'NTHW', 'NTHW']);
  expect(chooseOrder(tiny(64), 8, 'wasm')).toBe('HWTN');
});

test('both orders give the loss and all gradients of a batch of 16 clips, but for the last digits', async () => {
  const architecture = tiny(16);
  const weights = namedWeights(architecture);
  const clips = namedClip([16, 3, 8, 16, 16]);
  const labels = Array.from({ length: 16 }, (_, clip) => clip % 8);
  const answers = [];
  for (const order of ['NTHW', 'HWTN'] satisfies RowOrder[]) {
    const recipe = { ...DEFAULT_RECIPE, batch: 16 };
    const { graph, layout } = trainingGraph(architecture, recipe, { target: 'wasm', kind: 'check', order });
    const session = await openInNode(graph);
    const results = await session.run({
      [TRAINING_INPUTS.clips]: clips,
      [TRAINING_INPUTS.targets]: float32([16, 8], targetsOf(labels, 8, 0)),
      [TRAINING_INPUTS.weights]: float32([layout.trained.length], flattened(layout.trained, weights)),
      [TRAINING_INPUTS.buffers]: float32([layout.buffers.length], flattened(layout.buffers, weights)),
    });
    await session.close();
    const gradients = results.get(TRAINING_OUTPUTS.gradients);
    answers.push({
      loss: results.get(TRAINING_OUTPUTS.loss)?.data[0] as number,
      gradients: gradients?.data as Float32Array,
    });
    expect(elementCount(gradients?.shape ?? [])).toBe(layout.trained.length);
  }
  const [one, other] = answers;
  if (!one || !other) throw new Error('two orders, two answers');
  expect(other.loss).toBeCloseTo(one.loss, 5);
  let [squares, differences] = [0, 0];
  one.gradients.forEach((value, index) => {
    squares += value * value;
    differences += (value - (other.gradients[index] ?? Number.NaN)) ** 2;
  });
  expect(Math.sqrt(differences / squares)).toBeLessThan(2e-3);
  expect(differences).toBeGreaterThan(0);
});
