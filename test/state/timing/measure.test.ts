import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../../src/design/design';
import { type App, createApp } from '../../../src/state/app';
import { createMeasuring } from '../../../src/state/timing/measure';
import type { Contender, Measurements } from '../../../src/state/timing/measurements';
import type { Attention } from '../../../src/state/timing/pageAttention';
import { createRunner, type Runner, type Studio } from '../../../src/worker/client';
import { startSession, startStudio, WASM_ONLY } from '../../worker/workers';

const DESIGN: Design = {
  reference: { ...REFERENCE_DEFAULTS, gamma_d: 0.2 },
  clip: { n: 2, t: 2, h: 32, w: 32, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 7, mid_channels: 16 },
  overrides: {},
};
const TINY: Contender = {
  name: 'tiny',
  design: DESIGN,
  weights: { kind: 'named' },
  provider: 'wasm',
  form: 'lowered',
};

let app: App;
let measuring: ReturnType<typeof createMeasuring>;
let attention: Attention;
const cleanUp: (() => void)[] = [];

beforeEach(() => {
  attention = { present: async () => {}, absences: () => 0 };
  const studio: Studio = startStudio();
  const runner: Runner = createRunner(studio, WASM_ONLY, startSession);
  cleanUp.push(
    () => runner.end(),
    () => studio.end(),
  );
  app = createApp();
  measuring = createMeasuring({
    ...app,
    studio: () => studio,
    runner: async () => runner,
    takeOver: () => {},
    attention: { present: (signal) => attention.present(signal), absences: () => attention.absences() },
  });
});
afterEach(() => {
  for (const end of cleanUp.splice(0)) end();
});

/** A result that must be there. */
function found<K extends 'runs' | 'comparison'>(what: K): NonNullable<Measurements[K]> {
  const { [what]: result, status } = app.measurements.getState();
  if (result === null) throw new Error(`nothing measured: ${JSON.stringify(status)}`);
  return result as NonNullable<Measurements[K]>;
}

test('runs: opening apart from the first run, the first apart from the warm ones, their statistics', async () => {
  await measuring.timeRuns(TINY, 12);
  const { times, warmUp, warm, opening, handOver, copies, bytes, setAside } = found('runs');
  expect(times).toHaveLength(12);
  expect(warmUp.runs).toBeGreaterThanOrEqual(1);
  expect(warm?.n).toBe(12 - warmUp.runs);
  for (const ms of [opening.prepare, opening.load, opening.compile, handOver]) expect(ms).toBeGreaterThan(0);
  // 1 clip of 3 × 2 × 32 × 32 goes in, [1, 192, 2, 1, 1] features and 7 classes come out, all of 4 bytes.
  expect(bytes).toEqual({ clip: 4 * 3 * 2 * 32 * 32, results: 4 * (192 * 2 + 7) });
  expect(copies).toBeNull();
  expect(setAside).toBe(0);
  expect(app.measurements.getState().status).toEqual({ kind: 'idle' });
});

test('comparison: the plain graph against its lowering, interleaved A B B A', async () => {
  await measuring.compare({ ...TINY, name: 'plain', form: 'plain' }, TINY, 7);
  const { runs, comparison, planned, backends } = found('comparison');
  // Blocks left out as warm-up are made up for, so that those asked for are counted.
  expect(planned).toBe(7);
  expect(comparison.blocks).toBeGreaterThanOrEqual(7);
  expect(runs.map(({ which }) => which).join('')).toBe('abba'.repeat(comparison.blocks + comparison.warmUpBlocks));
  expect(comparison.speedup).toBeGreaterThan(0);
  expect(backends.map(({ provider }) => provider)).toEqual(['wasm', 'wasm']);
});

test('Cancel stops in the middle, keeps the runs so far, and the next measurement works', async () => {
  const stop = app.measurements.subscribe(({ runs }) => {
    if (runs?.times.length === 3) measuring.cancel();
  });
  await measuring.timeRuns(TINY, 500);
  stop();
  expect(found('runs').times).toHaveLength(3);
  expect(app.measurements.getState().status).toEqual({ kind: 'idle' });
  await measuring.timeRuns(TINY, 4);
  expect(found('runs').times).toHaveLength(4);
});

test('another measurement stops the one under way', async () => {
  const first = measuring.timeRuns(TINY, 500);
  await measuring.compare(TINY, TINY, 2);
  await first;
  expect(found('comparison').comparison.blocks).toBeGreaterThanOrEqual(2);
  expect(app.measurements.getState().runs?.times.length ?? 0).toBeLessThan(500);
  expect(app.measurements.getState().status).toEqual({ kind: 'idle' });
});

test('runs while the page was in the background are set aside and made again when it is back', async () => {
  let [asked, waits] = [0, 0];
  attention = {
    // Asked before and after each run: the page leaves during the third.
    absences: () => (++asked > 5 ? 1 : 0),
    present: async () => {
      waits++;
    },
  };
  await measuring.timeRuns(TINY, 5);
  expect(found('runs')).toMatchObject({ setAside: 1 });
  expect(found('runs').times).toHaveLength(5);
  expect(waits).toBe(1);
});

test('what cannot be opened is a fault in words, and the results so far stay', async () => {
  await measuring.timeRuns(TINY, 4);
  await measuring.compare(TINY, { ...TINY, provider: 'webgpu' }, 6);
  expect(app.measurements.getState().status).toEqual({
    kind: 'failed',
    task: 'comparison',
    fault: { name: 'Error', message: 'This browser has no WebGPU.', engineWords: null, trouble: null },
  });
  await measuring.measureDevice('webgpu');
  expect(app.measurements.getState().status).toMatchObject({ kind: 'failed', fault: { name: 'UnsupportedError' } });
  expect(found('runs').times).toHaveLength(4);
});
