import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { stateDictOf } from '../../src/architecture/walk';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS, type Reference } from '../../src/design/design';
import { toOnnx } from '../../src/export/onnxGraph';
import { openInNode, runGraph } from '../../src/runtime/nodeSession';
import { float32, type StateDict } from '../../src/tensor/tensor';
import { DEFAULT_RECIPE, type Recipe } from '../../src/training/recipe';
import { trainingProblems } from '../../src/training/trainingProblems';
import { type Batch, openTraining } from '../../src/training/trainingSession';
import { stateDictFrom, type TrainingState } from '../../src/training/trainingState';
import { initWeights } from '../../src/weights/initialise';
import { namedClip, namedWeights } from '../../src/weights/named';

const design = (reference: Partial<Reference> = {}, head: Partial<Design['head'] & object> = {}): Design => ({
  reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.33, num_stages: 1, spatial_strides: [2], ...reference },
  clip: { n: 1, t: 2, h: 12, w: 12, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 3, mid_channels: 16, dropout_ratio: 0, ...head },
  overrides: {},
});

const RECIPE: Recipe = { ...DEFAULT_RECIPE, batch: 2, steps: 8 };

/** The same batch for the same number. */
const batch = (index: number, clips = 2): Batch => ({
  clips: namedClip([clips, 3, 2, 12, 12], `batch ${index}`),
  labels: Array.from({ length: clips }, (_, clip) => (index + clip) % 3),
});

async function train(
  network: Design,
  recipe: Recipe,
  options: { steps?: number; seed?: number; weights?: StateDict; batches?: (step: number) => readonly Batch[] } = {},
) {
  const architecture = build(network);
  const { steps = 3, seed = 5, weights = initWeights(architecture, 1), batches = (step) => [batch(step)] } = options;
  const session = await openTraining(architecture, recipe, { open: openInNode, weights, seed });
  const results = [];
  for (let step = 0; step < steps; step++) results.push(await session.step(batches(step)));
  const state = await session.state();
  const logits = await session.evaluate(batch(0).clips);
  await session.close();
  return { results, state, logits, weights: stateDictFrom(session.layout, state, weights), start: weights };
}

/** Keys whose tensors differ. */
function changed(before: StateDict, after: StateDict): readonly string[] {
  return [...before].flatMap(([key, { data }]) =>
    data.some((value, at) => value !== after.get(key)?.data[at]) ? key : [],
  );
}

test('a run that goes on from a kept state has the same bits as one without a pause, dropout included', async () => {
  const architecture = build(design({}, { dropout_ratio: 0.5 }));
  const weights = initWeights(architecture, 2);
  const recipe: Recipe = {
    ...RECIPE,
    optimizer: { type: 'Adam', betas: [0.9, 0.999], eps: 1e-8, weightDecay: 1e-4 },
  };
  const open = (state?: TrainingState) =>
    openTraining(architecture, recipe, { open: openInNode, weights, seed: 9, ...(state && { state }) });
  const straight = await open();
  for (let step = 0; step < 4; step++) await straight.step([batch(step)]);
  const first = await open();
  for (let step = 0; step < 2; step++) await first.step([batch(step)]);
  const kept = structuredClone(await first.state());
  const second = await open(kept);
  for (let step = 2; step < 4; step++) await second.step([batch(step)]);
  await first.restore(kept);
  for (let step = 2; step < 4; step++) await first.step([batch(step)]);
  expect(await second.state()).toEqual(await straight.state());
  expect(await first.state()).toEqual(await straight.state());
  for (const session of [straight, first, second]) await session.close();
});

test('evaluation is the exported network in eval mode, with the weights and statistics of the moment', async () => {
  const network = design({ norm_cfg: { type: 'BN3d' } });
  const { logits, weights } = await train(network, RECIPE);
  const whole = build({ ...network, clip: { ...network.clip, n: 2 } });
  const exported = (await runGraph(toOnnx(whole, weights), { clip: batch(0).clips }, ['logits'])).get('logits');
  expect(exported?.shape).toEqual(logits.shape);
  logits.data.forEach((value, at) => {
    expect(value).toBeCloseTo(Number(exported?.data[at]), 4);
  });
});

test('two passes of an update average their gradients: without batch statistics, one of twice the clips', async () => {
  const network = design({ norm_cfg: null });
  const weights = namedWeights(build(network));
  const halves = [batch(0), batch(1)];
  const clips = float32([4, 3, 2, 12, 12], Float32Array.from(halves.flatMap((half) => [...half.clips.data])));
  const labels = halves.flatMap((half) => half.labels);
  const apart = await train(network, { ...RECIPE, accumulation: 2 }, { weights, steps: 1, batches: () => halves });
  const session = await openTraining(build(network), { ...RECIPE, batch: 4 }, { open: openInNode, weights, seed: 0 });
  const [together] = [await session.step([{ clips, labels }])];
  const state = await session.state();
  await session.close();
  expect(apart.results[0]?.loss).toBeCloseTo(together.loss, 5);
  expect(apart.results[0]?.gradientNorm).toBeCloseTo(together.gradientNorm, 4);
  state.weights.forEach((value, at) => {
    expect(apart.state.weights[at]).toBeCloseTo(value, 6);
  });
});

test('head only: fc1 and fc2 move, no tensor of the backbone does, running statistics neither', async () => {
  const { weights, start } = await train(design(), { ...RECIPE, scope: 'head' });
  expect(changed(start, weights)).toEqual(['head.fc1.weight', 'head.fc2.weight', 'head.fc2.bias']);
});

test('from a stage on: what frozen_stages of the design would freeze, stays', async () => {
  const stages = { num_stages: 2, spatial_strides: [2, 2] };
  const byScope = await train(design(stages), { ...RECIPE, scope: { frozenStages: 1 } });
  const byDesign = await train(design({ ...stages, frozen_stages: 1 }), RECIPE);
  const moved = changed(byScope.start, byScope.weights);
  expect(moved).toEqual(changed(byDesign.start, byDesign.weights));
  expect(moved.some((key) => key.startsWith('layer2'))).toBe(true);
  expect(moved.filter((key) => /^(conv1|layer1)/.test(key))).toEqual([]);
});

test('every parameter moves where all is trained, whatever the activation, norm, border and pool', async () => {
  const unusual: readonly [Partial<Reference>, Partial<Design['head'] & object>][] = [
    [{ act_cfg: { type: 'RReLU' }, norm_cfg: { type: 'GN', num_groups: 2 } }, { dropout_ratio: 0.3 }],
    [{ act_cfg: { type: 'PReLU' }, norm_cfg: { type: 'IN3d', affine: true, track_running_stats: true } }, {}],
    [{ act_cfg: { type: 'GELU' }, norm_cfg: { type: 'BN3d', track_running_stats: false } }, { spatial_type: 'max' }],
    [{ act_cfg: { type: 'ELU' }, norm_cfg: null, conv_cfg: { type: 'Conv3d', padding_mode: 'replicate' } }, {}],
    [{ act_cfg: { type: 'HSigmoid' }, norm_cfg: { type: 'SyncBN', momentum: null } }, { fc1_bias: true }],
  ];
  for (const [reference, head] of unusual) {
    const network = design({ ...reference, zero_init_residual: false }, head);
    expect(trainingProblems(network, RECIPE)).toEqual([]);
    const weights = namedWeights(build(network));
    const { weights: after, results } = await train(network, RECIPE, { weights });
    const parameters = stateDictOf(build(network)).filter(({ role }) => role === 'parameter');
    const still = parameters.filter(({ key }) => !changed(weights, after).includes(key)).map(({ key }) => key);
    expect(still, JSON.stringify(reference)).toEqual([]);
    expect(results.every(({ loss }) => Number.isFinite(loss))).toBe(true);
  }
});

test('dropout draws anew at every step, and the same for the same seed', async () => {
  const network = design({}, { dropout_ratio: 0.5, mid_channels: 64 });
  const same = () => [batch(0)];
  const once = await train(network, RECIPE, { batches: same, steps: 2 });
  const again = await train(network, RECIPE, { batches: same, steps: 2 });
  const other = await train(network, RECIPE, { batches: same, steps: 2, seed: 6 });
  expect(again.state).toEqual(once.state);
  expect(other.results[0]?.logits[0]?.data).not.toEqual(once.results[0]?.logits[0]?.data);
});

test('what cannot be trained is refused at its field, in a sentence', () => {
  const fieldsOf = (network: Design, recipe: Partial<Recipe> = {}) =>
    trainingProblems(network, { ...RECIPE, ...recipe }).map(({ field }) => field);
  expect(fieldsOf({ ...design(), head: null })).toEqual(['head']);
  expect(fieldsOf(design({}, { dropout_ratio: 1 }))).toEqual(['head.dropout_ratio']);
  // 1 × 12 × 12 after four halvings is a single value for one clip, and two for two.
  const deep = { num_stages: 4, spatial_strides: [2, 2, 2, 2] };
  const still = { ...design(deep), clip: { n: 1, t: 1, h: 12, w: 12, interval: 1 } };
  expect(fieldsOf(still, { batch: 1 })).toEqual(['recipe.batch']);
  expect(fieldsOf(still, { batch: 2 })).toEqual([]);
  expect(fieldsOf({ ...still, reference: { ...still.reference, norm_eval: true } }, { batch: 1 })).toEqual([]);
  expect(fieldsOf(still, { batch: 1, scope: 'head' })).toEqual([]);
  // Instance norm takes its statistics over one clip, however many there are.
  const instance = { norm_cfg: { type: 'IN3d' }, zero_init_residual: false } as const;
  expect(fieldsOf(design({ ...instance, ...deep }))).toEqual([]);
  expect(fieldsOf({ ...still, reference: { ...still.reference, ...instance } })).toHaveLength(1);
  expect(fieldsOf(design(), { batch: 0, steps: 1.5, clipNorm: -1 })).toEqual([
    'recipe.steps',
    'recipe.batch',
    'recipe.clipNorm',
  ]);
});

test('a look gives outputs of layers as evaluation computes them, on one clip, as the weights are now', async () => {
  const architecture = build(design());
  const weights = initWeights(architecture, 3);
  const session = await openTraining(architecture, RECIPE, { open: openInNode, weights, seed: 0 });
  const { clips } = batch(4);
  const one = float32([1, ...clips.shape.slice(1)], clips.data.slice(0, clips.data.length / 2));
  const [block, gates, last] = ['layer1.0.relu', 'layer1.0.conv2.se_module.sigmoid', 'head.fc2'].map(
    (path) => architecture.layers.find((layer) => layer.path === path || layer.path.endsWith(path)) ?? null,
  );
  const paths = [block, gates, last].flatMap((layer) => layer?.path ?? []);
  const look = async () => session.look(one, paths);
  const before = await look();
  await session.step([batch(0)], 0.1);
  const after = await look();
  const logits = await session.evaluate(clips);
  const seen = after.get(last?.path ?? '');
  expect(seen?.shape).toEqual([1, 3]);
  for (const [index, value] of (seen?.data ?? []).entries()) expect(value).toBeCloseTo(logits.data[index] ?? NaN, 5);
  for (const path of paths) expect(after.get(path)?.data).not.toEqual(before.get(path)?.data);
  // The plain graph of the same weights gives the same block.
  const now = stateDictFrom(session.layout, await session.state(), weights);
  const plain = await runGraph(toOnnx(architecture, now, { outputs: [paths[0] ?? ''] }), { clip: one }, [
    paths[0] ?? '',
  ]);
  const [expected, found] = [plain.get(paths[0] ?? '')?.data ?? [], after.get(paths[0] ?? '')?.data ?? []];
  expect(found.length).toBe(expected.length);
  expect(Math.max(...Array.from(found, (value, at) => Math.abs(value - Number(expected[at]))))).toBeLessThan(1e-4);
  await session.close();
});
