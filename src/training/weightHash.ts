import type { StateDict } from '../tensor/tensor';
import { fnv1a } from '../weights/generator';

/** FNV-1a over the names and all bits of a state dict, 32 at a time: equal where every bit is. Hexadecimal. */
export function weightHash(weights: StateDict): string {
  let hash = 0x811c9dc5;
  for (const [key, { data }] of weights) {
    hash = Math.imul(hash ^ fnv1a(key), 0x01000193);
    const words = new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
    for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
