import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../../src/design/design';
import { type App, createApp } from '../../../src/state/app';
import {
  addRow,
  choicesJson,
  chosenSetup,
  deviceChoicesOf,
  distrustOf,
  forgetDevice,
  keepDistrust,
  rowsOf,
} from '../../../src/state/timing/deviceChoices';
import { thisDevice } from '../../../src/state/timing/thisDevice';
import { createTrials } from '../../../src/state/timing/trials';
import type { TrialRow } from '../../../src/timing/trialRows';
import { createRunner, type Runner } from '../../../src/worker/client';
import { startSession, startStudio, WASM_ONLY } from '../../worker/workers';

const DESIGN: Design = {
  reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.5, gamma_d: 0.2, num_stages: 1 },
  clip: { n: 2, t: 4, h: 16, w: 16, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 7, mid_channels: 16 },
  overrides: {},
};
const SUBJECT = { design: DESIGN, weights: { kind: 'named' }, target: 'wasm' } as const;
const KEY = thisDevice(WASM_ONLY, 'wasm');
const ADOPTED: TrialRow = {
  target: 'wasm',
  candidate: 'form:toeplitz',
  place: '24 × 4 × 4 × 4 / 2',
  layers: 1,
  against: 'form:rows',
  threads: 1,
  verdict: { kind: 'adopted', deviation: 1e-7, bound: 1e-4, speedup: 2, interval: [1.8, 2.2], blocks: 6 },
  tries: 1,
  at: 1,
};
const STORED = 'x3d-studio.choices';

let app: App;
let runner: Runner;
const cleanUp: (() => void)[] = [];
beforeEach(() => {
  const saved = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => saved.get(key) ?? null,
    setItem: (key: string, text: string) => void saved.set(key, text),
  });
  app = createApp();
  const studio = startStudio();
  const setupOf: Parameters<typeof createRunner>[3] = {
    setupOf: (device, provider) => chosenSetup(deviceChoicesOf(app).getState(), device, provider),
    distrust: () => undefined,
    keepDistrust: () => {},
  };
  runner = createRunner(studio, WASM_ONLY, startSession, setupOf);
  cleanUp.push(
    () => runner.end(),
    () => studio.end(),
    () => vi.unstubAllGlobals(),
  );
});
afterEach(() => {
  for (const end of cleanUp.splice(0)) end();
});

test('a trial that was asked for gives every candidate a verdict, and the next visit knows them', async () => {
  const trials = createTrials({ deviceChoices: deviceChoicesOf(app), runner: async () => runner, takeOver: () => {} });
  await trials.tryAll(SUBJECT);
  expect(deviceChoicesOf(app).getState().status).toEqual({ kind: 'idle' });
  const rows = rowsOf(deviceChoicesOf(app).getState(), KEY);
  expect(rows.length).toBeGreaterThan(3);
  // All compute the same here: nothing of ours is drawn wrong.
  expect(rows.filter(({ verdict }) => !['adopted', 'slower', 'no-gain'].includes(verdict.kind))).toEqual([]);
  expect(rowsOf(deviceChoicesOf(createApp()).getState(), KEY)).toEqual(rows);
  expect(JSON.parse(choicesJson(deviceChoicesOf(app).getState(), KEY))).toEqual({ version: 1, device: KEY, rows });
  forgetDevice(deviceChoicesOf(app), KEY);
  expect(rowsOf(deviceChoicesOf(createApp()).getState(), KEY)).toEqual([]);
}, 60_000);

test('what was adopted is what the next network is opened with; one opened before is no longer current', async () => {
  const asked = { design: DESIGN, weights: { kind: 'named' }, outputs: [], provider: 'wasm' } as const;
  const before = await runner.open(asked);
  expect(before.isCurrent()).toBe(true);
  addRow(deviceChoicesOf(app), KEY, ADOPTED);
  expect(before.isCurrent()).toBe(false);
  const after = await runner.open(asked);
  expect(after.chosen).toEqual({ '24 × 4 × 4 × 4 / 2': 'toeplitz' });
  expect(after.isCurrent()).toBe(true);
  const untuned = await runner.open({ ...asked, untuned: true });
  expect(untuned.chosen).toEqual({});
});

test('a trial that is cancelled leaves nothing under way', async () => {
  const trials = createTrials({ deviceChoices: deviceChoicesOf(app), runner: async () => runner, takeOver: () => {} });
  const trying = trials.tryAll(SUBJECT);
  trials.cancel();
  await trying;
  expect(deviceChoicesOf(app).getState().status).toEqual({ kind: 'idle' });
});

test.each([
  ['damaged', '{"version":1,"devices":'],
  ['of another version', JSON.stringify({ version: 0, devices: { [KEY]: [ADOPTED] } })],
  ['no rows', JSON.stringify({ version: 1, devices: { [KEY]: { a: 1 } } })],
  ['half a row', JSON.stringify({ version: 1, devices: { [KEY]: [{ ...ADOPTED, verdict: { kind: 'adopted' } }] } })],
  [
    'an unknown verdict',
    JSON.stringify({ version: 1, devices: { [KEY]: [{ ...ADOPTED, verdict: { kind: 'fine' } }] } }),
  ],
])('what was saved and cannot be used is left: %s', (_, saved) => {
  localStorage.setItem(STORED, saved);
  expect(chosenSetup(deviceChoicesOf(createApp()).getState(), KEY, 'wasm')).toEqual({
    threads: null,
    forms: {},
    opening: {},
  });
});

test('what the comparison of a GPU with WASM said is kept for the next visit, until it is forgotten', () => {
  keepDistrust(deviceChoicesOf(app), 'some GPU, Chrome 156', null);
  keepDistrust(deviceChoicesOf(app), 'another GPU, Chrome 156', 'It differs.');
  const next = deviceChoicesOf(createApp());
  expect(distrustOf(next.getState(), 'some GPU, Chrome 156')).toBeNull();
  expect(distrustOf(next.getState(), 'another GPU, Chrome 156')).toBe('It differs.');
  // The next version of the browser is compared anew.
  expect(distrustOf(next.getState(), 'some GPU, Chrome 157')).toBeUndefined();
  forgetDevice(next, 'some GPU, Chrome 156');
  expect(distrustOf(deviceChoicesOf(createApp()).getState(), 'some GPU, Chrome 156')).toBeUndefined();
});
