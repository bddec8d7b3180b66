import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { npyFile } from '../../src/tensor/npy';
import { elementCount, type Shape } from '../../src/tensor/shape';
import { float32 } from '../../src/tensor/tensor';

/**
 * A reader written from NumPy's description of the format (numpy.lib.format, "Format Version 1.0"), which shares nothing
 * with the writer: magic string, version, header length, a dictionary with exactly three keys, then the values.
 */
function read(file: Uint8Array) {
  const text = (from: number, to: number) => new TextDecoder('latin1').decode(file.subarray(from, to));
  expect(text(0, 6)).toBe('\x93NUMPY');
  expect([file[6], file[7]]).toEqual([1, 0]);
  const start = 10 + (file[8] ?? 0) + 256 * (file[9] ?? 0);
  expect(start % 64).toBe(0);
  const header = text(10, start);
  expect(header.endsWith('\n')).toBe(true);
  const literal = /^\{'descr': '(.*)', 'fortran_order': (True|False), 'shape': \((.*)\), \} *\n$/.exec(header);
  const [, descr, order, shape = ''] = literal ?? [];
  const sizes = shape === '' ? [] : shape.split(',').map((part) => part.trim());
  // Python reads (3) as a number and (3,) as a tuple.
  if (sizes.length === 2 && sizes[1] === '') sizes.pop();
  else expect(sizes.length).not.toBe(1);
  const values = new Float32Array(file.slice(start).buffer);
  return { descr, order, shape: sizes.map(Number), values };
}

describe('an .npy file', () => {
  test('of any float32 tensor reads back: little-endian, row-major, its values at a multiple of 64 bytes', () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(shapes, fc.infiniteStream(fc.float({ noNaN: true })), (shape: Shape, stream) => {
        const values = Float32Array.from([...stream.take(elementCount(shape))]);
        expect(read(npyFile(float32(shape, values)))).toEqual({ descr: '<f4', order: 'False', shape, values });
      }),
    );
  });

  test('has the bytes that numpy.save writes for np.array([1, -2], dtype="<f4")', () => {
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }".padEnd(117);
    const expected = [
      ...Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'),
      ...Buffer.from(`${header}\n`, 'latin1'),
      ...[0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0],
    ];
    expect([...npyFile(float32([2], Float32Array.of(1, -2)))]).toEqual(expected);
  });
});
