import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Design, Head, Reference } from '../../../src/design/design';
import { float32, type Tensor } from '../../../src/tensor/tensor';
import { designOf } from '../architectures';

/** What the reference recorded of one weight set. */
interface NumericsRecord {
  readonly name: string;
  readonly kwargs: Partial<Reference>;
  readonly head?: Partial<Head> & { readonly in_channels: number };
  readonly tensors: Readonly<Record<string, { readonly shape: readonly number[]; readonly offset_bytes: number }>>;
  readonly state_dict: readonly (readonly [string, readonly number[], string])[];
}

/** The seven weight sets with recorded stages. */
export const WEIGHT_SETS = ['fmt', 'all_b13_d11', 'half_b225', 'headmax', 'nose', 'strides1222_leaky', 'two_stage'] as const;
export type WeightSet = (typeof WEIGHT_SETS)[number];

/** A file of the packs, as the tool wrote it: `fmt_legacy.pth`. */
export function goldenFile(name: string): Uint8Array<ArrayBuffer> {
  const pack = open(PACKS.find((prefix) => name.startsWith(prefix)) ?? 'numerics');
  const range = pack.index[name];
  if (!range) throw new Error(`no ${name} in the packs, which hold ${Object.keys(pack.index).join(', ')}`);
  return pack.files.slice(range[0], range[0] + range[1]);
}

export function goldenJson<T>(name: string): T {
  return JSON.parse(new TextDecoder().decode(goldenFile(name))) as T;
}

/** A weight set: its design, its input, and every recorded output by the reference's module name. */
export function weightSet(name: WeightSet): {
  readonly design: Design;
  readonly input: Tensor<'float32'>;
  readonly outputs: ReadonlyMap<string, Tensor<'float32'>>;
  readonly stateDict: NumericsRecord['state_dict'];
} {
  const record = goldenJson<NumericsRecord>(`${name}.json`);
  const { buffer } = goldenFile(`${name}.bin`);
  const tensors = new Map(
    Object.entries(record.tensors).map(([key, { shape, offset_bytes }]) => {
      const count = shape.reduce((product, size) => product * size, 1);
      return [key, float32(shape, new Float32Array(buffer, offset_bytes, count))] as const;
    }),
  );
  const input = tensors.get('input');
  if (!input) throw new Error(`${name} has no input`);
  tensors.delete('input');
  const { in_channels: _, ...head } = record.head ?? { in_channels: 0 };
  const design = designOf({ kwargs: record.kwargs, input: input.shape, head: record.head && { kwargs: head } });
  return { design, input, outputs: tensors, stateDict: record.state_dict };
}

interface Pack {
  readonly index: Readonly<Record<string, readonly [offset: number, length: number]>>;
  readonly files: Uint8Array<ArrayBuffer>;
}

/** Files whose names begin so have a pack of that name; all others are in `numerics`. */
const PACKS = ['fmt', 'torch'];

const packs = new Map<string, Pack>();

function open(name: string): Pack {
  const known = packs.get(name);
  if (known) return known;
  const bytes = brotliDecompressSync(readFileSync(join(import.meta.dirname, `${name}.pack.br`)));
  const length = bytes.readUInt32LE(0);
  const pack = {
    index: JSON.parse(bytes.subarray(4, 4 + length).toString()) as Pack['index'],
    files: new Uint8Array(bytes.subarray(4 + length)),
  };
  packs.set(name, pack);
  return pack;
}
