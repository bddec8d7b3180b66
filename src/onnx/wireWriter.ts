/** The two halves of protobuf's wire format (https://protobuf.dev/programming-guides/encoding/): this one writes. */

/** Encoded bytes as a list of pieces, in order, so that large ones need not be copied; `new Blob(chunks)` takes it. */
export interface Chunks {
  readonly chunks: readonly Uint8Array[];
  /** Bytes in all chunks together. */
  readonly byteLength: number;
}

/** Byte fields at least this long are adopted by reference; shorter ones cost less to copy than to keep apart. */
const ADOPT_FROM = 128;

/**
 * A message being written. A nested message is a message of its own, put into its parent when it is complete, because
 * its length goes before its bytes.
 */
export interface Message {
  readonly chunks: Uint8Array[];
  /** Bytes not yet closed into a chunk: the first `used`. It grows by doubling. */
  tail: Uint8Array;
  used: number;
  byteLength: number;
}

const NOTHING = new Uint8Array();

export function message(): Message {
  return { chunks: [], tail: NOTHING, used: 0, byteLength: 0 };
}

/** Writes an integer field (int32, int64, enum): wire type 0. Negative numbers take ten bytes, as protobuf has it. */
export function putInteger(to: Message, field: number, value: number | bigint): void {
  putTag(to, field, 0);
  putVarint(to, value);
}

/** Writes a `float` field: wire type 5, four bytes, little-endian. */
export function putFloat(to: Message, field: number, value: number): void {
  putTag(to, field, 5);
  putRaw(to, floatBytes([value]));
}

const encoder = new TextEncoder();

/** Writes a string field in UTF-8. */
export function putString(to: Message, field: number, value: string): void {
  const most = 3 * value.length;
  if (most >= ADOPT_FROM) {
    putBytes(to, field, encoder.encode(value));
    return;
  }
  putTag(to, field, 2);
  // So few bytes have a length of one byte, which is written once they are there.
  reserve(to, 1 + most);
  const { written } = encoder.encodeInto(value, to.tail.subarray(to.used + 1));
  to.tail[to.used] = written;
  to.used += 1 + written;
  to.byteLength += 1 + written;
}

/** Writes a byte field. From 128 bytes on, `value` itself becomes a chunk and must not change afterwards. */
export function putBytes(to: Message, field: number, value: Uint8Array): void {
  putTag(to, field, 2);
  putVarint(to, value.byteLength);
  if (value.byteLength < ADOPT_FROM) putRaw(to, value);
  else adopt(to, value);
}

/** Writes a nested message, whose chunks are adopted: `child` must not be written to afterwards. */
export function putMessage(to: Message, field: number, child: Message): void {
  putTag(to, field, 2);
  putVarint(to, child.byteLength);
  for (const chunk of child.chunks) adopt(to, chunk);
  putRaw(to, child.tail.subarray(0, child.used));
}

/** Writes a repeated integer field in packed form. */
export function putIntegers(to: Message, field: number, values: readonly number[]): void {
  const packed = message();
  for (const value of values) putVarint(packed, value);
  putMessage(to, field, packed);
}

/** Writes a repeated `float` field in packed form. */
export function putFloats(to: Message, field: number, values: readonly number[]): void {
  putBytes(to, field, floatBytes(values));
}

/** The message's bytes as a list of chunks. */
export function finish(written: Message): Chunks {
  closeTail(written);
  return { chunks: written.chunks, byteLength: written.byteLength };
}

/** All chunks as one array: the one copy a model takes on its way to a session. */
export function joinChunks({ chunks, byteLength }: Chunks): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(byteLength);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return joined;
}

function putTag(to: Message, field: number, wireType: 0 | 2 | 5): void {
  putVarint(to, field * 8 + wireType);
}

function putVarint(to: Message, value: number | bigint): void {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`${value} is written as an integer, and is none: a float attribute is { float: ${value} }.`);
  }
  if (typeof value === 'bigint' || value < 0 || value > 0x7fffffff) {
    putLongVarint(to, BigInt.asUintN(64, BigInt(value)));
    return;
  }
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) putByte(to, (rest & 0x7f) | 0x80);
  putByte(to, rest);
}

function putLongVarint(to: Message, value: bigint): void {
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) putByte(to, Number(rest & 0x7fn) | 0x80);
  putByte(to, Number(rest));
}

function putByte(to: Message, byte: number): void {
  reserve(to, 1);
  to.tail[to.used] = byte;
  to.used++;
  to.byteLength++;
}

function putRaw(to: Message, bytes: Uint8Array): void {
  reserve(to, bytes.length);
  to.tail.set(bytes, to.used);
  to.used += bytes.length;
  to.byteLength += bytes.length;
}

/** Makes room for more bytes in the tail. */
function reserve(to: Message, more: number): void {
  const needed = to.used + more;
  if (needed <= to.tail.length) return;
  const grown = new Uint8Array(Math.max(64, 2 * to.tail.length, needed));
  grown.set(to.tail.subarray(0, to.used));
  to.tail = grown;
}

function adopt(to: Message, chunk: Uint8Array): void {
  closeTail(to);
  to.chunks.push(chunk);
  to.byteLength += chunk.byteLength;
}

function closeTail(of: Message): void {
  if (of.used === 0) return;
  of.chunks.push(of.tail.slice(0, of.used));
  of.used = 0;
}

function floatBytes(values: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, index) => {
    bytes.setFloat32(index * 4, value, true);
  });
  return new Uint8Array(bytes.buffer);
}
