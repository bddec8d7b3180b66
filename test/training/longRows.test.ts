import { expect, test } from 'vitest';
import { openInNode } from '../../src/runtime/nodeSession';
import { float32 } from '../../src/tensor/tensor';
import { reshape, startGraph } from '../../src/training/graphWriter';
import { meanOfRows, sumOfRows } from '../../src/training/longRows';
import { sfc32 } from '../../src/weights/generator';

/** Frames and clips of a pixel, over which a gradient repeats from pixel to pixel. */
const OF_A_PIXEL = 64;

test.each([64, 1023, 1024, 1088, 78_400, 1009 * 64, 262_144, 737_280])(
  'of a row of %i values, which repeat, the sum is right to 5e-6, and the mean of one longer than 65,536',
  async (length) => {
    const uniform = sfc32(length, 3);
    const pixel = Float32Array.from({ length: OF_A_PIXEL }, () => uniform());
    const rows = float32(
      [2, length],
      Float32Array.from({ length: 2 * length }, (_, at) => pixel[at % OF_A_PIXEL] ?? 0),
    );
    const truth = [0, 1].map((row) => rows.data.subarray(row * length, (row + 1) * length).reduce((a, b) => a + b, 0));
    const w = startGraph('wasm');
    const input = w.input('rows', rows.shape);
    w.output(sumOfRows(w, input), 'sums');
    w.output(meanOfRows(w, reshape(w, input, [1, ...rows.shape])), 'means');
    const session = await openInNode(w.graph('sums'));
    const found = await session.run({ rows });
    const [sums, means] = [found.get('sums'), found.get('means')];
    await session.close();
    expect([sums?.shape, means?.shape]).toEqual([[2], [1, 2, 1]]);
    truth.forEach((sum, row) => {
      expect(Math.abs(Number(sums?.data[row]) / sum - 1)).toBeLessThan(5e-6);
      expect(Math.abs((Number(means?.data[row]) * length) / sum - 1)).toBeLessThan(length > 65_536 ? 5e-6 : 1e-4);
    });
  },
);
