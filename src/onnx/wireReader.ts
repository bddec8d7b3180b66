import { harmless } from '../text/harmless';

/** The two halves of protobuf's wire format (https://protobuf.dev/programming-guides/encoding/): this one reads. */

/** A file that is not the ONNX it should be. The message says what was found, and at which byte. */
export class OnnxError extends Error {
  override name = 'OnnxError';
  constructor(
    message: string,
    /** Where in the file, in bytes from its start. */
    readonly offset: number,
  ) {
    super(harmless(`Byte ${offset}: ${message}`));
  }
}

/** One field of a message. Its value is still bytes; the functions below read it as the type its number stands for. */
export interface Field {
  readonly number: number;
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  readonly wireType: 0 | 1 | 2 | 5;
  /** The value alone: without tag, without length. */
  readonly bytes: Uint8Array;
}

/**
 * Fields of a message, in file order. Every read is inside `bytes`, so damaged or hostile input costs at most one walk
 * over it. @throws OnnxError
 */
export function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const start = bytes.byteOffset + at;
    const tagEnd = varintEnd(bytes, at);
    const tag = varint(bytes.subarray(at, tagEnd));
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    if (number === 0) throw new OnnxError('field number 0, which protobuf does not have.', start);
    if (wireType !== 0 && wireType !== 1 && wireType !== 2 && wireType !== 5) {
      throw new OnnxError(`field ${number} has wire type ${wireType}, which ONNX files do not use.`, start);
    }
    const [valueStart, valueEnd] = valueRange(bytes, tagEnd, wireType);
    yield { number, wireType, bytes: bytes.subarray(valueStart, valueEnd) };
    at = valueEnd;
  }
}

/** A nested message or a byte field. @throws OnnxError */
export function bytesOf(field: Field): Uint8Array {
  if (field.wireType !== 2) throw wrongWireType(field, 'bytes');
  return field.bytes;
}

/** A string. @throws OnnxError when it is not UTF-8. */
export function stringOf(field: Field): string {
  try {
    return UTF8.decode(bytesOf(field));
  } catch (error) {
    if (error instanceof OnnxError) throw error;
    throw new OnnxError(`field ${field.number} is no UTF-8 text.`, field.bytes.byteOffset);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** How many integers a repeated field holds: packed, or one of several entries. */
export function integerCount({ wireType, bytes }: Field): number {
  let count = 0;
  if (wireType === 2) for (const byte of bytes) count += byte < 0x80 ? 1 : 0;
  return wireType === 2 ? count : 1;
}

/** A signed integer (int32, int64, enum), in full. @throws OnnxError */
function bigintOf(field: Field): bigint {
  if (field.wireType !== 0) throw wrongWireType(field, 'an integer');
  return BigInt.asIntN(64, varint(field.bytes));
}

/**
 * A signed integer as a number. What is beyond ±(2^53 - 1) is cut to it: sentinels such as INT64_MAX for "to the end"
 * keep their meaning. @throws OnnxError
 */
export function integerOf(field: Field): number {
  return safeNumber(bigintOf(field));
}

/** A `float`. @throws OnnxError */
export function floatOf(field: Field): number {
  if (field.wireType !== 5) throw wrongWireType(field, 'a float');
  return viewOf(field.bytes).getFloat32(0, true);
}

/** Signed integers of a repeated field: packed, or one of several entries. @throws OnnxError */
export function* bigintsOf(field: Field): Generator<bigint> {
  if (field.wireType !== 2) {
    yield bigintOf(field);
    return;
  }
  for (let at = 0; at < field.bytes.length; ) {
    const end = varintEnd(field.bytes, at);
    yield BigInt.asIntN(64, varint(field.bytes.subarray(at, end)));
    at = end;
  }
}

/** Signed integers of a repeated field as numbers, cut to the safe range. @throws OnnxError */
export function* integersOf(field: Field): Generator<number> {
  for (const value of bigintsOf(field)) yield safeNumber(value);
}

/** Floats of a repeated field: packed, or one of several entries. @throws OnnxError */
export function floatsOf(field: Field): number[] {
  if (field.wireType === 5) return [floatOf(field)];
  const bytes = bytesOf(field);
  if (bytes.length % 4 !== 0)
    throw new OnnxError(`${bytes.length} bytes are no whole number of floats.`, bytes.byteOffset);
  const view = viewOf(bytes);
  return Array.from({ length: view.byteLength / 4 }, (_, index) => view.getFloat32(index * 4, true));
}

function valueRange(bytes: Uint8Array, at: number, wireType: 0 | 1 | 2 | 5): readonly [start: number, end: number] {
  if (wireType === 0) return [at, varintEnd(bytes, at)];
  const start = wireType === 2 ? varintEnd(bytes, at) : at;
  const fixed = wireType === 1 ? 8n : 4n;
  const length = wireType === 2 ? varint(bytes.subarray(at, start)) : fixed;
  const left = bytes.length - start;
  if (length > left) {
    throw new OnnxError(`a field of ${length} bytes begins where only ${left} are left.`, bytes.byteOffset + at);
  }
  return [start, start + Number(length)];
}

/** Index after the varint at `at`; a varint has ten bytes at most. */
function varintEnd(bytes: Uint8Array, at: number): number {
  for (let end = at; end < at + 10; end++) {
    const byte = bytes[end];
    if (byte === undefined) break;
    if (byte < 0x80) return end + 1;
  }
  throw new OnnxError('an integer is cut off, or longer than ten bytes.', bytes.byteOffset + at);
}

function varint(bytes: Uint8Array): bigint {
  // Nearly all are short, and numbers are far quicker than bigints.
  if (bytes.length <= 4) {
    let short = 0;
    for (let index = bytes.length - 1; index >= 0; index--) short = short * 128 + ((bytes[index] as number) & 0x7f);
    return BigInt(short);
  }
  let value = 0n;
  bytes.forEach((byte, index) => {
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
  });
  return BigInt.asUintN(64, value);
}

function safeNumber(value: bigint): number {
  const largest = Number.MAX_SAFE_INTEGER;
  return Math.min(Math.max(Number(value), -largest), largest);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function wrongWireType(field: Field, expected: string): OnnxError {
  return new OnnxError(
    `field ${field.number} should be ${expected}, but has wire type ${field.wireType}.`,
    field.bytes.byteOffset,
  );
}
