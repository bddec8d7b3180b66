import { expect, test } from 'vitest';
import { costsByPath } from '../../src/analysis/costs';
import { type DeviceProfile, predictTime } from '../../src/analysis/predictedTime';
import { build } from '../../src/architecture/build';
import { presetNamed } from '../../src/design/presets';

const XS = build(presetNamed('XS').design);
const device = (change: Partial<DeviceProfile>): DeviceProfile => ({
  name: 'test',
  macsPerSecond: Infinity,
  bytesPerSecond: Infinity,
  dispatchSeconds: 0,
  ...change,
});

test('with nothing but a compute peak, the time is the MACs over it', () => {
  const macs = costsByPath(XS).get('')?.macs ?? 0;
  const predicted = predictTime(XS, device({ macsPerSecond: 1e9 }));
  expect(predicted.ms).toBeCloseTo(macs / 1e6, 6);
  expect(predicted.byPath.get('layer3.1.conv1.conv')?.bound).toBe('compute');
});

test('with nothing but a bandwidth, a layer takes what it reads and writes', () => {
  const layer = predictTime(XS, device({ bytesPerSecond: 1e9 })).byPath.get('layer3.1.conv2.conv');
  const bytes = 4 * (2 * 4 * 216 * 10 * 10 + 216 * 27);
  expect(layer).toMatchObject({ bytes, ms: bytes / 1e6, bound: 'memory', macs: 4 * 216 * 100 * 27 });
});

test('norms that fold and dropout cost nothing; Swish is two operators', () => {
  const { byPath, ms } = predictTime(XS, device({ dispatchSeconds: 1e-3 }));
  for (const path of ['layer1.0.conv1.bn', 'head.dropout']) expect(byPath.get(path)?.ms, path).toBe(0);
  expect(byPath.get('layer1.0.swish')).toMatchObject({ dispatches: 2, ms: 2, bound: 'dispatch' });
  const free = XS.layers.filter(({ kind }) => kind === 'batchNorm3d' || kind === 'dropout').length;
  const swishes = XS.layers.filter(({ path }) => path.endsWith('.swish')).length;
  // fc1 of the head flattens what it reads first.
  expect(ms).toBe(XS.layers.length - free + swishes + 1);
});

test('channel-wise filters and functions have speeds of their own where they were measured', () => {
  const slow = { macsPerSecond: 1e9, channelwiseMacsPerSecond: 1e8, functionsPerSecond: 1e7 };
  const [own, roof] = [predictTime(XS, device(slow)), predictTime(XS, device({ macsPerSecond: 1e9 }))];
  const ms = (path: string) => [own.byPath.get(path)?.ms, roof.byPath.get(path)?.ms];
  const outputs = 4 * 216 * 10 * 10;
  const filtering = (macsPerMs: number) => expect.closeTo((outputs * 27) / macsPerMs, 9);
  expect(ms('layer3.1.conv2.conv')).toEqual([filtering(1e5), filtering(1e6)]);
  expect(ms('layer3.1.swish')).toEqual([outputs / 1e4, 0]);
  expect(ms('layer3.1.conv1.conv')[0]).toBe(ms('layer3.1.conv1.conv')[1]);
  // The roof knows one speed.
  expect(own.byPath.get('layer3.1.conv2.conv')?.leastMs).toEqual(filtering(1e6));
});

test('a layer’s time is the longer of its two roofs, and its dispatches', () => {
  for (const { computeMs, memoryMs, dispatchMs, ms } of predictTime(
    XS,
    device({ macsPerSecond: 2e9, bytesPerSecond: 1e9, dispatchSeconds: 1e-5 }),
  ).layers)
    expect(ms).toBe(Math.max(computeMs, memoryMs) + dispatchMs);
});
