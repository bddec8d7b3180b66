import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import type { CaseAnswer, CaseQuestion } from '../../src/training/goldenForm';
import { DEFAULT_RECIPE, type Recipe } from '../../src/training/recipe';
import { RECIPES } from '../../src/training/recipes';
import type { TrainingRequest } from '../../src/worker/trainerProtocol';
import type { Training, TrainingHandle } from '../../src/worker/training';
import { inSession } from './inSession';
import { expect, test } from './workersPage';

/** Seed of the weights' and batches' names. */
const SEED = 20261130;

/** An emulated GPU takes seconds to compile the kernels of a block, so `npm test` tries less: `npm run test:long` all. */
const LONG = process.env.X3D_LONG === '1';

/**
 * Tiny networks of smooth activations, so that no unit can fall on the other side of a kink: every family of norm and
 * border, strides 1 to 3, odd sizes, T of 1, 2 and 5. In `npm test` three of one block, in `npm run test:long` twelve of
 * three blocks.
 */
const QUESTIONS: readonly CaseQuestion[] = (
  [
    { act: 'SiLU', norm: { type: 'BN3d' }, pad: 'zeros', strides: [2, 1], clip: [2, 3, 5, 19, 17] },
    { act: 'Tanh', norm: { type: 'GN', num_groups: 2 }, pad: 'circular', strides: [1, 2], clip: [3, 1, 2, 15, 13] },
    { act: 'GELU', norm: { type: 'IN3d', affine: true }, pad: 'replicate', strides: [3, 1], clip: [2, 2, 1, 21, 18] },
    {
      act: 'Sigmoid',
      norm: { type: 'BN3d', momentum: null },
      pad: 'reflect',
      strides: [2, 2],
      clip: [2, 3, 5, 23, 16],
    },
    { act: 'SiLU', norm: { type: 'SyncBN', affine: false }, pad: 'zeros', strides: [2, 3], clip: [4, 6, 2, 26, 22] },
    {
      act: 'Swish',
      norm: { type: 'BN3d', track_running_stats: false },
      pad: 'zeros',
      strides: [1, 1],
      clip: [2, 3, 1, 9, 11],
    },
    { act: 'GELU', norm: { type: 'BN3d' }, pad: 'circular', strides: [2, 2], clip: [1, 3, 6, 20, 20] },
    { act: 'Tanh', norm: { type: 'BN3d', eps: 1e-3 }, pad: 'zeros', strides: [3, 2], clip: [2, 4, 2, 31, 29] },
    { act: 'SiLU', norm: { type: 'GN', num_groups: 4 }, pad: 'zeros', strides: [1, 2], clip: [1, 2, 5, 12, 14] },
    { act: 'Sigmoid', norm: { type: 'IN3d' }, pad: 'reflect', strides: [2, 1], clip: [3, 3, 5, 14, 18] },
    { act: 'SiLU', norm: { type: 'BN3d' }, pad: 'replicate', strides: [2, 2], clip: [5, 1, 1, 18, 23] },
    { act: 'GELU', norm: null, pad: 'zeros', strides: [2, 1], clip: [2, 3, 2, 16, 16] },
  ] as const
).map(({ act, norm, pad, strides, clip }, index) => ({
  name: `${act} ${norm?.type ?? 'no norm'} ${pad}`,
  kwargs: {
    gamma_w: 0.33,
    num_stages: LONG ? 2 : 1,
    spatial_strides: LONG ? strides : strides.slice(0, 1),
    in_channels: clip[1],
    act_cfg: { type: act },
    norm_cfg: norm,
    conv_cfg: { type: 'Conv3d', padding_mode: pad },
    zero_init_residual: false,
  },
  head: { num_classes: 4, mid_channels: 16 },
  input: clip,
  input_name: `input.${SEED + index}`,
  labels: Array.from({ length: clip[0] }, (_, at) => at % 4),
  init: 'named',
}));

test('every gradient on WebGPU is that of WASM, with no node off WebGPU', async ({ workers }) => {
  const questions = LONG ? QUESTIONS : QUESTIONS.slice(0, 3);
  test.setTimeout(120_000 * questions.length);
  for (const question of questions) {
    const [gpu, cpu] = await workers.page.evaluate(async (asked) => {
      const { gradientsOf } = window.workers;
      return [await gradientsOf(asked, 'webgpu'), await gradientsOf(asked, 'wasm')] as const;
    }, question);
    expect(distance(gpu, cpu), question.name).toBeLessThanOrEqual(1e-5);
    expect(Math.abs(gpu.loss - cpu.loss), question.name).toBeLessThanOrEqual(1e-5);
  }
});

test('state stays in buffers of the GPU from step to step: the same steps as on WASM, and no buffer is left behind', async ({
  workers,
}) => {
  test.setTimeout(240_000);
  const design = tinySmooth();
  const accumulating: Recipe = { ...RECIPES.small.recipe, batch: 2, accumulation: 2 };
  const recipes = LONG ? [{ ...DEFAULT_RECIPE, batch: 2 }, accumulating] : [accumulating];
  for (const recipe of recipes) {
    const steps = 8;
    const [gpu, cpu] = await workers.page.evaluate(
      async (asked) => {
        const { stepsOn } = window.workers;
        return [await stepsOn('webgpu', asked), await stepsOn('wasm', asked)] as const;
      },
      { design, recipe, steps },
    );
    expect(relative(gpu.trained, cpu.trained)).toBeLessThan(1e-4);
    expect(relative(gpu.logits, cpu.logits)).toBeLessThan(1e-4);
    expect(relative(gpu.statistics, cpu.statistics)).toBeLessThan(1e-4);
    const [before, after] = [gpu.buffers[3] ?? 0, gpu.buffers.at(-1) ?? 0];
    expect(before).toBeGreaterThan(0);
    expect(after).toBe(before);
  }
});

test('300 steps on the GPU end with the buffers they had after four', { tag: '@long' }, async ({ workers }) => {
  test.setTimeout(900_000);
  const asked = { design: tinySmooth(), recipe: { ...DEFAULT_RECIPE, batch: 2 }, steps: 300 };
  const { buffers } = await workers.page.evaluate((given) => window.workers.stepsOn('webgpu', given), asked);
  expect(buffers[3]).toBeGreaterThan(0);
  expect(buffers.at(-1)).toBe(buffers[3]);
});

// The trainer has a device of its own, compiles for it what is above once more, and the probe besides.
test('a run whose GPU is lost goes on on WASM from where it was kept', { tag: '@long' }, async ({ workers }) => {
  test.setTimeout(900_000);
  const { page } = workers;
  await inSession(page, keepDevice, () => null, 'trainer');
  const request: TrainingRequest = {
    id: 'lost',
    design: tinySmooth(),
    recipe: { ...DEFAULT_RECIPE, batch: 2, steps: 40 },
    data: { kind: 'motion', task: 'distance', knobs: 'easy', seed: 1 },
    seed: 0,
  };
  const before = await page.evaluate(async (asked) => {
    const training = window.workers.startTraining();
    const run = await training.open(asked, { device: 'webgpu' });
    await run.train({ steps: 10, validate: null }, { onProgress: () => {} });
    Object.assign(window, { lost: { training, run } });
    return run.place();
  }, request);
  expect(before).toMatchObject({ provider: 'webgpu', whyNotWebGpu: null });
  const trainer = page.workers().find((worker) => worker.url().includes('trainer.worker'));
  const ended = page.evaluate(async () => {
    const { run } = (window as unknown as { lost: Lost }).lost;
    const resumedFrom: number[] = [];
    const onResumed = ({ step }: { step: number }) => resumedFrom.push(step);
    const pause = await run.train({ steps: null, validate: null }, { onProgress: () => {}, onResumed });
    return { pause, resumedFrom, place: run.place(), tensors: (await run.request('weights', null)).size };
  });
  await trainer?.evaluate(() => (globalThis as unknown as { device: GPUDevice }).device.destroy());
  const after = await ended;
  await page.evaluate(() => (window as unknown as { lost: Lost }).lost.training.end());
  expect(after).toMatchObject({ pause: { why: 'done', step: 40 }, resumedFrom: [10], place: { provider: 'wasm' } });
  expect(after.place.whyNotWebGpu).toContain('The GPU was lost');
  expect(after.tensors).toBeGreaterThan(0);
});

interface Lost {
  readonly training: Training;
  readonly run: TrainingHandle;
}

/** Runs in the trainer: keeps its GPU at hand. */
function keepDevice(): void {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...given) {
    const device = await requestDevice.apply(this, given);
    Object.assign(globalThis, { device });
    return device;
  };
}

function tinySmooth(): Design {
  return {
    reference: {
      ...REFERENCE_DEFAULTS,
      ...{ gamma_w: 0.33, num_stages: 1, spatial_strides: [2], act_cfg: { type: 'SiLU' }, zero_init_residual: false },
    },
    clip: { n: 1, t: 3, h: 18, w: 14, interval: 1 },
    head: { ...HEAD_DEFAULTS, num_classes: 3, mid_channels: 16, dropout_ratio: 0.3 },
    overrides: {},
  };
}

/** Relative L2. */
function relative(found: readonly number[], truth: readonly number[]): number {
  const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(squares(truth.map((value, at) => value - (found[at] ?? Number.NaN))) / squares(truth));
}

/** Relative L2 over all recorded elements of all gradients together. */
function distance(a: CaseAnswer, b: CaseAnswer): number {
  const elements = ({ gradients }: CaseAnswer) => gradients.flatMap(({ values, samples }) => values ?? samples ?? []);
  const [found, truth] = [elements(a), elements(b)];
  const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);
  const apart = truth.map((value, at) => value - (found[at] ?? Number.NaN));
  return Math.sqrt(squares(apart) / squares(truth));
}
