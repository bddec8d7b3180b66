// @vitest-environment jsdom

import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sessionError } from '../../../src/runtime/sessionError';
import { type App, createApp } from '../../../src/state/app';
import { faultOf } from '../../../src/state/fault';
import type { Ledger } from '../../../src/state/files/checkpoint';
import type { RunReport, RunState } from '../../../src/state/run/runStore';
import { ClipView } from '../../../src/ui/run/ClipView';
import { DrawnNote } from '../../../src/ui/run/DrawnNote';
import { Outcome } from '../../../src/ui/run/Outcome';
import { failureOf, RequestError } from '../../../src/worker/failure';
import { renderInStudio } from '../renderInStudio';

const show = (live: Partial<RunState>) => act(() => app.runStore.setState(live));

let app: App;
beforeEach(() => {
  app = createApp();
  renderInStudio(
    app,
    <>
      <DrawnNote />
      <ClipView />
      <Outcome />
    </>,
  );
});
afterEach(cleanup);

function report(change: Partial<RunReport> = {}): RunReport {
  return {
    design: app.document.getState().design,
    weights: { kind: 'init', seed: 0 },
    input: { kind: 'noise', seed: 0 },
    backend: {
      provider: 'wasm',
      build: 'wasm',
      threads: 2,
      adapter: null,
      whyNotWebGpu: 'This browser has no WebGPU.',
    },
    tensors: { stored: 438, drawn: 438, nonFinite: 0 },
    nodeCount: 321,
    views: { planned: 1, clips: 1, crops: 1 },
    // Class 3 has half of all: as much as the three others together.
    scores: [Float32Array.of(0, 0, 0, Math.log(3))],
    pooled: [new Float32Array(432)],
    features: [1, 432, 13, 5, 5],
    ms: {
      read: 100,
      weights: 250,
      prepare: 400,
      load: 700,
      check: 0,
      compile: 710,
      first: 2040,
      whole: 4200,
      following: [390, 410],
    },
    ...change,
  };
}

test('before the first run both parts say what will be here', () => {
  expect(screen.getByText(/Choose a sample, or drop a video/)).toBeDefined();
  expect(screen.getByText(/Nothing leaves this computer/)).toBeDefined();
});

describe('after a run', () => {
  test('classes, features, times and backend stand there', () => {
    show({ report: report() });
    const classes = within(screen.getByRole('list', { name: 'Most probable classes' })).getAllByRole('listitem');
    expect(classes.map(({ textContent }) => textContent)).toEqual([
      'class 350.00 %',
      'class 016.67 %',
      'class 116.67 %',
      'class 216.67 %',
    ]);
    expect(screen.getByText(/1 × 432 × 13 × 5 × 5/)).toBeDefined();
    const times = screen.getByRole('region', { name: 'Times' });
    expect(times.textContent).toContain('400\u202fms a run, median of 2');
    expect(times.textContent).not.toMatch(/Check GPU|In between/);
    show({ report: report({ ms: { ...report().ms, check: 15_800, whole: 21_000 } }) });
    // 100 + 700 + 15 800 + 250 + 400 + 710 + 2040 ms are named; a second passes between page and workers.
    const rows = within(times)
      .getAllByRole('definition')
      .map(({ textContent }) => textContent?.replace('\u202f', ' '));
    expect(rows).toEqual(['100 ms', '700 ms', '15.8 s', '250 ms', '400 ms', '710 ms', '2.04 s', '1.00 s', '21.0 s']);
    expect(document.body.textContent).toContain('Ran on WASM, 2 threads. This browser has no WebGPU.');
  });

  test('random weights are said to be random, and fresh blocks to be the identity of their shortcut', () => {
    show({ report: report() });
    expect(document.body.textContent).toContain('Random weights: these scores mean nothing.');
    expect(document.body.textContent).toContain('identity of its shortcut');
    show({ report: report({ weights: { kind: 'named' } }) });
    expect(document.body.textContent).not.toContain('identity of its shortcut');
  });

  test('what another design gave is said to be that, until the design is back', () => {
    const { input, weights } = app.runStore.getState().settings;
    const { legal } = app.document.getState();
    const design = { ...legal, clip: { ...legal.clip, n: 1 } };
    show({ report: report({ design, input, weights }) });
    expect(document.body.textContent).not.toContain('as it was before');
    act(() => app.document.edit({ clip: { t: legal.clip.t + 1 } }));
    expect(document.body.textContent).toContain('as it was before: the design changed since. Run again.');
    act(() => app.document.edit({ clip: { t: legal.clip.t } }));
    expect(document.body.textContent).not.toContain('as it was before');
  });

  test('what is random of a checkpoint is counted, and nothing is said once a file gave every tensor', () => {
    const weights = { kind: 'checkpoint', checkpoint: { studioFile: 1 }, seed: 0 } as const;
    show({ report: report({ weights, tensors: { stored: 438, drawn: 12, nonFinite: 0 } }) });
    expect(document.body.textContent).toContain('12 of 438 tensors are random');
    show({ report: report({ weights, tensors: { stored: 438, drawn: 0, nonFinite: 2 } }) });
    expect(document.body.textContent).toContain('2 tensors of the file hold NaN or infinite values');
    show({ report: report({ weights, tensors: { stored: 438, drawn: 0, nonFinite: 0 } }) });
    expect(document.body.textContent).not.toMatch(/random weights|are random/i);
  });
});

test('before a run, what the open checkpoint does not give the network is counted, by its reason', () => {
  const row = { key: 'conv1_s.conv.weight', shape: [24, 3, 1, 3, 3] };
  const weights = { kind: 'checkpoint', checkpoint: { studioFile: 1 }, seed: 0 } as const;
  const ledger: Ledger = {
    loaded: [],
    missing: [{ ...row, statistics: false }],
    unexpected: [],
    wrongShape: [1, 2].map((n) => ({ key: `k${n}`, name: `k${n}`, expected: [n], found: [3], wouldFit: null })),
    drawn: ['conv1_s.conv.weight', 'k1', 'k2'],
    differences: [],
  };
  act(() => app.checkpoint.setState({ ledger }));
  show({ settings: { ...app.runStore.getState().settings, weights } });
  expect(screen.getByText(/^3 of \d+ tensors will be random/).parentElement?.textContent).toContain(
    ': 1 is missing from the file, 2 have another shape in it.',
  );
  act(() => app.checkpoint.setState({ ledger: { ...ledger, drawn: [] } }));
  expect(screen.queryByText(/will be random/)).toBeNull();
  act(() => app.checkpoint.setState({ ledger: null }));
});

test('offline use is offered with its size; without a network and without it, what to do is said', () => {
  act(() => app.offlineUse.setState({ kind: 'not kept', bytes: 14_239_897 }, true));
  expect(screen.getByRole('button', { name: 'Keep for offline use, 14.2\u202fMB' })).toBeDefined();
  const network = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  act(() => void window.dispatchEvent(new Event('offline')));
  expect(document.body.textContent).toContain('Offline, and onnxruntime-web is not kept in this browser');
  act(() => app.offlineUse.setState({ kind: 'kept', bytes: 14_239_897 }, true));
  expect(document.body.textContent).toContain('Runs work offline.');
  act(() => app.offlineUse.setState({ kind: 'unknown' }, true));
  network.mockRestore();
  act(() => void window.dispatchEvent(new Event('online')));
});

test('a fault says what happened, and a video that is too short offers to be looped', () => {
  const message = 'walk.mp4: It has 20 frames, but 13 frames every 6 reach over 73.';
  show({
    status: {
      kind: 'failed',
      purpose: 'run',
      fault: { name: 'VideoError', message, trouble: 'too-short', engineWords: null },
    },
  });
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('This input cannot be used');
  expect(alert.textContent).toContain(message);
  expect(within(alert).getByRole('button', { name: 'Loop the video' })).toBeDefined();
  expect(within(alert).queryByText('What the browser reported')).toBeNull();
});

test('a runtime’s own words stand folded away under the sentence', () => {
  const error = sessionError('run', 'wasm', 'The run stopped', new Error('ERROR_MESSAGE: Non-zero status code'));
  const fault = faultOf(new RequestError(failureOf(error)));
  expect(fault.message).not.toContain('status code');
  show({ status: { kind: 'failed', purpose: 'run', fault } });
  const words = screen.getByText('Non-zero status code').closest('details');
  expect(words?.open).toBe(false);
  expect(words?.textContent).toContain('What the browser reported');
});

test('a network of two channels runs on noise only, and says so', () => {
  act(() => app.document.edit({ reference: { in_channels: 2 } }));
  expect(screen.getByText(/takes 2 channels. A video gives 3 \(RGB\) or 1 \(luma\)/)).toBeDefined();
});

test('a run under way names its step', () => {
  show({ status: { kind: 'working', purpose: 'run', step: 'compile', done: null } });
  expect(screen.getByRole('status').textContent).toContain('Compiling');
});

describe('a source and its clips', () => {
  const facts = {
    kind: 'webcodecs' as const,
    name: 'walk.mp4',
    width: 640,
    height: 360,
    frameCount: 90,
    fps: 30,
    duration: 3,
    codec: 'avc1',
    times: Float64Array.from({ length: 90 }, (_, i) => i / 30),
  };
  const plan = {
    resized: { width: 324, height: 182 },
    crops: [{ x: 82, y: 11, width: 160, height: 160 }],
    channels: 3 as const,
    shape: [2, 3, 2, 160, 160],
    clips: [
      [0, 6],
      [40, 46],
    ],
  };

  test('every clip is a row that names its frames and can be chosen', () => {
    show({ source: { facts, plan, span: 7, short: null }, shown: { clip: 1, crop: 0 } });
    const rows = within(screen.getByRole('list', { name: 'Clips on the time of the source' })).getAllByRole('button');
    expect(rows.map((row) => row.getAttribute('aria-label'))).toEqual(['Clip 1: frames 0, 6', 'Clip 2: frames 40, 46']);
    expect(rows.map((row) => row.getAttribute('aria-pressed'))).toEqual(['false', 'true']);
    expect(document.body.textContent).toContain('1/γτ every 6th frame: they reach over 7, 0.23 s.');
  });

  test('where no clip fits, its reach beyond the end is drawn, and every mend changes one thing', () => {
    const short = { has: 90, needs: 97, interval: 7, clipLength: 12 };
    const fault = {
      name: 'VideoError',
      message: 'walk.mp4: It has 90 frames.',
      trouble: 'too-short',
      engineWords: null,
    };
    show({ source: { facts, plan: null, span: 97, short }, status: { kind: 'failed', purpose: 'preview', fault } });
    expect(screen.getByRole('img', { name: /has 90 frames, one clip reaches over 97/ })).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Take every 7th frame' }));
    expect(app.document.getState().design.clip).toMatchObject({ t: 13, interval: 7 });
    fireEvent.click(screen.getByRole('button', { name: 'Take 12 frames' }));
    expect(app.document.getState().design.clip).toMatchObject({ t: 12, interval: 7 });
  });
});

test('classes take the names of a label file, and many views say how they are averaged', () => {
  act(() => app.labels.setState({ labels: { file: 'kinetics.txt', names: ['abseiling', 'archery'] } }));
  const scores = [Float32Array.of(0, 9), Float32Array.of(0, 9)];
  show({ report: report({ scores, views: { planned: 6, clips: 2, crops: 3 }, pooled: scores }) });
  const classes = within(screen.getByRole('list', { name: 'Most probable classes' })).getAllByRole('listitem');
  expect(classes[0]?.textContent).toMatch(/^archery99\.99/);
  expect(document.body.textContent).toContain('2 of 6 views: 2 clips × 3 crops, one clip in memory at a time.');
  expect(document.body.textContent).toContain('It names 2 classes, the network has 400.');
  expect(screen.getByRole('radiogroup', { name: 'Average over views' })).toBeDefined();
  act(() => app.labels.setState({ labels: null }));
});

test('before it starts, the camera says what it does and when it stops', () => {
  show({ settings: { ...app.runStore.getState().settings, input: { kind: 'camera' } } });
  expect(document.body.textContent).toContain('the camera is switched off when the tab is hidden');
});

test('a NumPy array says its shape, why the network cannot take it, and gives the network its clip', () => {
  const array = { file: new File([], 'depth.npy'), shape: [2, 4, 8, 32, 24], levels: false, made: false };
  show({ settings: { ...app.runStore.getState().settings, input: { kind: 'array', array } } });
  expect(screen.getByText(/2 clips of 4 channels, 8 × 32 × 24/)).toBeDefined();
  expect(screen.getByText(/The array has 4 channels, and the network takes 3\./)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Set the network to this clip' }));
  expect(app.document.getState().design).toMatchObject({
    reference: { in_channels: 4 },
    clip: { t: 8, h: 32, w: 24 },
  });
  expect(screen.queryByText(/The array has/)).toBeNull();
});
