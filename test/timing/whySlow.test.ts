import { expect, test } from 'vitest';
import type { LayerTimes, TimedKernel } from '../../src/timing/layerTimes';
import { type SlowFacts, whySlow } from '../../src/timing/whySlow';

const KERNEL: TimedKernel = {
  node: 'a',
  op: 'Conv',
  program: null,
  start: 0,
  ms: 10,
  inputs: [],
  outputs: [],
  origins: ['a'],
  owner: 'a',
};

const TIMES: LayerTimes = {
  layers: new Map([
    ['a', { path: 'a', ms: 60, kernels: [KERNEL] }],
    ['b', { path: 'b', ms: 20, kernels: [KERNEL] }],
  ]),
  inside: new Map(),
  unowned: [],
  kernels: [KERNEL, KERNEL],
  kernelMs: 80,
  accounted: 0.8,
  quietMs: 100,
  runMs: 100,
  runs: 5,
};

const FACTS: SlowFacts = {
  provider: 'wasm',
  threads: 2,
  isolated: true,
  whyNotWebGpu: null,
  emulated: false,
  times: TIMES,
  macs: { network: 1000, lowered: 1000 },
  device: null,
  copies: null,
  layers: [
    { path: 'a', kind: '3×3×3 channel-wise', macs: 100 },
    { path: 'b', kind: '1×1×1 conv', macs: 900 },
  ],
};

const sentences = (facts: Partial<SlowFacts>) =>
  new Map(whySlow({ ...FACTS, ...facts }).map(({ title, sentence }) => [title, sentence]));

test('a kind that takes more of the time than of the MACs is said to', () => {
  expect(sentences({}).get('3×3×3 channel-wise layers')).toBe(
    'They take 60 % of the run and do 10 % of the MACs. MACs are not what they wait for: they move more bytes for each.',
  );
});

test('the backend comes first, then what takes a share, the largest first', () => {
  const titles = whySlow({ ...FACTS, whyNotWebGpu: 'This browser has no WebGPU.' }).map(({ title }) => title);
  expect(titles[0]).toBe('WASM, not WebGPU');
  expect(titles.slice(1, 4)).toEqual(['The 2 largest layers', '3×3×3 channel-wise layers', 'Between kernels']);
});

test('one thread is explained: no isolation, or no second core', () => {
  expect(sentences({ threads: 1, isolated: false }).get('One thread')).toContain('not cross-origin isolated');
  expect(sentences({ threads: 1, isolated: true }).get('One thread')).toContain('one core');
  expect(sentences({}).has('One thread')).toBe(false);
});

test('launches, copies, wasted MACs and fallbacks each have their sentence', () => {
  expect(sentences({}).get('Launches')).toContain('Measure the device');
  const device = { name: 'x', macsPerSecond: 1, bytesPerSecond: 1, dispatchSeconds: 0.005 };
  expect(sentences({ device }).get('Launches')).toContain('so 10 % of the run is launches');
  expect(sentences({ copies: { upload: 2, download: 1 } }).get('Copies')).toContain('2.0 ms to the GPU');
  expect(sentences({}).has('Wasted MACs')).toBe(false);
  expect(sentences({ macs: { network: 1000, lowered: 1800 } }).get('Wasted MACs')).toContain('1.80 times');
  expect(sentences({}).get('Fallbacks')).toMatch(/^None/);
});

test('an emulated GPU is said to be one', () => {
  expect(sentences({ provider: 'webgpu', emulated: true }).get('Emulated GPU')).toContain('nothing about a real one');
  expect(sentences({ provider: 'webgpu' }).has('WASM, not WebGPU')).toBe(false);
});
