import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS, type Reference } from '../../src/design/design';
import { openInNode } from '../../src/runtime/nodeSession';
import { float32 } from '../../src/tensor/tensor';
import { clipSet } from '../../src/training/clipSet';
import { openHeadTraining } from '../../src/training/headOnly/openHeadTraining';
import { DEFAULT_RECIPE, type Recipe } from '../../src/training/recipe';
import { createRun } from '../../src/training/trainingRun';
import { openTraining } from '../../src/training/trainingSession';
import { stateDictFrom } from '../../src/training/trainingState';
import { namedClip, namedWeights } from '../../src/weights/named';
import { featureProblems, featureSet, openFeatures } from './pooledFeatures';

const design = (reference: Partial<Reference> = {}): Design => ({
  reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.33, num_stages: 2, spatial_strides: [2, 2], ...reference },
  clip: { n: 1, t: 3, h: 18, w: 15, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 3, mid_channels: 24, dropout_ratio: 0.3 },
  overrides: {},
});

const RECIPE: Recipe = {
  ...DEFAULT_RECIPE,
  optimizer: { type: 'Adam', betas: [0.9, 0.999], eps: 1e-8, weightDecay: 1e-4 },
  schedule: { rate: 0.01, warmUp: null, course: { kind: 'constant' } },
  batch: 4,
  steps: 12,
  scope: 'head',
};
const CLIPS = {
  clips: namedClip([15, 3, 3, 18, 15]),
  labels: Array.from({ length: 15 }, (_, clip) => clip % 3),
  classes: ['a', 'b', 'c'],
};

/** Relative L2 distance. */
function distance(a: Float32Array, b: Float32Array): number {
  const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(squares(a.map((value, at) => value - (b[at] ?? Number.NaN))) / squares(b));
}

test.each([
  ['batch norm', {}],
  ['running statistics of instance norm', { norm_cfg: { type: 'IN3d', affine: true, track_running_stats: true } }],
  ['group norm, SE in all blocks', { norm_cfg: { type: 'GN', num_groups: 2 }, se_style: 'all' }],
] as const)('a head trained on features kept is one trained through the whole network: %s', async (_, reference) => {
  const architecture = build(design(reference));
  const options = { open: openInNode, weights: namedWeights(architecture), seed: 4 };
  const features = await openFeatures(architecture, options);
  const kept = await featureSet(CLIPS, features);
  expect(kept.clips.shape).toEqual([15, features.length]);
  await features.close();

  const [whole, head] = [
    await openTraining(architecture, RECIPE, options),
    await openHeadTraining(architecture, RECIPE, options),
  ];
  const runs = [createRun(whole, clipSet(CLIPS, 2), RECIPE), createRun(head, clipSet(kept, 2), RECIPE)] as const;
  for (let step = 0; step < RECIPE.steps; step++) {
    const [through, alone] = [await runs[0].step(), await runs[1].step()];
    expect(alone.loss).toBeCloseTo(through.loss, 5);
    expect(alone.gradientNorm / through.gradientNorm).toBeCloseTo(1, 4);
  }
  const learnt = await Promise.all(
    [whole, head].map(async (session) => stateDictFrom(session.layout, await session.state(), options.weights)),
  );
  const [through, alone] = learnt as [(typeof learnt)[0], (typeof learnt)[0]];
  expect([...alone.keys()]).toEqual([...through.keys()]);
  for (const [key, { data }] of through) {
    const before = options.weights.get(key)?.data;
    if (!key.startsWith('head.')) expect(alone.get(key)?.data, key).toEqual(before);
    else {
      expect(data, key).not.toEqual(before);
      expect(distance(alone.get(key)?.data as Float32Array, data as Float32Array), key).toBeLessThan(2e-5);
    }
  }
  const four = float32([4, features.length], kept.clips.data.slice(0, 4 * features.length));
  const answers = await whole.evaluate(float32([4, 3, 3, 18, 15], CLIPS.clips.data.slice(0, 4 * 3 * 3 * 18 * 15)));
  expect(distance((await head.evaluate(four)).data, answers.data)).toBeLessThan(2e-5);
  for (const session of [whole, head]) await session.close();
});

test('a step of the head alone reads neither clips nor backbone', async () => {
  const architecture = build(design());
  const graphs: string[][] = [];
  const session = await openHeadTraining(architecture, RECIPE, {
    open: (graph) => {
      graphs.push(graph.nodes.flatMap(({ origins }) => [...origins]));
      return openInNode(graph);
    },
    weights: namedWeights(architecture),
    seed: 0,
  });
  expect(session.layout.trained.slots.map(({ key }) => key)).toEqual([
    'head.fc1.weight',
    'head.fc2.weight',
    'head.fc2.bias',
  ]);
  expect([session.layout.fixed.length, session.layout.buffers.length]).toEqual([0, 0]);
  expect(graphs.flat().filter((path) => /^(conv|layer)/.test(path))).toEqual([]);
  await session.close();
});

test('features of a clip have the same bits whatever stands beside it, tell how far they are, and can be stopped', async () => {
  const architecture = build(design());
  const features = await openFeatures(architecture, { open: openInNode, weights: namedWeights(architecture) });
  const size = 3 * 3 * 18 * 15;
  const clip = (at: number) => float32([1, 3, 3, 18, 15], CLIPS.clips.data.slice(at * size, (at + 1) * size));
  const told: [number, number][] = [];
  const all = await features.of(CLIPS.clips, { onProgress: (done, total) => told.push([done, total]) });
  for (const at of [0, 7, 14])
    expect((await features.of(clip(at))).data).toEqual(
      all.data.slice(at * features.length, (at + 1) * features.length),
    );
  expect(told).toEqual(CLIPS.labels.map((_, at) => [at + 1, 15]));

  const stop = new AbortController();
  const stopped = features.of(CLIPS.clips, { signal: stop.signal, onProgress: (done) => done === 2 && stop.abort() });
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  await features.close();
});

test('clips that have no features of their own are refused at the field', () => {
  const fields = (network: Design) => featureProblems(network).map(({ field }) => field);
  expect(fields(design())).toEqual([]);
  expect(fields({ ...design(), head: null })).toEqual(['head']);
  expect(fields({ ...design(), head: { ...HEAD_DEFAULTS, pool_window: [1, 5, 5] } })).toEqual(['head']);
  expect(fields(design({ norm_cfg: { type: 'BN3d', track_running_stats: false } }))).toEqual([
    'norm_cfg.track_running_stats',
  ]);
});
