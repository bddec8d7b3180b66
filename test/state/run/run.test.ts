import { afterEach, beforeEach, expect, test } from 'vitest';
import { lazily } from '../../../src/memo/lazily';
import { type App, createApp } from '../../../src/state/app';
import { openInput } from '../../../src/state/run/openInput';
import { createRunService, type RunService } from '../../../src/state/run/runService';
import type { RunReport, RunStatus } from '../../../src/state/run/runStore';
import { rankedClasses } from '../../../src/state/run/scores';
import { npyFile } from '../../../src/tensor/npy';
import { float32 } from '../../../src/tensor/tensor';
import { createRunner, type Studio } from '../../../src/worker/client';
import { startSession, startStudio, WASM_ONLY } from '../../worker/workers';

/** Small enough to run in milliseconds: one block a stage, two frames of 32 × 32. */
const TINY = {
  reference: { gamma_d: 0.2 },
  clip: { n: 1, t: 2, h: 32, w: 32, interval: 1 },
  head: { num_classes: 7, mid_channels: 16 },
} as const;

let app: App;
let runService: RunService;
const cleanUp: (() => void)[] = [];

beforeEach(async () => {
  app = createApp();
  const studio = lazily((): Studio => {
    const studio = startStudio();
    cleanUp.push(() => studio.end());
    return studio;
  });
  const runner = lazily(async () => {
    const runner = createRunner(studio(), WASM_ONLY, startSession);
    cleanUp.push(() => runner.end());
    return runner;
  });
  runService = createRunService({
    ...{ ...app, studio, runner },
    fetchSample: async () => new Blob(['this is no video']),
  });
  app.document.edit(TINY);
  await runService.configure({ input: { kind: 'noise', seed: 1 }, weights: { kind: 'named' }, provider: 'auto' });
});
afterEach(() => {
  for (const end of cleanUp.splice(0)) end();
});

const status = (): RunStatus => app.runStore.getState().status;
function report(): RunReport {
  const { report } = app.runStore.getState();
  if (!report) throw new Error(`no report: ${JSON.stringify(status())}`);
  return report;
}

/** The five most probable classes of the last run; null for a backbone. */
function top() {
  const { scores } = report();
  return scores && rankedClasses(scores, 'prob').slice(0, 5);
}

test('Run gives five classes in order, the shape of the features, the backend and every time', async () => {
  await runService.run();
  expect(status()).toEqual({ kind: 'idle' });
  const { features, backend, ms } = report();
  const probabilities = top()?.map(({ probability }) => probability) ?? [];
  expect(probabilities).toHaveLength(5);
  expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
  expect(features).toEqual([1, 432, 2, 1, 1]);
  expect(backend).toMatchObject({ provider: 'wasm', whyNotWebGpu: 'This browser has no WebGPU.' });
  for (const time of [ms.prepare, ms.load, ms.compile, ms.first]) expect(time).toBeGreaterThan(0);
  expect(ms.check).toBe(0);
  expect(ms.whole).toBeGreaterThan(ms.read + ms.weights + ms.prepare + ms.load + ms.compile + ms.first);
});

test('running again opens nothing anew and adds to the following runs', async () => {
  await runService.run();
  const before = { ...report(), top: top() };
  await runService.run();
  const after = { ...report(), top: top() };
  expect(after.ms).toMatchObject({ load: before.ms.load, compile: before.ms.compile, first: before.ms.first });
  expect(after.ms.following).toHaveLength(before.ms.following.length + 1);
  expect(after.top).toEqual(before.top);
});

test('another design, seed or clip gives other results', async () => {
  await runService.run();
  const before = top();
  await runService.configure({ weights: { kind: 'init', seed: 4 } });
  await runService.run();
  expect(top()).not.toEqual(before);
  await runService.configure({ weights: { kind: 'named' }, input: { kind: 'noise', seed: 2 } });
  await runService.run();
  expect(top()).not.toEqual(before);
  app.document.edit({ head: null });
  await runService.run();
  expect(top()).toBeNull();
});

test('the steps are told in order while it works', async () => {
  const steps: string[] = [];
  const stop = app.runStore.subscribe(({ status }) => {
    if (status.kind === 'working' && steps.at(-1) !== status.step) steps.push(status.step);
  });
  await runService.run();
  stop();
  expect(steps.slice(0, 8)).toEqual(['open', 'weights', 'export', 'lower', 'encode', 'load', 'compile', 'first']);
});

test('Cancel stops a run, and the next one works', async () => {
  const running = runService.run();
  runService.cancel();
  await running;
  expect(status()).toEqual({ kind: 'idle' });
  expect(app.runStore.getState().report).toBeNull();
  await runService.run();
  expect(top()).toHaveLength(5);
});

test('one clip runs, whatever batch the costs are for', async () => {
  app.document.edit({ clip: { n: 3 } });
  await runService.run();
  expect(report().features[0]).toBe(1);
});

test('an illegal draft leaves the network on the screen to be run', async () => {
  app.document.edit({ reference: { se_ratio: 0 } });
  await runService.run();
  expect(report().design.reference.se_ratio).toBe(1 / 16);
  app.document.setDesign(app.document.getState().legal);
});

test('a clip larger than a page can hold is refused before anything is drawn or opened', async () => {
  app.document.edit({ clip: { t: 300, h: 2000, w: 2000 } });
  await runService.run();
  expect(status()).toMatchObject({
    kind: 'failed',
    fault: {
      name: 'VideoError',
      trouble: 'too-large',
      message:
        'Noise: A clip 1 × 3 × 300 × 2000 × 2000 takes 13.4 GB; 1.00 GB is the most that is held in memory. Choose fewer frames, or smaller ones.',
    },
  });
  expect(app.runStore.getState().report).toBeNull();
});

test.each([0, 1, 2, 5, 10, 20, 50])(
  'a strip read anew %i ticks after a bad file was chosen takes nothing back of what is said',
  async (ticks) => {
    const refused = runService.configure({
      input: { kind: 'file', file: new File(['this is no video'], 'notes.mp4') },
    });
    for (let tick = 0; tick < ticks; tick++) await new Promise(setImmediate);
    await Promise.all([refused, runService.preview()]);
    expect(status()).toHaveProperty('fault.message', expect.stringContaining('Noise stays.'));
    expect(app.runStore.getState().settings.input).toEqual({ kind: 'noise', seed: 1 });
    await runService.configure({ input: { kind: 'noise', seed: 1 } });
    expect(status()).toEqual({ kind: 'idle' });
  },
);

test('only an input that could be opened counts as opened', async () => {
  const counts = () => {
    const { opened, opening } = app.session.getState();
    return { opened, opening };
  };
  const refused = openInput(app, { kind: 'file', file: new File(['this is no video'], 'notes.mp4') }, runService);
  expect(counts()).toEqual({ opened: 0, opening: 1 });
  await refused;
  expect(status()).toHaveProperty('fault.message', expect.stringContaining('notes.mp4'));
  expect(counts()).toEqual({ opened: 0, opening: 0 });
  const shape = [1, 3, 2, 32, 32];
  const file = new File([npyFile(float32(shape, new Float32Array(3 * 2 * 32 * 32)))], 'clip.npy');
  await openInput(app, { kind: 'array', array: { file, shape, levels: false, made: false } }, runService);
  expect(status()).toEqual({ kind: 'idle' });
  expect(counts()).toEqual({ opened: 1, opening: 0 });
});

test('a file that is no video is a fault one can read, and takes nobody’s place', async () => {
  await runService.configure({ input: { kind: 'file', file: new File(['this is no video'], 'notes.mp4') } });
  expect(status()).toMatchObject({ kind: 'failed', fault: { name: 'VideoError' } });
  expect(status()).toHaveProperty('fault.message', expect.stringContaining('notes.mp4'));
  expect(status()).toHaveProperty('fault.message', expect.stringContaining('Noise stays.'));
  expect(app.runStore.getState().settings.input).toEqual({ kind: 'noise', seed: 1 });
  await runService.run();
  expect(top()).toHaveLength(5);
});
