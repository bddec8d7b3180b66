import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import type { LazyTensor } from '../../src/checkpoint/checkpointFile';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { completeDesign } from '../../src/design/complete';
import { LOGITS, toOnnx } from '../../src/export/onnxGraph';
import { runGraph } from '../../src/runtime/nodeSession';
import { float32, type Tensor } from '../../src/tensor/tensor';
import { namedClip, namedWeights } from '../../src/weights/named';

const designOf = (in_channels: number) =>
  completeDesign({
    reference: { gamma_w: 0.3, in_channels },
    clip: { n: 1, t: 2, h: 16, w: 16, interval: 1 },
    head: { num_classes: 3, mid_channels: 16 },
  });

/** A checkpoint of the network with three channels. */
function rgbCheckpoint() {
  const lazy = (tensor: Tensor): LazyTensor => ({ dtype: tensor.dtype, shape: tensor.shape, read: async () => tensor });
  const weights = namedWeights(build(designOf(3)));
  return {
    weights,
    named: referenceNames({ entries: new Map([...weights].map(([key, tensor]) => [key, lazy(tensor)])) }),
  };
}

test.each([4, 5])(
  'a network of %d channels begins from RGB weights: further channels are their mean, and the ledger says so',
  async (channels) => {
    const { weights: rgb, named } = rgbCheckpoint();
    const { weights, ledger } = await fitCheckpoint(named, build(designOf(channels)), { seed: 0 });
    expect(ledger).toMatchObject({ missing: [], wrongShape: [], drawn: [], unexpected: [] });
    const row = ledger.loaded.find(({ key }) => key === 'conv1_s.conv.weight');
    expect(row?.note).toMatch(`inflated from 3 channels to ${channels}: the new one`);
    const [before, after] = [rgb, weights].map((dict) =>
      Array.from(dict.get('conv1_s.conv.weight')?.data ?? [], Number),
    );
    const at = (data: readonly number[] | undefined, of: number, out: number, channel: number, pixel: number) =>
      data?.[(out * of + channel) * 9 + pixel] ?? Number.NaN;
    for (const [out, pixel] of [
      [0, 0],
      [3, 4],
      [7, 8],
    ] as const) {
      const kernel = [0, 1, 2].map((channel) => at(before, 3, out, channel, pixel));
      for (let channel = 0; channel < 3; channel++)
        expect(at(after, channels, out, channel, pixel)).toBe(kernel[channel]);
      for (let channel = 3; channel < channels; channel++)
        expect(at(after, channels, out, channel, pixel)).toBeCloseTo(
          kernel.reduce((sum, value) => sum + value, 0) / 3,
          6,
        );
    }
  },
);

test('a fourth channel of zeros gives the logits of RGB', async () => {
  const { weights: rgb, named } = rgbCheckpoint();
  const [three, four] = [build(designOf(3)), build(designOf(4))];
  const { weights } = await fitCheckpoint(named, four, { seed: 0 });
  const clip = namedClip(three.clip);
  const wide = new Float32Array((clip.data.length / 3) * 4);
  wide.set(clip.data as Float32Array);
  const logits = async (architecture: typeof three, dict: typeof rgb, input: Tensor) =>
    Array.from(
      (await runGraph(toOnnx(architecture, dict, { outputs: [] }), { clip: input })).get(LOGITS)?.data ?? [],
      Number,
    );
  const expected = await logits(three, rgb, clip);
  const found = await logits(four, weights, float32(four.clip, wide));
  expect(found).toEqual(expected.map((logit) => expect.closeTo(logit, 4)));
});

test('fewer channels, and files that are not RGB, are of wrong shape as before', async () => {
  const { ledger } = await fitCheckpoint(rgbCheckpoint().named, build(designOf(1)), { seed: 0 });
  expect(ledger.wrongShape.map(({ key }) => key)).toEqual(['conv1_s.conv.weight']);
});
