import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { float32, type Tensor } from '../../../src/tensor/tensor';

/** A file of the pack, as PyTorch wrote it: `15a_under_ema.pt`. README.md beside this file says what each is. */
export function caseFile(name: string): Uint8Array<ArrayBuffer> {
  const { index, files } = pack(/\.onnx$|64x64/.test(name) ? 'graphs' : 'weights');
  const range = index[name];
  if (!range) throw new Error(`no ${name} in the pack, which holds ${Object.keys(index).join(', ')}`);
  return files.slice(range[0], range[0] + range[1]);
}

/** The clip that the right values were computed on, [1, 3, 4, 32, 32], or the larger one. */
export function caseClip(size: 32 | 64 = 32): Tensor<'float32'> {
  return float32([1, 3, 4, size, size], new Float32Array(caseFile(`clip_1x3x4x${size}x${size}.f32`).buffer));
}

/** What PyTorch gives for the network that most of the files hold. */
export const BASE_LOGITS = [0.1271, -0.0779];

interface Pack {
  readonly index: Readonly<Record<string, readonly [offset: number, length: number]>>;
  readonly files: Uint8Array<ArrayBuffer>;
}

const opened = new Map<string, Pack>();

function pack(name: 'weights' | 'graphs'): Pack {
  const known = opened.get(name);
  if (known) return known;
  const bytes = brotliDecompressSync(readFileSync(join(import.meta.dirname, `${name}.pack.br`)));
  const length = bytes.readUInt32LE(0);
  const made = {
    index: JSON.parse(bytes.subarray(4, 4 + length).toString()) as Pack['index'],
    files: new Uint8Array(bytes.subarray(4 + length)),
  };
  opened.set(name, made);
  return made;
}
