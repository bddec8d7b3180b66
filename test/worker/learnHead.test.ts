import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { blobSource } from '../../src/checkpoint/byteSource';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { writeSafetensors } from '../../src/checkpoint/writeCheckpoint';
import { completeDesign } from '../../src/design/complete';
import { float32 } from '../../src/tensor/tensor';
import { DEFAULT_RECIPE } from '../../src/training/recipe';
import { initWeights } from '../../src/weights/initialise';
import { learnHead } from '../../src/worker/learnHead';
import type { HeadLearning, HeadProgress } from '../../src/worker/trainerProtocol';
import { startTrainerRuntime } from '../../src/worker/trainerRuntime';
import { EXACT_PLACE } from '../../src/worker/trainingPlace';

ort.env.wasm.numThreads = 1;

const DESIGN = completeDesign({
  reference: { gamma_w: 0.33, num_stages: 1, spatial_strides: [2], zero_init_residual: false },
  clip: { n: 1, t: 4, h: 16, w: 16, interval: 1 },
  head: { num_classes: 3, mid_channels: 16, dropout_ratio: 0, init_std: 0.05 },
});
const ARCHITECTURE = build(DESIGN);
const [, CHANNELS = 0] = ARCHITECTURE.layers.find(({ path }) => path === 'head.pool')?.output ?? [];
const ROWS = 24;

/** Rows of three classes, each bright in channels of its own; class 0 has twice as many. */
function learning(): HeadLearning {
  const labels = Array.from({ length: ROWS }, (_, row) => [0, 1, 0, 2][row % 4] as number);
  const features = new Float32Array(ROWS * CHANNELS).map((_, at) => {
    const [row, channel] = [Math.floor(at / CHANNELS), at % CHANNELS];
    return (channel % 3 === labels[row] ? 1 : 0.2) + 0.1 * Math.sin(7 * at);
  });
  const weights = initWeights(ARCHITECTURE, 5);
  const chunks = writeSafetensors(weights, { design: DESIGN, naming: 'mmaction2' });
  return {
    design: DESIGN,
    start: new Blob(chunks as Uint8Array<ArrayBuffer>[]),
    recipe: {
      ...DEFAULT_RECIPE,
      optimizer: { type: 'Adam', betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 },
      schedule: { rate: 0.01, warmUp: null, course: { kind: 'constant' } },
      ...{ steps: 40, batch: 6, scope: 'head' },
    },
    seed: 3,
    features: float32([ROWS, CHANNELS], features),
    labels,
    fits: [
      { train: Array.from({ length: 16 }, (_, row) => row), ask: [16, 17, 18, 19, 20, 21, 22] },
      { train: Array.from({ length: 16 }, (_, row) => row), ask: [16] },
      { train: Array.from({ length: ROWS }, (_, row) => row), ask: [] },
    ],
    keep: [0],
    provenance: new Map([['class_names', '["a","b","c"]']]),
  };
}

const place = (signal = new AbortController().signal, told: HeadProgress[] = []) => ({
  runtime: () => startTrainerRuntime({ load: async () => ort, missing: async () => null }, EXACT_PLACE),
  inTurn: <T>(work: () => Promise<T>) => work(),
  call: { signal, progress: (progress: HeadProgress) => told.push(progress) },
});

test('fits begin from the same start, tell rows apart, and leave all but the head as it was', async () => {
  const asked = learning();
  const told: HeadProgress[] = [];
  const { answers, file } = await learnHead(asked, place(undefined, told));
  const [first = [], again = [], none] = answers;
  const named = first.map(({ probabilities }) => probabilities.indexOf(Math.max(...probabilities)));
  expect(named).toEqual([16, 17, 18, 19, 20, 21, 22].map((row) => asked.labels[row]));
  expect(again[0]).toEqual(first[0]);
  expect(none).toEqual([]);
  expect(told.at(-1)).toMatchObject({ done: 120, total: 120, fit: 2 });
  expect(told.flatMap(({ steps }) => steps)).toHaveLength(120);
  const [before, after] = await Promise.all([asked.start, file].map((blob) => openCheckpoint(blobSource(blob))));
  expect(after?.metadata.get('class_names')).toBe('["a","b","c"]');
  for (const [key, tensor] of before?.entries ?? []) {
    const learnt = await after?.entries.get(key)?.read();
    const same = (await tensor.read()).data.join() === learnt?.data.join();
    expect(same, key).toBe(!key.startsWith('cls_head.'));
  }
});

test('a fit that is stopped says so', async () => {
  await expect(learnHead(learning(), place(AbortSignal.abort()))).rejects.toMatchObject({ name: 'AbortError' });
});
