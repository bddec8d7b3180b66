import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import { openInNode } from '../../src/runtime/nodeSession';
import { DEFAULT_RECIPE } from '../../src/training/recipe';
import { openTraining } from '../../src/training/trainingSession';
import { initWeights } from '../../src/weights/initialise';
import { namedClip } from '../../src/weights/named';

test('300 steps on WASM hold no more memory at their end than after the first 50', async () => {
  const architecture = build({
    reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.33, num_stages: 1, spatial_strides: [2] },
    clip: { n: 1, t: 2, h: 16, w: 16, interval: 1 },
    head: { ...HEAD_DEFAULTS, num_classes: 3, mid_channels: 16 },
    overrides: {},
  });
  const session = await openTraining(
    architecture,
    { ...DEFAULT_RECIPE, batch: 4 },
    { open: openInNode, weights: initWeights(architecture, 0), seed: 0 },
  );
  const clips = namedClip([4, 3, 2, 16, 16]);
  const steps = async (count: number) => {
    for (let step = 0; step < count; step++) await session.step([{ clips, labels: [0, 1, 2, 0] }]);
    return process.memoryUsage();
  };
  const before = await steps(50);
  const after = await steps(250);
  // WebAssembly's memory is one array buffer; vectors of single steps are a few kilobytes and may not be collected yet.
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(20e6);
  expect(after.rss - before.rss).toBeLessThan(60e6);
  await session.close();
});
