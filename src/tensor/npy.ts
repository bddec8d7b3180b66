import type { Tensor } from './tensor';

/** Magic string and version 1.0, whose header length is two bytes. */
const PREFIX = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0] as const;
/** The values begin at a multiple of this many bytes. */
const ALIGNMENT = 64;

/**
 * A tensor as a NumPy file, to be read by `numpy.load`: little-endian float32, row-major (numpy.lib.format, version 1.0:
 * magic string, version, header length in two bytes, a Python dictionary padded with spaces to a line, then the values).
 */
export function npyFile({ shape, data }: Tensor<'float32'>): Uint8Array<ArrayBuffer> {
  // A tuple of one has a comma.
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  const lengthAt = PREFIX.length;
  const headerAt = lengthAt + 2;
  const start = Math.ceil((headerAt + dictionary.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = `${dictionary.padEnd(start - headerAt - 1)}\n`;

  const file = new Uint8Array(start + 4 * data.length);
  file.set(PREFIX);
  const view = new DataView(file.buffer);
  view.setUint16(lengthAt, header.length, true);
  file.set(new TextEncoder().encode(header), headerAt);
  data.forEach((value, index) => {
    view.setFloat32(start + 4 * index, value, true);
  });
  return file;
}
