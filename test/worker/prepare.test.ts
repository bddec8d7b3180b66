import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { toOnnx } from '../../src/export/onnxGraph';
import { lower } from '../../src/lowering/pipeline';
import { encodeModel } from '../../src/onnx/encode';
import { joinChunks } from '../../src/onnx/wireWriter';
import { initWeights } from '../../src/weights/initialise';
import { createPreparation } from '../../src/worker/prepare';
import { designOf } from '../golden/architectures';

const DESIGN = designOf({
  kwargs: { gamma_w: 0.3, gamma_b: 2.25, gamma_d: 1.5, num_stages: 2 },
  input: [1, 3, 5, 32, 32],
  head: { kwargs: { num_classes: 5, mid_channels: 12 } },
});

test.each(['webgpu', 'wasm'] as const)(
  '%s: new weights in the last lowered graph give the file of lowering anew',
  async (target) => {
    const { prepare } = createPreparation();
    const file = async (seed: number, design = DESIGN) => {
      const found = await prepare({ design, weights: { kind: 'init', seed }, target, outputs: [] }, async () => {});
      return found.model;
    };
    const anew = (seed: number, design = DESIGN) => {
      const architecture = build(design);
      return joinChunks(
        encodeModel(lower(toOnnx(architecture, initWeights(architecture, seed), { outputs: ['conv5'] }), target)),
      );
    };
    // The first is lowered, the next two take other weights, the last has another shape.
    for (const seed of [1, 2, 1]) expect(await file(seed)).toEqual(anew(seed));
    expect(await file(1)).not.toEqual(await file(2));
    const shorter = { ...DESIGN, clip: { ...DESIGN.clip, t: 4 } };
    expect(await file(2, shorter)).toEqual(anew(2, shorter));
  },
);
