import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { writeSafetensors } from '../../src/checkpoint/writeCheckpoint';
import { completeDesign } from '../../src/design/complete';
import { float32 } from '../../src/tensor/tensor';
import { RECIPES, stretched } from '../../src/training/recipes';
import { initWeights } from '../../src/weights/initialise';
import { RequestError } from '../../src/worker/failure';
import type { HeadLearning, TrainingProgress, TrainingRequest } from '../../src/worker/trainerProtocol';
import { storeInMemory, trainingHere } from './trainingHere';
import { WASM_ONLY } from './workers';

const DESIGN = completeDesign({
  reference: { gamma_w: 0.33, num_stages: 1, spatial_strides: [2], zero_init_residual: false, se_style: 'half' },
  clip: { n: 1, t: 4, h: 16, w: 16, interval: 1 },
  head: { num_classes: 2, mid_channels: 8, dropout_ratio: 0.2, init_std: 0.05 },
});
const REQUEST: TrainingRequest = {
  id: 'a',
  design: DESIGN,
  recipe: { ...stretched(RECIPES.small.recipe, 24), batch: 4 },
  data: { kind: 'motion', task: 'turning', knobs: 'easy', seed: 3 },
  seed: 1,
};
const CRASH = new RequestError({ name: 'WorkerCrash', message: 'A worker broke down.', fields: {}, stack: '' });
const ALL = { steps: null, validate: null };
const silent = { onProgress: () => {} };

async function weightsAfter(training: ReturnType<typeof trainingHere>['training'], request: TrainingRequest) {
  const run = await training.open(request);
  const pause = await run.train(ALL, silent);
  return { pause, weights: await run.request('weights', null) };
}

test('a run that was paused, kept, closed and taken up by another worker ends with the same bits', async () => {
  const whole = await weightsAfter(trainingHere().training, REQUEST);
  expect(whole.pause).toEqual({ why: 'done', step: 24, keeps: true });

  const runs = storeInMemory();
  const first = await trainingHere(runs).training.open(REQUEST);
  expect(await first.train({ ...ALL, steps: 7 }, silent)).toEqual({ why: 'done', step: 7, keeps: true });
  const going = first.train(ALL, silent);
  await first.request('pause', null);
  const { step } = await going;
  expect(step).toBeLessThan(24);

  const second = await trainingHere(runs).training.open(REQUEST);
  expect(second.facts.step).toBe(step);
  // Another run under the same name begins at its own start.
  const other = await trainingHere(runs).training.open({ ...REQUEST, seed: 2 });
  expect(other.facts).toMatchObject({ step: 0, history: { steps: [] } });
  expect(second.facts.history.steps).toHaveLength(step);
  await second.train(ALL, silent);
  expect(await second.request('weights', null)).toEqual(whole.weights);
});

test('a run that the browser’s store does not take says so where it rests, however short it was', async () => {
  const run = await trainingHere({ ...storeInMemory(), write: async () => false }).training.open(REQUEST);
  expect(await run.train({ ...ALL, steps: 1 }, silent)).toEqual({ why: 'done', step: 1, keeps: false });
});

test('a trainer that breaks down is started again and ends with the same bits', async () => {
  const whole = await weightsAfter(trainingHere().training, REQUEST);
  const { training, trainers } = trainingHere();
  const run = await training.open(REQUEST);
  await run.train({ ...ALL, steps: 5 }, silent);
  let resumed = -1;
  const going = run.train(
    { ...ALL, steps: 10 },
    {
      ...silent,
      onResumed: ({ step }) => {
        resumed = step;
      },
    },
  );
  trainers[0]?.end(CRASH);
  expect(await going).toEqual({ why: 'done', step: 15, keeps: true });
  expect(resumed).toBe(5);
  await run.train(ALL, silent);
  expect(await run.request('weights', null)).toEqual(whole.weights);
});

test('a data worker that breaks down takes no run with it', async () => {
  const whole = await weightsAfter(trainingHere().training, REQUEST);
  const { training, motions } = trainingHere();
  const run = await training.open(REQUEST);
  await run.train({ ...ALL, steps: 3 }, silent);
  const going = run.train(ALL, silent);
  motions[0]?.end(CRASH);
  expect(await going).toEqual({ why: 'done', step: 24, keeps: true });
  expect(await run.request('weights', null)).toEqual(whole.weights);
  expect(motions).toHaveLength(2);
});

/** Looks at clips of one's own, made as they are asked for: two classes, one bright on the left, one on the right. */
function looksRequest(asked: number[] = []) {
  const labels = Array.from({ length: 12 }, (_, row) => row % 2);
  const { t, h, w } = DESIGN.clip;
  const request: TrainingRequest = {
    ...REQUEST,
    recipe: { ...REQUEST.recipe, scope: { frozenStages: 0 } },
    data: {
      ...{ kind: 'looks', classes: ['left', 'right'], hash: 'h', seed: 1 },
      rows: { labels, train: [0, 1, 2, 3, 4, 5, 6, 7, 8], held: [9, 10, 11] },
    },
  };
  const readLooks = async (rows: readonly number[]) => {
    asked.push(...rows);
    const data = new Float32Array(rows.length * 3 * t * h * w).map((_, at) => {
      const row = rows[Math.floor(at / (3 * t * h * w))] as number;
      return Number(at % w < w / 2 === (labels[row] === 0)) + 0.1 * Math.sin(at + row);
    });
    return float32([rows.length, 3, t, h, w], data);
  };
  return { request, readLooks };
}

test('looks are read when they are needed, judged ones are never learnt from, and no crash changes a bit', async () => {
  const asked: number[] = [];
  const { request, readLooks } = looksRequest(asked);
  const whole = trainingHere().training;
  const run = await whole.open(request, { readLooks });
  expect(run.facts).toMatchObject({ classes: ['left', 'right'], counts: { train: 9, validation: 3 } });
  await run.train(ALL, silent);
  expect(Math.max(...asked)).toBe(8);
  const weights = await run.request('weights', null);
  const stem = weights.get('conv1_s.conv.weight')?.data;
  expect(stem).toEqual(initWeights(build(DESIGN), REQUEST.seed).get('conv1_s.conv.weight')?.data);

  const { training, trainers, motions } = trainingHere();
  const broken = await training.open(request, { readLooks });
  await broken.train({ ...ALL, steps: 4 }, silent);
  const why: string[] = [];
  const onResumed = (_: unknown, sentence: string) => why.push(sentence);
  const going = broken.train({ ...ALL, steps: 6 }, { ...silent, onResumed });
  trainers[0]?.end(CRASH);
  expect(await going).toEqual({ why: 'done', step: 10, keeps: true });
  const last = broken.train(ALL, { ...silent, onResumed });
  motions[0]?.end(CRASH);
  expect(await last).toEqual({ why: 'done', step: 24, keeps: true });
  expect(why).toEqual([CRASH.message, CRASH.message]);
  expect(await broken.request('weights', null)).toEqual(weights);
});

test('a trainer that breaks down while it fits a head is started again, which is said, and gives the same answers', async () => {
  const { request } = looksRequest();
  const start = new Blob(
    writeSafetensors(initWeights(build(DESIGN), 2), {
      design: DESIGN,
      naming: 'mmaction2',
    }) as Uint8Array<ArrayBuffer>[],
  );
  const [, channels = 0] = build(DESIGN).layers.find(({ path }) => path === 'head.pool')?.output ?? [];
  const learning: HeadLearning = {
    ...{ design: DESIGN, start, recipe: { ...request.recipe, scope: 'head', steps: 300 }, seed: 0, keep: [] },
    features: float32(
      [4, channels],
      new Float32Array(4 * channels).map((_, at) => Math.sin(at)),
    ),
    ...{ labels: [0, 1, 0, 1], fits: [{ train: [0, 1], ask: [2, 3] }], provenance: new Map() },
  };
  const { answers } = await trainingHere().training.learnHead(learning);
  const { training, trainers } = trainingHere();
  const said: string[] = [];
  const again = await training.learnHead(learning, {
    onProgress: () => said.length === 0 && trainers[0]?.end(CRASH),
    onBroken: (sentence) => said.push(sentence),
  });
  expect(said).toEqual([CRASH.message]);
  expect(trainers).toHaveLength(2);
  expect(again.answers).toEqual(answers);
  // One that breaks down whenever it is started is given up, with the worker's own sentence.
  const hopeless = trainingHere();
  const fit = hopeless.training.learnHead(learning, {
    onProgress: () => hopeless.trainers.at(-1)?.end(CRASH),
  });
  await expect(fit).rejects.toThrow(CRASH.message);
  expect(hopeless.trainers).toHaveLength(3);
});

test('the fastest place is found by trying each once, and said; what is not there is said too', async () => {
  const { training, trainers } = trainingHere(storeInMemory(), { ...WASM_ONLY, isolated: true, threads: 2 });
  const tried: number[] = [];
  const options = { device: 'fastest', onTrial: ({ threads }: { threads: number }) => tried.push(threads) } as const;
  const place = (await training.open(REQUEST, options)).place();
  expect(tried).toEqual([1, 2]);
  expect(place.trials.map(({ threads }) => threads).toSorted()).toEqual([1, 2]);
  const [fastest, slower] = place.trials;
  expect(place).toMatchObject({ provider: 'wasm', threads: fastest?.threads });
  expect(fastest?.ms).toBeGreaterThan(0);
  expect(fastest?.ms).toBeLessThanOrEqual(slower?.ms ?? 0);
  expect(place.whyNotWebGpu).toBe('This browser has no WebGPU.');
  // Each trial had a trainer of its own, which was ended.
  expect(trainers.map((trainer) => trainer.isOpen())).toEqual([false, false, true]);

  // The same network on other clips is as fast.
  await training.open({ ...REQUEST, id: 'other', data: { ...REQUEST.data, seed: 9 } } as TrainingRequest, options);
  expect(tried).toHaveLength(2);
  const exact = await training.open(REQUEST);
  expect(exact.place()).toMatchObject({ threads: 1, trials: [] });
  const asked = await training.open(REQUEST, { device: 'webgpu' });
  expect(asked.place()).toMatchObject({ provider: 'wasm', whyNotWebGpu: 'This browser has no WebGPU.' });
});

test('reports add up to the run, evaluation and one’s own clips are answered meanwhile', async () => {
  const { training } = trainingHere();
  const run = await training.open(REQUEST);
  const reports: TrainingProgress[] = [];
  const going = run.train(
    { steps: null, validate: { every: 10, clips: 8 } },
    { onProgress: (report) => reports.push(report) },
  );
  const evaluation = await run.request('evaluate', { split: 'test', variation: 'backwards', clips: 10 });
  expect(evaluation.labels).toHaveLength(10);
  const { clips } = await training.motion.request('batch', {
    ...{ dataset: (await training.motion.request('open', { data: REQUEST.data, size: DESIGN.clip })).dataset },
    ...{ split: 'test', first: 0, count: 6 },
  });
  const answers = await run.request('recognise', { clips });
  expect(answers.map(({ probabilities }) => probabilities.reduce((a, b) => a + b))).toEqual(
    Array.from({ length: 6 }, () => expect.closeTo(1, 6)),
  );
  // By the rule of the networks that come with the app: nine of ten odd clips of validation lie below the threshold.
  const odd = await run.request('odd', { clips: 40 });
  expect(odd.refused.trials).toBe(40);
  expect(odd.refused.share).toBeGreaterThan(0.5);
  expect(odd.answered.trials).toBe(40);
  const known = await run.request('recognise', { clips });
  expect(known.every(({ energy }) => Number.isFinite(energy))).toBe(true);
  await going;
  expect(reports.flatMap(({ steps }) => steps.map(({ step }) => step))).toEqual(
    Array.from({ length: 24 }, (_, step) => step),
  );
  expect(reports.flatMap(({ validations }) => validations.map(({ step }) => step))).toEqual([10, 20, 24]);
});

test('a run whose rate is absurd stops in a sentence at its last good state, and can be gone on with', async () => {
  const { training } = trainingHere();
  const { recipe } = REQUEST;
  const run = await training.open({
    ...REQUEST,
    recipe: { ...recipe, clipNorm: null, schedule: { ...recipe.schedule, rate: 1e30 } },
  });
  const pause = await run.train(ALL, silent);
  expect(pause.why).toBe('diverged');
  const weights = await run.request('weights', null);
  for (const { data } of weights.values())
    expect([...data].every((value) => Number.isFinite(Number(value)))).toBe(true);
});

test('trained weights leave as a file that says where they come from, and a run starts from it', async () => {
  const { training } = trainingHere();
  const run = await training.open(REQUEST);
  await run.train({ ...ALL, steps: 3 }, silent);
  const file = await run.request('save', { format: 'safetensors', naming: 'mmaction2' });
  const text = await file.text();
  expect(text).toContain('"trained"');
  const weights = await run.request('weights', null);
  const next = await training.open({ ...REQUEST, id: 'b', start: file });
  expect(next.facts.ledger?.missing).toEqual([]);
  expect(await next.request('weights', null)).toEqual(weights);
});

test('what does not train is refused at its field before anything starts', async () => {
  const { training } = trainingHere();
  const clip = { n: 1, t: 1, h: 2, w: 2, interval: 1 };
  const lonely = { ...REQUEST, design: { ...DESIGN, clip }, recipe: { ...REQUEST.recipe, batch: 1 } };
  await expect(training.open(lonely)).rejects.toMatchObject({
    name: 'UntrainableError',
    fields: { field: 'recipe.batch' },
  });
  await expect(training.open({ ...REQUEST, design: { ...DESIGN, head: null } })).rejects.toMatchObject({
    fields: { field: 'head' },
  });
});

test('clips of one’s own are trained on, held out and refused with a reason', async () => {
  const { training } = trainingHere();
  const shape = [12, 3, 4, 16, 16];
  const data = {
    kind: 'clips',
    seed: 0,
    classes: ['a', 'b'],
    labels: Array.from({ length: 12 }, (_, clip) => clip % 2),
  } as const;
  const clips = {
    dtype: 'float32',
    shape,
    data: new Float32Array(12 * 3072).map((_, index) => (index % 7) / 7),
  } as const;
  const run = await training.open({ ...REQUEST, id: 'own', data: { ...data, clips } });
  expect(run.facts.counts).toEqual({ train: 8, validation: 2, test: 2 });
  await run.train({ ...ALL, steps: 2 }, silent);
  const { accuracy } = await run.request('evaluate', { split: 'test', variation: 'plain', clips: 100 });
  expect(accuracy.trials).toBe(2);
  await expect(training.open({ ...REQUEST, id: 'bad', data: { ...data, labels: [0], clips } })).rejects.toThrow(
    '12 clips and 1 labels',
  );
});
