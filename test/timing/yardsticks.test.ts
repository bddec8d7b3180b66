import { expect, test } from 'vitest';
import { checkGraph } from '../../src/onnx/check';
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

const KINDS: readonly YardstickKind[] = ['compute', 'copy', 'launch'];

test('every yardstick is a legal graph whose result shows that all its links were computed', async () => {
  for (const kind of KINDS) {
    const graph = yardstickGraph({ kind, size: 16, repeats: 6 });
    expect(checkGraph(graph), kind).toEqual([]);
    const outputs = await runGraph(graph, { clip: float32(YARDSTICK_CLIP, Float32Array.of(2)) });
    // Products with the mean leave 2; six additions of 0.5 make it 5.
    expect(outputs.get('y')?.data[0], kind).toBeCloseTo(kind === 'compute' ? 2 : 5, 4);
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
  const profile = deviceProfile('this machine', {
    compute: { size: 1000, secondsPerLink: 0.1 },
    copy: { size: 1000, secondsPerLink: 0.001 },
    launch: { size: 0, secondsPerLink: 2e-6 },
  });
  expect(profile).toEqual({ name: 'this machine', macsPerSecond: 1e10, bytesPerSecond: 8e9, dispatchSeconds: 2e-6 });
});
