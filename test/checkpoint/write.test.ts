import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { CheckpointError } from '../../src/checkpoint/checkpointError';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { bytesOfTensor } from '../../src/checkpoint/tensorBytes';
import { type WriteOptions, writePth, writeSafetensors } from '../../src/checkpoint/writeCheckpoint';
import { LOGITS, toOnnx } from '../../src/export/onnxGraph';
import { runGraph } from '../../src/runtime/nodeSession';
import type { StateDict, Tensor } from '../../src/tensor/tensor';
import { namedWeights } from '../../src/weights/named';
import { goldenFile, goldenJson, weightSet } from '../golden/checkpoints/pack';

const NAMINGS = ['mmaction2', 'backbone', 'slowfast', 'pytorchvideo'] as const;
const WRITERS = { pth: writePth, safetensors: writeSafetensors } as const;
const CASES = NAMINGS.flatMap((naming) => (['pth', 'safetensors'] as const).map((format) => ({ naming, format })));

const { design, input } = weightSet('fmt');
const architecture = build(design);
/** Every norm is far from the identity, the first shortcut's too. */
const weights = namedWeights(architecture);
const sameBytes = (a: Tensor | undefined, b: Tensor) =>
  a !== undefined && Buffer.from(bytesOfTensor(a)).equals(bytesOfTensor(b));
const bytesOf = (chunks: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(chunks));

async function written(weights: StateDict, format: keyof typeof WRITERS, options: WriteOptions) {
  return openCheckpoint(bytesSource(bytesOf(WRITERS[format](weights, options))));
}

describe('what is written is read again', () => {
  test.each(CASES)('$format in the names of $naming computes the same', async ({ naming, format }) => {
    const file = await written(weights, format, { design, naming });
    const { weights: read, ledger } = await fitCheckpoint(referenceNames(file), architecture, { seed: 1 });
    expect(ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [] });
    // pytorchvideo has no norm on the first shortcut, so there its scale and shift are moved, and rounded once more.
    if (naming !== 'pytorchvideo') {
      for (const [key, tensor] of weights) expect(sameBytes(read.get(key), tensor), key).toBe(true);
      return;
    }
    const run = async (stateDict: StateDict) => runGraph(toOnnx(architecture, stateDict), { clip: input });
    const [before, after] = [await run(weights), await run(read)].map((results) => results.get(LOGITS));
    for (let index = 0; index < 10; index++) expect(after?.data[index]).toBeCloseTo(Number(before?.data[index]), 5);
  });

  test.each(CASES)(
    '$format in the names of $naming opens to the design it was written with',
    async ({ naming, format }) => {
      const edited = {
        ...design,
        clip: { ...design.clip, t: 7 },
        reference: { ...design.reference, act_cfg: { type: 'SiLU' } as const },
      };
      const file = await written(weights, format, { design: edited, naming });
      expect(recognise(referenceNames(file), file.metadata)).toMatchObject({
        design: edited,
        source: 'metadata',
        undecided: [],
      });
    },
  );

  test('the names are those of the tools themselves, and those of mmaction2 stand in its order', async () => {
    const { slowfast_order, pytorchvideo_order } =
      goldenJson<Record<string, readonly string[]>>('fmt_key_mapping.json');
    const names = async (naming: WriteOptions['naming']) => [
      ...(await written(weights, 'pth', { design, naming })).entries.keys(),
    ];
    expect((await names('slowfast')).toSorted()).toEqual(slowfast_order?.toSorted());
    expect((await names('pytorchvideo')).toSorted()).toEqual(pytorchvideo_order?.toSorted());
    const reference = await openCheckpoint(bytesSource(goldenFile('fmt.pth')));
    expect(await names('mmaction2')).toEqual([...reference.entries.keys()]);
  });
});

test('the same weights give the same bytes', () => {
  const bytes = () => bytesOf(writePth(weights, { design, naming: 'mmaction2' }));
  expect(Buffer.from(bytes()).equals(bytes())).toBe(true);
});

test('a scheme without a name for a tensor says which', () => {
  const prelu = { ...design, reference: { ...design.reference, act_cfg: { type: 'PReLU' } as const } };
  const write = () => writePth(namedWeights(build(prelu)), { design: prelu, naming: 'slowfast' });
  expect(write).toThrow(CheckpointError);
  expect(write).toThrow('SlowFast has no name for conv1_t.activate.weight');
});
