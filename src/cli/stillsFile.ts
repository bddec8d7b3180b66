import { gunzipSync } from 'node:zlib';
import type { Photograph } from '../motion/tile';
import { NpyError, readNpy } from '../tensor/npyReader';
import { readWhole, unreadable } from './unreadable';
import { CommandError } from './usage';

/** What a packed file may unpack to: pictures pack to a tenth at best. */
const UNPACKED = { times: 10, bytes: 16 * 2 ** 20 };

/** Stills of a video, an .npy file of bytes `[K, H, W, 3]`, packed by gzip or not. @throws CommandError */
export function stillsFile(path: string): Photograph[] {
  const bytes = readWhole(path);
  try {
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const most = { maxOutputLength: UNPACKED.times * bytes.length + UNPACKED.bytes };
    const { tensor, levels } = readNpy(isPacked ? gunzipSync(bytes, most) : bytes);
    const [count = 0, height = 0, width = 0, channels = 0, ...more] = tensor.shape;
    if (!levels || channels !== 3 || more.length > 0)
      throw new NpyError(`its shape is (${tensor.shape.join(', ')}); stills are uint8 [K, H, W, 3]`);
    const size = height * width * 3;
    return Array.from({ length: count }, (_, still) => ({
      height,
      width,
      data: Uint8Array.from(tensor.data.subarray(still * size, (still + 1) * size)),
    }));
  } catch (error) {
    if (error instanceof NpyError) throw new CommandError(`${path} could not be used: ${error.message}.`);
    throw unreadable(path, error);
  }
}
