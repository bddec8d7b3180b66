// @vitest-environment jsdom

import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { type App, createApp } from '../../../src/state/app';
import type { Contender, RunsReport } from '../../../src/state/timing/measurements';
import { compareTimes, interleaved } from '../../../src/timing/comparison';
import { summarise } from '../../../src/timing/summary';
import { detectWarmUp } from '../../../src/timing/warmUp';
import { TimingPanel } from '../../../src/ui/run/TimingPanel';
import { renderInStudio } from '../renderInStudio';

const OF: Contender = {
  name: 'tiny',
  design: presetNamed('S').design,
  weights: { kind: 'named' },
  provider: 'wasm',
  form: 'lowered',
};
const WASM = { provider: 'wasm', build: 'wasm', threads: 2, adapter: null, whyNotWebGpu: null } as const;

function runs(times: readonly number[]): RunsReport {
  const warmUp = detectWarmUp(times);
  const bytes = { clip: 1000, results: 10 };
  const opening = { weights: 1, prepare: 1, load: 2, check: 0, compile: 3 };
  const warm = summarise(times.slice(warmUp.runs));
  return { of: OF, backend: WASM, opening, times, warmUp, warm, handOver: 0.4, copies: null, bytes, setAside: 0 };
}

let app: App;
beforeEach(() => {
  app = createApp();
  renderInStudio(app, <TimingPanel />);
});

const show = (view: string) =>
  userEvent.click(within(screen.getByRole('radiogroup', { name: 'What to measure' })).getByText(view));

test('a quantile too few runs were made for says how many it needs', async () => {
  app.measurements.setState({ runs: runs([500, ...Array.from({ length: 30 }, (_, index) => 10 + (index % 3))]) });
  expect(await screen.findByText('needs 100 warm runs')).toBeInTheDocument();
  expect(screen.getByText('p95').nextSibling).toHaveTextContent('12.0');
  expect(screen.getByText('First run').nextSibling).toHaveTextContent('500');
  expect(screen.getByText('Counted').nextSibling).toHaveTextContent('30');
  expect(screen.getByRole('img', { name: /31 runs, 1 of them warm-up/ })).toBeInTheDocument();
  expect(screen.getByText(/cannot be timed apart/)).toBeInTheDocument();
});

test('a comparison is a sentence, and one that was stopped says so', async () => {
  const order = interleaved(8).map((which, index) => ({ which, ms: (which === 'a' ? 14 : 10) + (index % 5) / 50 }));
  const of = (wanted: 'a' | 'b') => order.filter(({ which }) => which === wanted).map(({ ms }) => ms);
  const comparison = compareTimes(of('a'), of('b'));
  const [a, b] = [
    { ...OF, name: 'the plain graph' },
    { ...OF, name: 'its lowering' },
  ];
  app.measurements.setState({ comparison: { a, b, backends: [WASM, WASM], runs: order, comparison, planned: 12 } });
  await show('A/B');
  expect(screen.getByRole('status')).toHaveTextContent(/^Its lowering is 1\.\d+× faster, 95 % between/);
  expect(screen.getByText(/12 were planned/)).toBeInTheDocument();
});

test('what was chosen stands when the panel is left and shown again, and progress says whose it is', async () => {
  await show('A/B');
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Blocks' }), '25');
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'What' }), 'backend');
  cleanup();
  const working = { kind: 'working', task: 'comparison', step: 'run', done: 0.5, paused: false } as const;
  app.measurements.setState({ status: working });
  renderInStudio(app, <TimingPanel />);
  expect(screen.getByRole('combobox', { name: 'Blocks' })).toHaveValue('25');
  expect(screen.getByRole('combobox', { name: 'What' })).toHaveValue('backend');
  expect(screen.getByRole('status')).toHaveTextContent(/^Running…$/);
  await show('Runs');
  expect(screen.getByRole('status')).toHaveTextContent(/^A\/B: Running…$/);
});

test('a measured device predicts the network that was never run, and is dated', async () => {
  const device = { name: 'WASM, 2 threads', macsPerSecond: 1e10, bytesPerSecond: 5e9, dispatchSeconds: 1e-6 };
  app.measurements.setState({ devices: { wasm: { ...device, provider: 'wasm', at: 0 } } });
  await show('Roofline');
  expect(screen.getByText(/By these figures the network on the screen takes/)).toBeInTheDocument();
  expect(screen.getByText(/Measured Jan 1, 1970/)).toBeInTheDocument();
});

test('a fault is told, and what was measured before stays', async () => {
  const fault = {
    name: 'DeviceLost',
    message: 'The GPU was lost (destroyed). Run again to start over.',
    trouble: null,
    engineWords: 'destroyed',
  };
  app.measurements.setState({ runs: runs([50, 10, 10, 10, 10, 10]), status: { kind: 'failed', task: 'runs', fault } });
  expect(await screen.findByRole('alert')).toHaveTextContent('The GPU was lost');
  expect(screen.getByText('First run').nextSibling).toHaveTextContent('50.0');
});

/** Takes these times, in ms, for those of the layers of the network on the screen. */
function profiled(ms: Readonly<Record<string, number>>): void {
  const { legal } = app.document.getState();
  const layers = new Map(Object.entries(ms).map(([path, each]) => [path, { path, ms: each, kernels: [] }]));
  const whole = { kernelMs: 10, accounted: 1, quietMs: 10, runMs: 10, runs: 6 };
  const times = { layers, inside: new Map(), unowned: [], kernels: [], ...whole };
  const report = { of: { ...OF, design: legal }, backend: WASM, times, wall: [], kernels: [], origins: new Map() };
  app.measurements.setState({ layers: { ...report, loweredMacs: 0 } });
}

test('a layer faster than the device was when it was measured is explained, and only that', async () => {
  const device = { name: 'WASM, 2 threads', macsPerSecond: 1e10, bytesPerSecond: 5e9, dispatchSeconds: 1e-6 };
  app.measurements.setState({ devices: { wasm: { ...device, provider: 'wasm', at: 0 } } });
  profiled({ 'layer2.0.conv2.conv': 1000 });
  await show('Roofline');
  expect(await screen.findByText(/The roof counts all arithmetic/)).toBeInTheDocument();
  expect(screen.queryByText(/Over 100 % of the roof/)).toBeNull();
  profiled({ 'layer2.0.conv2.conv': 0.001 });
  expect(await screen.findByText(/Over 100 % of the roof/)).toBeInTheDocument();
});

test('a module without a kernel of its own is the sum of its layers', async () => {
  profiled({ 'layer2.0.se_module.conv1': 1, 'layer2.0.se_module.conv2': 2, 'layer2.0.conv2.conv': 7 });
  app.session.setState({ selected: 'layer2.0.se_module' });
  await show('Layers');
  const sum = await screen.findByText('layer2.0.se_module', { selector: 'p code' });
  expect(sum.parentElement).toHaveTextContent(/3\.00.ms in 2 layers, 30 % of all kernels/);
  app.session.setState({ selected: null });
});
