import type { DType } from '../tensor/tensor';
import { TYPE_NAMES } from './typeNames';

/** What is pickled: dicts as Map, and the globals torch knows. */
export type Picklable = string | number | boolean | null | readonly Picklable[] | PickleDict | PickledTensor;

/** A dict; `ordered` writes collections.OrderedDict, as a state dict is. */
interface PickleDict {
  readonly dict: ReadonlyMap<string, Picklable>;
  readonly ordered?: boolean;
}

/** A dense tensor over the storage `key`, whole. */
interface PickledTensor {
  readonly storage: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/**
 * A pickle in protocol 2, in the opcodes and globals that `torch.load(weights_only=True)` allows: plain values,
 * OrderedDict, and tensors as `_rebuild_tensor_v2` over persistent storages. Nothing is memoised; the file is a little
 * larger than torch's and means the same.
 */
export function pickle(value: Picklable): Uint8Array {
  const bytes: number[] = [0x80, 2];
  write(value, bytes);
  bytes.push(0x2e); // STOP
  return Uint8Array.from(bytes);
}

function write(value: Picklable, out: number[]): void {
  if (value === null) out.push(0x4e);
  else if (typeof value === 'boolean') out.push(value ? 0x88 : 0x89);
  else if (typeof value === 'string') writeText(value, out);
  else if (typeof value === 'number') writeNumber(value, out);
  else if (isList(value)) writeTuple(value, out);
  else if ('dict' in value) writeDict(value, out);
  else writeTensor(value, out);
}

const isList = (value: Picklable): value is readonly Picklable[] => Array.isArray(value);

function writeText(text: string, out: number[]): void {
  const utf8 = new TextEncoder().encode(text);
  out.push(0x58, ...uint32(utf8.length), ...utf8); // BINUNICODE
}

function writeNumber(value: number, out: number[]): void {
  if (Number.isInteger(value) && value >= 0 && value < 256)
    out.push(0x4b, value); // BININT1
  else if (Number.isInteger(value) && value === (value | 0))
    out.push(0x4a, ...uint32(value)); // BININT
  else {
    const float = new DataView(new ArrayBuffer(8));
    float.setFloat64(0, value); // BINFLOAT is big-endian
    out.push(0x47, ...new Uint8Array(float.buffer));
  }
}

function writeTuple(items: readonly Picklable[], out: number[]): void {
  out.push(0x28); // MARK
  for (const item of items) write(item, out);
  out.push(0x74); // TUPLE
}

function writeDict({ dict, ordered }: PickleDict, out: number[]): void {
  if (ordered) {
    writeGlobal('collections', 'OrderedDict', out);
    out.push(0x29, 0x52); // EMPTY_TUPLE, REDUCE
  } else out.push(0x7d); // EMPTY_DICT
  out.push(0x28); // MARK
  for (const [key, value] of dict) {
    writeText(key, out);
    write(value, out);
  }
  out.push(0x75); // SETITEMS
}

/** _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks). */
function writeTensor({ storage, dtype, shape, strides }: PickledTensor, out: number[]): void {
  const elements = shape.reduce((count, size) => count * size, 1);
  writeGlobal('torch._utils', '_rebuild_tensor_v2', out);
  out.push(0x28, 0x28); // MARK, MARK
  writeText('storage', out);
  writeGlobal('torch', TYPE_NAMES[dtype].storage, out);
  for (const part of [storage, 'cpu', elements]) write(part, out);
  out.push(0x74, 0x51); // TUPLE, BINPERSID
  writeNumber(0, out);
  writeTuple(shape, out);
  writeTuple(strides, out);
  write(false, out);
  writeDict({ dict: new Map(), ordered: true }, out);
  out.push(0x74, 0x52); // TUPLE, REDUCE
}

function writeGlobal(module: string, name: string, out: number[]): void {
  out.push(0x63, ...new TextEncoder().encode(`${module}\n${name}\n`)); // GLOBAL
}

const uint32 = (value: number) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255];
