import { harmlessSentence } from '../text/harmless';
import { elementCount } from './shape';
import { float32, type Tensor } from './tensor';

/** An .npy file that cannot be read: what is wrong with it. */
export class NpyError extends Error {
  override name = 'NpyError';

  constructor(message: string) {
    super(harmlessSentence(message));
  }
}

/** A tensor of an .npy file, its values as float32, and whether they were bytes: levels of pictures, 0 to 255. */
export interface ReadNpy {
  readonly tensor: Tensor<'float32'>;
  readonly levels: boolean;
}

/** Bytes of a header that are read, as NumPy itself does; a plain array's has 128. */
const MOST_HEADER = 10_000;

/**
 * Reads a NumPy file, versions 1 to 3 (numpy.lib.format): row-major, little-endian floats of 4 or 8 bytes, or unsigned
 * bytes. @throws NpyError for anything else
 */
export function readNpy(file: Uint8Array): ReadNpy {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 12 || String.fromCharCode(...file.subarray(0, 6)) !== '\x93NUMPY')
    throw new NpyError('it does not begin as an .npy file does; write it with numpy.save');
  const wide = (file[6] as number) > 1;
  const headerAt = wide ? 12 : 10;
  const start = headerAt + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (start > file.length) throw new NpyError('it ends within its header');
  if (start > MOST_HEADER) throw new NpyError(`its header has ${start} bytes; at most ${MOST_HEADER} are read`);
  const header = new TextDecoder().decode(file.subarray(headerAt, start));
  const kind = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? '';
  const shapeText = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  const reader = READERS.get(kind);
  if (!reader || shapeText === undefined)
    throw new NpyError(`its values are ${kind || 'of no known type'}; save float32 ('<f4'), float64 or uint8`);
  if (/'fortran_order':\s*True/.test(header))
    throw new NpyError('its columns come first; save numpy.ascontiguousarray of it');
  const sizes = shapeText.split(',').flatMap((size) => size.trim() || []);
  // A shape with a size of 0 would name any number of clips and hold none.
  if (sizes.some((size) => !/^0*[1-9]\d*$/.test(size)))
    throw new NpyError(`its shape is (${sizes.join(', ')}); sizes are whole numbers from 1 up`);
  const shape = sizes.map(Number);
  const count = elementCount(shape);
  const expected = start + count * reader.bytes;
  if (file.length !== expected)
    throw new NpyError(`it has ${file.length} bytes where ${expected} belong to shape (${shape.join(', ')})`);
  const data = new Float32Array(count);
  for (let at = 0; at < count; at++) data[at] = reader.read(view, start + at * reader.bytes);
  return { tensor: float32(shape, data), levels: kind === '|u1' };
}

const READERS: ReadonlyMap<string, { readonly bytes: number; read(view: DataView, at: number): number }> = new Map([
  ['<f4', { bytes: 4, read: (view: DataView, at: number) => view.getFloat32(at, true) }],
  ['<f8', { bytes: 8, read: (view: DataView, at: number) => view.getFloat64(at, true) }],
  ['|u1', { bytes: 1, read: (view: DataView, at: number) => view.getUint8(at) }],
]);
