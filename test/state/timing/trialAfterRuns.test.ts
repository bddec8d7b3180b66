import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import type { Capabilities } from '../../../src/runtime/capabilities';
import { type App, createApp } from '../../../src/state/app';
import type { RunReport } from '../../../src/state/run/runStore';
import { deviceChoicesOf } from '../../../src/state/timing/deviceChoices';
import { trialAfterRuns } from '../../../src/state/timing/trialAfterRuns';

const { design } = presetNamed('XS');
const REPORT = {
  design,
  weights: { kind: 'named' },
  backend: { provider: 'wasm' },
  ms: { first: 90, following: [70] },
} as unknown as RunReport;

let app: App;
let tried: unknown[];
let cancelled: number;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { hidden: false });
  app = createApp();
  [tried, cancelled] = [[], 0];
  trialAfterRuns(
    {
      tryBriefly: async (of) => {
        tried.push(of);
        deviceChoicesOf(app).setState({ status: { kind: 'working', asked: false, at: null } });
      },
      cancel: () => {
        cancelled++;
        deviceChoicesOf(app).setState({ status: { kind: 'idle' } });
      },
    },
    app,
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const working = (purpose: 'run' | 'preview') =>
  app.runStore.setState({ status: { kind: 'working', purpose, step: 'first', done: null } });
const idle = () => app.runStore.setState({ status: { kind: 'idle' } });
function ran(report = REPORT): void {
  working('run');
  app.runStore.setState({ report });
  idle();
}

test('candidates are tried once a run and the timing of its layers are over, once a run', () => {
  ran();
  app.measurements.setState({ status: { kind: 'working', task: 'layers', step: 'run', done: null, paused: false } });
  vi.advanceTimersByTime(5000);
  expect(tried).toEqual([]);
  app.measurements.setState({ status: { kind: 'idle' } });
  vi.advanceTimersByTime(5000);
  expect(tried).toEqual([{ design, weights: { kind: 'named' }, target: 'wasm' }]);
  working('preview');
  idle();
  vi.advanceTimersByTime(5000);
  expect(tried).toHaveLength(1);
});

test('a run and a measurement end a trial; frames that are read do not', () => {
  ran();
  vi.advanceTimersByTime(5000);
  working('preview');
  expect(cancelled).toBe(0);
  working('run');
  expect(cancelled).toBe(1);
  ran({ ...REPORT });
  vi.advanceTimersByTime(5000);
  app.measurements.setState({ status: { kind: 'working', task: 'runs', step: 'run', done: null, paused: false } });
  expect(cancelled).toBe(2);
});

test('an edit ends a trial in the background and lets none begin, but not one that was asked for', () => {
  ran();
  vi.advanceTimersByTime(5000);
  app.document.edit({ clip: { t: 12 } });
  expect(cancelled).toBe(1);
  ran({ ...REPORT });
  app.document.edit({ clip: { t: 11 } });
  vi.advanceTimersByTime(5000);
  expect(tried).toHaveLength(1);
  deviceChoicesOf(app).setState({ status: { kind: 'working', asked: true, at: null } });
  app.document.edit({ clip: { t: 10 } });
  expect(cancelled).toBe(1);
});

test.each<[string, () => void]>([
  ['it is switched off', () => deviceChoicesOf(app).setState({ background: false })],
  ['nobody looks at the page', () => vi.stubGlobal('document', { hidden: true })],
])('nothing is tried where %s', (_, how) => {
  how();
  ran();
  vi.advanceTimersByTime(5000);
  expect(tried).toEqual([]);
});

test('nothing is tried after slow runs, and on an emulated GPU', () => {
  ran({ ...REPORT, ms: { ...REPORT.ms, first: 9000, following: [] } });
  const webgpu = { available: true, fallback: true } as Capabilities['webgpu'];
  app.runStore.setState({ capabilities: { webgpu, isolated: true, threads: 2, jspi: true, webCodecs: true } });
  ran({ ...REPORT, backend: { ...REPORT.backend, provider: 'webgpu' } });
  vi.advanceTimersByTime(5000);
  expect(tried).toEqual([]);
});
