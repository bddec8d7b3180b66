import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { fitCheckpoint, ledgerOf } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { largestDifference, relativeL2 } from '../../src/tensor/distance';
import { nonFiniteText } from '../../src/tensor/nonFinite';
import { goldenFile } from '../golden/checkpoints/pack';

test('NaN and infinite values are found once a tensor is read, counted, and kept for every later ledger', async () => {
  const bytes = goldenFile('fmt.safetensors');
  // The values stand at the end of the file, float32: those of its last tensor last.
  const last = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 12);
  last.setFloat32(0, Number.NaN, true);
  last.setFloat32(8, Number.NEGATIVE_INFINITY, true);
  const file = await openCheckpoint(bytesSource(bytes));
  const named = referenceNames(file);
  const architecture = build(recognise(named).design);
  const withAny = ({ loaded }: ReturnType<typeof ledgerOf>) => loaded.filter(({ nonFinite }) => nonFinite);
  expect(withAny(ledgerOf(named, architecture))).toEqual([]);
  const { ledger } = await fitCheckpoint(named, architecture, { seed: 0 });
  const [row, ...others] = withAny(ledger);
  expect(others).toEqual([]);
  const size = row?.shape.reduce((a, b) => a * b, 1) ?? 0;
  expect(row?.nonFinite).toEqual({ nan: 1, infinite: 1, first: size - 3 });
  expect(nonFiniteText(row?.nonFinite ?? { nan: 0, infinite: 0, first: 0 })).toBe(
    `1 NaN and 1 infinite values, the first at ${size - 3}`,
  );
  expect(withAny(ledgerOf(named, architecture))).toEqual([row]);
});

test('a distance is that of all values, and infinite where one is no number or they are not as many', () => {
  expect(relativeL2([3, 4], [3, 0])).toBeCloseTo(4 / 3);
  expect(relativeL2([3, 4], [0, 0])).toBe(5);
  expect(relativeL2([1], [1, 0])).toBe(Number.POSITIVE_INFINITY);
  expect(relativeL2([Number.NaN], [1])).toBe(Number.POSITIVE_INFINITY);
  expect(largestDifference([1, -2], [1.5, 2])).toBe(4);
  expect(largestDifference([Number.NaN, 0], [0, 0])).toBe(Number.POSITIVE_INFINITY);
});
