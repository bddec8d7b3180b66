import { elementCount, shapeText } from '../tensor/shape';
import { BYTES, DTYPES } from '../tensor/tensor';
import { harmless, MOST_IN_SENTENCE } from '../text/harmless';
import { isRecord } from '../text/json';
import { type ByteSource, readRange } from './byteSource';
import { CheckpointError } from './checkpointError';
import type { CheckpointFile, LazyTensor } from './checkpointFile';
import { largestTables } from './largestTables';
import { shownOnce } from './shownOnce';
import { tensorFromBytes } from './tensorBytes';
import { TYPE_NAMES } from './typeNames';

/** The reference implementation allows 100 MB; a header of 25 MB already lists 200 000 tensors. */
const HEADER_LIMIT = 25 * 2 ** 20;
/** Most tensors, and most texts of `__metadata__`: the largest networks have some ten thousand tensors. */
const MOST_TENSORS = 100_000;
const MOST_TEXTS = 10_000;

/**
 * A safetensors file: 8 bytes with the header's length, the header in JSON (name → dtype, shape, byte range), then the
 * values, little-endian and row-major.
 * @throws CheckpointError
 */
export async function readSafetensors(source: ByteSource): Promise<CheckpointFile> {
  const start = await readRange(source, 0, 8, 'length of the safetensors header');
  const headerLength = Number(new DataView(start.buffer, start.byteOffset, 8).getBigUint64(0, true));
  if (headerLength > HEADER_LIMIT)
    throw new CheckpointError(`The safetensors header claims ${headerLength} bytes; at most ${HEADER_LIMIT} are read.`);
  const header = parseHeader(await readRange(source, 8, headerLength, 'safetensors header'));
  const dataStart = 8 + headerLength;
  const entries = new Map<string, LazyTensor>();
  const metadata = new Map<string, string>();
  for (const [name, row] of Object.entries(header)) {
    if (name === '__metadata__') readMetadata(row, metadata);
    else entries.set(shownOnce(name, entries), lazyTensor(harmless(name, MOST_IN_SENTENCE), row, source, dataStart));
  }
  return { format: 'safetensors', entries, under: '', beside: [], metadata };
}

/** Texts by name, as the format says; what is no text is passed over. @throws CheckpointError where it is no table */
function readMetadata(row: unknown, metadata: Map<string, string>): void {
  if (!isRecord(row))
    throw new CheckpointError('The safetensors header’s __metadata__ is no table of texts. The file is damaged.');
  for (const [key, text] of Object.entries(row)) if (typeof text === 'string') metadata.set(harmless(key), text);
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const { outer, inner } = largestTables(bytes);
  if (outer > MOST_TENSORS)
    throw new CheckpointError(`The safetensors header lists ${outer} tensors; at most ${MOST_TENSORS} are read.`);
  if (inner > MOST_TEXTS)
    throw new CheckpointError(
      `A table in the safetensors header, such as __metadata__, has ${inner} entries; at most ${MOST_TEXTS} are read.`,
    );
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new CheckpointError('The safetensors header is not JSON. The file is damaged: copy it again.');
  }
  if (isRecord(header)) return header;
  throw new CheckpointError(
    'The safetensors header is no JSON object. The file is damaged: copy or download it again.',
  );
}

function lazyTensor(name: string, row: unknown, source: ByteSource, dataStart: number): LazyTensor {
  const { dtype: spelt, shape, data_offsets: range } = Object(row) as Record<string, unknown>;
  const dtype = DTYPES.find((type) => TYPE_NAMES[type].safetensors === spelt);
  if (!dtype)
    throw new CheckpointError(
      `${name}: element type ${typeof spelt === 'string' ? `"${harmless(spelt, 60)}"` : 'that is no text'} is not read; convert it to F32.`,
    );
  if (!isCounts(shape) || shape.length > 16 || !isCounts(range) || range.length !== 2)
    throw new CheckpointError(
      `${name}: its shape or its byte range in the header is no list of counts. The file is damaged.`,
    );
  const [begin, end] = range as [number, number];
  const expected = elementCount(shape) * BYTES[dtype];
  if (end - begin !== expected)
    throw new CheckpointError(
      `${name}: ${end - begin} bytes for shape ${shapeText(shape)}, expected ${expected}. The file is damaged.`,
    );
  if (dataStart + end > source.size)
    throw new CheckpointError(
      `${name}: its values end at byte ${dataStart + end}, but the file at ${source.size}. It was cut short: copy or download it again.`,
    );
  return {
    dtype,
    shape,
    read: async () => tensorFromBytes(dtype, shape, await readRange(source, dataStart + begin, expected, name)),
  };
}

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
