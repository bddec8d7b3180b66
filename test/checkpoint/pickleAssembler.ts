import { storeZip } from '../../src/checkpoint/zipWriter';

/** Opcodes of the pickle machine by name, to write pickles that no tool would. */
const encoder = new TextEncoder();
const text = (value: string) => Array.from(encoder.encode(value));
const uint32 = (value: number) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255);

export const op = {
  proto: [0x80, 2],
  stop: [0x2e],
  mark: [0x28],
  pop: [0x30],
  dup: [0x32],
  none: [0x4e],
  emptyDict: [0x7d],
  emptyList: [0x5d],
  emptyTuple: [0x29],
  tuple: [0x74],
  append: [0x61],
  setItem: [0x73],
  setItems: [0x75],
  reduce: [0x52],
  build: [0x62],
  persid: [0x51],
  false: [0x89],
  put: (index: number) => [0x71, index],
  get: (index: number) => [0x68, index],
  int: (value: number) => [0x4a, ...uint32(value)],
  /** LONG1: up to 2^63. */
  long: (value: bigint) => [
    0x8a,
    9,
    ...Array.from({ length: 9 }, (_, byte) => Number((value >> BigInt(8 * byte)) & 255n)),
  ],
  str(value: string) {
    const letters = text(value);
    return [0x58, ...uint32(letters.length), ...letters];
  },
  global: (module: string, name: string) => [0x63, ...text(`${module}\n${name}\n`)],
};

export function assemble(...parts: readonly (readonly number[])[]): Uint8Array {
  return new Uint8Array([op.proto, ...parts, op.stop].flat());
}

/** A tensor pickled as torch does, with whatever numbers are given. */
export function tensor(options: {
  readonly shape: readonly (number | bigint)[];
  readonly strides: readonly (number | bigint)[];
  readonly elements: number;
  readonly offset?: number;
  readonly key?: string;
  /** Storage class of torch. */
  readonly storage?: string;
}): number[] {
  const number = (value: number | bigint) => (typeof value === 'bigint' ? op.long(value) : op.int(value));
  return [
    ...op.global('torch._utils', '_rebuild_tensor_v2'),
    ...[...op.mark, ...op.mark, ...op.str('storage'), ...op.global('torch', options.storage ?? 'FloatStorage')],
    ...[...op.str(options.key ?? '0'), ...op.str('cpu'), ...op.int(options.elements), ...op.tuple, ...op.persid],
    ...op.int(options.offset ?? 0),
    ...[...op.mark, ...options.shape.flatMap(number), ...op.tuple],
    ...[...op.mark, ...options.strides.flatMap(number), ...op.tuple],
    ...[...op.false, ...op.emptyDict, ...op.tuple, ...op.reduce],
  ];
}

/** A state dict of the given entries. */
export function dict(...entries: readonly (readonly [name: string, value: readonly number[]])[]): number[] {
  return [
    ...op.emptyDict,
    ...op.mark,
    ...entries.flatMap(([name, value]) => [...op.str(name), ...value]),
    ...op.setItems,
  ];
}

/** torch.save's archive around a pickle, with one storage of zeros. */
export function archive(pickle: Uint8Array, storageBytes = 16): Uint8Array {
  const files = [
    { name: 'archive/data.pkl', bytes: pickle },
    { name: 'archive/data/0', bytes: new Uint8Array(storageBytes) },
  ];
  return new Uint8Array(Buffer.concat(storeZip(files)));
}
