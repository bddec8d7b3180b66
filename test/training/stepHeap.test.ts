import { expect, test, vi } from 'vitest';
import { build } from '../../src/architecture/build';
import { HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import { openInNode } from '../../src/runtime/nodeSession';
import { DEFAULT_RECIPE } from '../../src/training/recipe';
import { openTraining } from '../../src/training/trainingSession';
import { namedClip, namedWeights } from '../../src/weights/named';

/** WebAssembly's memories, which grow and never shrink. */
const memories = vi.hoisted(() => {
  const made: WebAssembly.Memory[] = [];
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(target, args) {
      const memory = Reflect.construct(target, args) as WebAssembly.Memory;
      made.push(memory);
      return memory;
    },
  });
  return made;
});
const heap = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

test('with_cp trains in less memory: a step of the same network without it makes the heap grow', async () => {
  const heaps: number[] = [];
  for (const with_cp of [true, false]) {
    const architecture = build({
      reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.33, gamma_b: 2.25, num_stages: 1, spatial_strides: [1], with_cp },
      clip: { n: 4, t: 4, h: 64, w: 64, interval: 1 },
      head: { ...HEAD_DEFAULTS, num_classes: 3, mid_channels: 16, dropout_ratio: 0 },
      overrides: { layer1: { blocks: 8 } },
    });
    const weights = namedWeights(architecture);
    const session = await openTraining(
      architecture,
      { ...DEFAULT_RECIPE, batch: 4 },
      { open: openInNode, weights, seed: 0 },
    );
    await session.step([{ clips: namedClip([4, 3, 4, 64, 64]), labels: [0, 1, 2, 0] }]);
    await session.close();
    heaps.push(heap());
  }
  const [checkpointed = 0, plain = 0] = heaps;
  expect(checkpointed).toBeGreaterThan(0);
  expect(plain).toBeGreaterThan(1.3 * checkpointed);
});
