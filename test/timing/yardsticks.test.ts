import { expect, test } from 'vitest';
import { lower } from '../../src/lowering/pipeline';
import { runGraph } from '../../src/runtime/nodeSession';
import { float32 } from '../../src/tensor/tensor';
import {
  deviceProfile,
  secondsPerLink,
  workOfLink,
  YARDSTICK_CLIP,
  type YardstickKind,
  yardstickGraph,
  yardstickPair,
} from '../../src/timing/yardsticks';
import { checkGraph } from '../onnx/checkGraph';

/** What 2 becomes in six links: means and middle taps leave it, six additions of 0.5 make it 5. */
const AFTER_SIX: Readonly<Record<YardstickKind, number>> = {
  compute: 2,
  channelwise: 2,
  function: Array.from({ length: 6 }).reduce<number>((x) => x / (1 + Math.exp(-x)), 2),
  copy: 5,
  launch: 5,
};

test('every yardstick is a legal graph whose result shows that all its links were computed, lowered too', async () => {
  for (const [kind, expected] of Object.entries(AFTER_SIX) as [YardstickKind, number][]) {
    const plain = yardstickGraph({ kind, size: 16, repeats: 6 });
    for (const graph of [plain, lower(plain, 'wasm'), lower(plain, 'webgpu')]) {
      expect(checkGraph(graph), kind).toEqual([]);
      const outputs = await runGraph(graph, { clip: float32(YARDSTICK_CLIP, Float32Array.of(2)) });
      expect(outputs.get('y')?.data[0], kind).toBeCloseTo(expected, 4);
    }
  }
});

test('the limit is what the longer chain takes more, over the links it has more', () => {
  const pair = yardstickPair('compute', 256);
  const links = pair.long.repeats - pair.short.repeats;
  // The fastest of each: what disturbed the others is none of the device's limits.
  expect(secondsPerLink(pair, [10, 12, 70], [18, 16, 90])).toBeCloseTo(6 / 1000 / links, 12);
  expect(secondsPerLink(pair, [10, 12, 11], [9, 10, 10])).toBeNull();
});

test('a device’s profile is its best work over its time', () => {
  expect(workOfLink({ kind: 'compute', size: 100 })).toBe(1e6);
  expect(workOfLink({ kind: 'copy', size: 1000 })).toBe(8e6);
  expect(workOfLink({ kind: 'channelwise', size: 10 })).toBe(27 * 32_000);
  const profile = deviceProfile('this machine', {
    compute: { size: 1000, secondsPerLink: 0.1 },
    channelwise: { size: 100, secondsPerLink: 0.001 },
    function: { size: 1000, secondsPerLink: 0.002 },
    copy: { size: 1000, secondsPerLink: 0.001 },
    launch: { size: 0, secondsPerLink: 2e-6 },
  });
  expect(profile).toEqual({
    name: 'this machine',
    macsPerSecond: 1e10,
    bytesPerSecond: 8e9,
    dispatchSeconds: 2e-6,
    channelwiseMacsPerSecond: 27 * 100 * 3200 * 1000,
    functionsPerSecond: 5e8,
  });
});
