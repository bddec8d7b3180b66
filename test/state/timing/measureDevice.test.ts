import { afterEach, expect, test } from 'vitest';
import { createApp } from '../../../src/state/app';
import { createMeasuring } from '../../../src/state/timing/measure';
import { measureDevice } from '../../../src/state/timing/measureDevice';
import { float32 } from '../../../src/tensor/tensor';
import { YARDSTICK_CLIP, type Yardstick, yardstickPair } from '../../../src/timing/yardsticks';
import { createRunner, type OpenModel, type Runner } from '../../../src/worker/client';
import { startSession, startStudio, WASM_ONLY } from '../../worker/workers';

const app = createApp();
const studio = startStudio();
const runner: Runner = createRunner(studio, WASM_ONLY, startSession);
afterEach(() => runner.end());

/** Seconds of one link, and of a call, on a device whose limits are known; small matrices use half of it. */
const SECONDS: Readonly<Record<Yardstick['kind'], (size: number) => number>> = {
  compute: (size) => size ** 3 / (size < 1024 ? 2e10 : 4e10),
  channelwise: (size) => (27 * size * 3200) / 3e9,
  function: (size) => (1000 * size) / 5e8,
  copy: (size) => (8000 * size) / 1e10,
  launch: () => 1e-5,
};
const CALL = 0.002;

/** A runner of that device. Its clock is exact, and so must the limits be; a real one would be as busy as the machine. */
function deviceWith(seconds: (yardstick: Yardstick) => number): { runner: Runner; opened: Yardstick[] } {
  const opened: Yardstick[] = [];
  const openYardstick: Runner['openYardstick'] = async (yardstick, provider) => {
    opened.push(yardstick);
    return {
      ms: { load: 0, compile: 0 },
      run: async () => ({ outputs: new Map(), ms: 1000 * seconds(yardstick), copies: null }),
      profile: async () => [],
      isOpen: () => true,
      close: async () => {},
      backend: { provider, build: 'wasm', threads: 2, adapter: null, whyNotWebGpu: null },
    };
  };
  return { runner: { ...runner, openYardstick }, opened };
}

const known = ({ kind, size, repeats }: Yardstick) => CALL + repeats * SECONDS[kind](size);
const placeOn = (runner: Runner) => ({
  ...app,
  studio: () => studio,
  runner: async () => runner,
  takeOver: () => {},
  attention: { present: async () => {}, absences: () => 0 },
});
const measuringOn = (runner: Runner) => createMeasuring(placeOn(runner));

test('the limits of a device come out as they are, and no larger size is tried than its speed asks for', async () => {
  const { runner: device, opened } = deviceWith(known);
  await measuringOn(device).measureDevice('wasm');
  const { devices, status } = app.measurements.getState();
  expect(status).toEqual({ kind: 'idle' });
  const { name, ...limits } = devices.wasm ?? { name: 'not measured' };
  expect(name).toBe('WASM, 2 threads');
  const expected = {
    macsPerSecond: 4e10,
    channelwiseMacsPerSecond: 3e9,
    functionsPerSecond: 5e8,
    bytesPerSecond: 1e10,
    dispatchSeconds: 1e-5,
  };
  for (const [limit, value] of Object.entries(expected)) {
    expect((limits as Record<string, unknown>)[limit], limit).toBeCloseTo(value, -Math.log10(value * 1e-6));
  }
  const sizes = (kind: Yardstick['kind']) => [
    ...new Set(opened.filter((one) => one.kind === kind).map(({ size }) => size)),
  ];
  expect(sizes('compute')).toEqual([256, 512, 1024]);
  expect(sizes('function')).toEqual([1000, 8000]);
});

test('runs that differ more among themselves than by their work are said to', async () => {
  await measuringOn(deviceWith(() => CALL).runner).measureDevice('wasm');
  expect(app.measurements.getState().status).toMatchObject({
    kind: 'failed',
    fault: { message: expect.stringContaining('(compute). Measure again on a quiet machine.') },
  });
});

test('stopped between two runs, nothing more is opened', async () => {
  const { runner: device, opened } = deviceWith(known);
  const stop = new AbortController();
  const measurement = {
    ...placeOn(device),
    attention: { absences: () => 0, present: async (signal: AbortSignal) => signal.throwIfAborted() },
    signal: stop.signal,
    onProgress: (step: string) => step === 'copy' && stop.abort(),
    opened: new Set<OpenModel>(),
  };
  await expect(measureDevice(measurement, 'wasm')).rejects.toThrow('aborted');
  expect(opened.at(-1)?.kind).toBe('copy');
});

test('this machine runs both chains through the runtime itself', async () => {
  const { short, long } = yardstickPair('launch', 0);
  for (const yardstick of [short, long]) {
    const model = await runner.openYardstick(yardstick, 'wasm');
    const { outputs, ms } = await model.run(float32(YARDSTICK_CLIP, Float32Array.of(1)));
    expect(outputs.get('y')?.data[0]).toBe(1 + yardstick.repeats / 2);
    expect(ms).toBeGreaterThan(0);
  }
});
