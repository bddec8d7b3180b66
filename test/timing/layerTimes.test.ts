import { expect, test } from 'vitest';
import { predictTime } from '../../src/analysis/predictedTime';
import { build } from '../../src/architecture/build';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import type { KernelTime } from '../../src/runtime/profile';
import { chromeTrace } from '../../src/timing/chromeTrace';
import { agreementText, layerTimes } from '../../src/timing/layerTimes';
import { roofline } from '../../src/timing/roofline';

const DESIGN: Design = {
  reference: { ...REFERENCE_DEFAULTS, gamma_d: 0.2 },
  clip: { n: 1, t: 2, h: 32, w: 32, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 7, mid_channels: 16 },
  overrides: {},
};

/** A convolution in two kernels with its norm and activation, an activation of its own, and a copy of no layer. */
const GRAPH = {
  origins: new Map([
    ['layer1.0.conv1.conv', ['layer1.0.conv1.conv', 'layer1.0.conv1.bn', 'layer1.0.conv1.activate']],
    ['layer1.0.swish', ['layer1.0.swish']],
    ['reshape.3', []],
  ]),
  macsOf: (path: string) => (path.endsWith('.conv') ? 1000 : 0),
};

function kernel(run: number, node: string, start: number, ms: number): KernelTime {
  return { run, node, op: 'Conv', program: null, start, ms, inputs: [[1, 3, 4]], outputs: [[1, 8, 4]] };
}

/** One run, all of it `factor` times as slow as the first warm one. */
function run(index: number, factor: number): KernelTime[] {
  return [
    kernel(index, 'layer1.0.conv1.conv', 0, 4 * factor),
    kernel(index, 'layer1.0.conv1.conv', 4 * factor, 2 * factor),
    kernel(index, 'layer1.0.swish', 6 * factor, 2 * factor),
    kernel(index, 'reshape.3', 8 * factor, factor),
  ];
}

const KERNELS = [...run(0, 50), ...run(1, 1), ...run(2, 3), ...run(3, 1)];
const WALL = [500, 9.5, 30, 9.6];
const TIMES = layerTimes(KERNELS, WALL, GRAPH, 1);

test('a layer’s time is the sum of its kernels’ medians over the warm runs', () => {
  expect(TIMES.runs).toBe(3);
  expect(TIMES.layers.get('layer1.0.conv1.conv')).toMatchObject({ ms: 6, kernels: [{ ms: 4 }, { ms: 2 }] });
  expect(TIMES.layers.get('layer1.0.swish')?.ms).toBe(2);
});

test('a kernel that computes several layers counts for the one with the MACs, which the others name', () => {
  expect([...TIMES.layers.keys()]).toEqual(['layer1.0.conv1.conv', 'layer1.0.swish']);
  expect([...TIMES.inside]).toEqual(
    expect.arrayContaining([
      ['layer1.0.conv1.bn', 'layer1.0.conv1.conv'],
      ['layer1.0.conv1.activate', 'layer1.0.conv1.conv'],
    ]),
  );
  expect(TIMES.unowned).toMatchObject([{ node: 'reshape.3', owner: null, ms: 1 }]);
});

test('layers and what belongs to none add up to the kernels', () => {
  const layers = [...TIMES.layers.values()].reduce((sum, { ms }) => sum + ms, 0);
  expect(layers + (TIMES.unowned[0]?.ms ?? 0)).toBe(TIMES.kernelMs);
  expect(TIMES.kernelMs).toBe(9);
});

test('kernels that explain the run within 10 % say so, others say where the rest went', () => {
  expect(TIMES).toMatchObject({ runMs: 9.6, accounted: 9 / 9.6, quietMs: 9.6 });
  expect(agreementText(TIMES, 'wasm')).toBe('Run by run, the kernels add up to 94 % of the run.');
  expect(agreementText({ ...TIMES, accounted: 0.75 }, 'wasm')).toMatch(/75 % of the run\. In the other 25 % the clip/);
  expect(agreementText({ ...TIMES, accounted: 0.75 }, 'webgpu')).toMatch(/the GPU waits/);
  expect(agreementText({ ...TIMES, accounted: 1.4 }, 'webgpu')).toMatch(/not the same one/);
  expect(agreementText({ ...TIMES, runMs: 20 }, 'wasm')).toMatch(/This machine was busy/);
});

test('skipping as many runs as there are leaves the last', () => {
  expect(layerTimes(KERNELS, WALL, GRAPH, 9)).toMatchObject({ runs: 1, runMs: 9.6, kernelMs: 9 });
  expect(() => layerTimes([], [], GRAPH, 0)).toThrow('at least one');
});

test('the trace holds every kernel as a complete event inside its run, in microseconds', () => {
  const { traceEvents, displayTimeUnit } = chromeTrace(KERNELS, WALL, GRAPH.origins, { network: 'X3D-S' });
  expect(displayTimeUnit).toBe('ms');
  const complete = traceEvents.filter((event) => event.ph === 'X');
  const runs = complete.filter(({ cat }) => cat === 'run');
  const kernels = complete.filter(({ cat }) => cat !== 'run');
  expect(runs).toHaveLength(4);
  expect(kernels).toHaveLength(KERNELS.length);
  for (const event of complete) {
    expect(Object.keys(event).sort()).toEqual(['args', 'cat', 'dur', 'name', 'ph', 'pid', 'tid', 'ts']);
    expect(event.ts).toBeGreaterThanOrEqual(0);
  }
  const [, , third] = runs;
  const own = kernels.filter(({ ts }) => third && ts >= third.ts && ts < third.ts + third.dur);
  expect(own.map(({ dur }) => dur)).toEqual([12_000, 6000, 6000, 3000]);
  expect(own[0]?.args).toMatchObject({ layers: GRAPH.origins.get('layer1.0.conv1.conv'), op: 'Conv' });
  expect(traceEvents.filter(({ ph }) => ph === 'M').map(({ args }) => args.name)).toEqual(['X3D-S', 'runs', 'kernels']);
  // Runs do not overlap, not even where a kernel ends after its run.
  runs.forEach((run, index) => {
    const next = runs[index + 1];
    if (next) expect(next.ts).toBeGreaterThan(run.ts + run.dur);
  });
});

test('every measured layer is a point under the roof; predicted order and measured order are correlated', () => {
  const device = { name: 'test', macsPerSecond: 1e9, bytesPerSecond: 1e8, dispatchSeconds: 1e-6 };
  const architecture = build(DESIGN);
  const predicted = predictTime(architecture, device);
  const origins = new Map(architecture.layers.map(({ path }) => [path, [path]]));
  const kernels = predicted.layers.flatMap(({ path, ms, dispatches }) =>
    dispatches > 0 ? [kernel(0, path, 0, 2 * ms)] : [],
  );
  const measured = layerTimes(kernels, [1], { origins, macsOf: (path) => predicted.byPath.get(path)?.macs ?? 0 }, 0);
  const { points, ridge, correlation } = roofline(measured, predicted, device);
  expect(points).toHaveLength(kernels.length);
  expect(correlation).toBeCloseTo(1, 10);
  expect(ridge).toBe(10);
  for (const { efficiency, macsPerSecond, bytesPerSecond } of points) {
    expect(efficiency).toBeCloseTo(0.5, 10);
    expect(macsPerSecond).toBeLessThanOrEqual(device.macsPerSecond);
    expect(bytesPerSecond).toBeLessThanOrEqual(device.bytesPerSecond);
  }
});
