import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { float32, type Tensor } from '../../../src/tensor/tensor';

/** A file of the pack, as PyTorch wrote it: `15a_under_ema.pt`. README.md beside this file says what each is. */
export function caseFile(name: string): Uint8Array<ArrayBuffer> {
  const { index, files } = pack();
  const range = index[name];
  if (!range) throw new Error(`no ${name} in the pack, which holds ${Object.keys(index).join(', ')}`);
  return files.slice(range[0], range[0] + range[1]);
}

/** The clip that the right values were computed on, [1, 3, 4, 32, 32]. */
export function caseClip(): Tensor<'float32'> {
  return float32([1, 3, 4, 32, 32], new Float32Array(caseFile('clip_1x3x4x32x32.f32').buffer));
}

/** What PyTorch gives for the network that most of the files hold. */
export const BASE_LOGITS = [0.1271, -0.0779];

interface Pack {
  readonly index: Readonly<Record<string, readonly [offset: number, length: number]>>;
  readonly files: Uint8Array<ArrayBuffer>;
}

let opened: Pack | undefined;

function pack(): Pack {
  if (opened) return opened;
  const bytes = brotliDecompressSync(readFileSync(join(import.meta.dirname, 'weights.pack.br')));
  const length = bytes.readUInt32LE(0);
  opened = {
    index: JSON.parse(bytes.subarray(4, 4 + length).toString()) as Pack['index'],
    files: new Uint8Array(bytes.subarray(4 + length)),
  };
  return opened;
}
