import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { float32 } from '../../src/tensor/tensor';
import { tensorFacts } from '../../src/weights/tensorFacts';

const vector = (values: readonly number[]) => float32([values.length], Float32Array.from(values));

describe('statistics', () => {
  test('of values whose mean and deviation one can work out by hand', () => {
    const facts = tensorFacts(vector([-1, 0, 0, 1, 5]));
    expect(facts).toMatchObject({ min: -1, max: 5, mean: 1, zeros: 0.4 });
    expect(facts.deviation).toBeCloseTo(Math.sqrt((4 + 1 + 1 + 0 + 16) / 5), 12);
  });

  test('every value is in one bin, the least in the first and the greatest in the last', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
        const { histogram, min, max } = tensorFacts(vector(values));
        expect(histogram.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        expect(histogram[0]).toBeGreaterThan(0);
        expect(histogram.at(-1)).toBeGreaterThan(0);
        expect(histogram).toHaveLength(max > min ? 32 : 1);
      }),
    );
  });

  test('a counter of batches is counted too', () => {
    const counter = { dtype: 'int64', shape: [], data: BigInt64Array.of(391n) } as const;
    expect(tensorFacts(counter)).toMatchObject({ dtype: 'int64', max: 391, picture: null });
  });

  test('not a number spoils the mean, not the picture of the others', () => {
    const facts = tensorFacts(vector([Number.NaN, 1, 2]));
    expect(facts.mean).toBeNaN();
    expect(facts).toMatchObject({ min: 1, max: 2 });
  });
});

describe('pictures', () => {
  test('a channelwise kernel is shown as it is, filter by filter', () => {
    const weight = float32(
      [2, 1, 3, 3, 3],
      Float32Array.from({ length: 54 }, (_, index) => index),
    );
    expect(tensorFacts(weight).picture).toEqual({
      kind: 'kernels',
      count: 2,
      kernel: [3, 3, 3],
      values: weight.data,
    });
  });

  test('of a kernel over several channels, the first channel', () => {
    const weight = float32(
      [2, 3, 1, 3, 3],
      Float32Array.from({ length: 54 }, (_, index) => index),
    );
    const picture = tensorFacts(weight).picture;
    expect([...(picture?.values ?? [])]).toEqual([
      ...Array(9).keys(),
      ...Array.from({ length: 9 }, (_, at) => 27 + at),
    ]);
  });

  test('a pointwise convolution is a matrix, outputs by inputs', () => {
    const weight = float32([2, 3, 1, 1, 1], Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(tensorFacts(weight).picture).toEqual({ kind: 'matrix', rows: 2, columns: 3, values: weight.data });
  });

  test('a large matrix is shown by means of blocks, which keep its mean', () => {
    const values = Float32Array.from({ length: 128 * 192 }, (_, index) => Math.sin(index));
    const { picture, mean } = tensorFacts(float32([128, 192], values));
    expect(picture).toMatchObject({ rows: 64, columns: 64 });
    const cells = picture?.values ?? new Float32Array();
    expect(cells.reduce((sum, cell) => sum + cell, 0) / cells.length).toBeCloseTo(mean, 6);
  });
});
