import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { type ByteSource, blobSource, bytesSource, readAhead } from '../../src/checkpoint/byteSource';
import { crc32 } from '../../src/checkpoint/crc32';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { type Picklable, pickle } from '../../src/checkpoint/pickleWriter';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { bytesOfTensor, denseStrides } from '../../src/checkpoint/tensorBytes';
import { openZip } from '../../src/checkpoint/zip';
import { storeZip } from '../../src/checkpoint/zipWriter';
import { byteLength, float32, type StateDict } from '../../src/tensor/tensor';
import { namedWeights } from '../../src/weights/named';
import { goldenFile, weightSet } from '../golden/checkpoints/pack';
import { archive, assemble, dict, tensor } from './pickleAssembler';

/** A source that counts what is read of it. */
function counted(source: ByteSource): ByteSource & { bytesRead: number } {
  const counting = {
    size: source.size,
    bytesRead: 0,
    read: (offset: number, length: number) => {
      counting.bytesRead += length;
      return source.read(offset, length);
    },
  };
  return counting;
}

const joined = (chunks: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(chunks));

describe('a large file is read by ranges', () => {
  const { design } = weightSet('fmt');
  const weights = namedWeights(build(design));
  const sizes = [...weights.values()].reduce((sum, each) => sum + byteLength(each), 0);

  /** A runner's file: the state dict, and an optimizer's state twenty times as large. */
  function runnerFile(): Uint8Array {
    const state = new Uint8Array(4 * 2 ** 20);
    const entries = [...weights];
    const stateDict = entries.map(([name, { dtype, shape }], at): [string, Picklable] => [
      `backbone.${name}`,
      { storage: String(at), dtype, shape, strides: denseStrides(shape) },
    ]);
    const momentum = Array.from(
      { length: 8 },
      (_, at): Picklable => ({ storage: `optimizer${at}`, dtype: 'float32', shape: [2 ** 20], strides: [1] }),
    );
    const object = new Map<string, Picklable>([
      ['state_dict', { dict: new Map(stateDict), ordered: true }],
      ['optimizer', { dict: new Map([['state', momentum]]) }],
    ]);
    return joined(
      storeZip([
        { name: 'archive/data.pkl', bytes: pickle({ dict: object }) },
        ...entries.map(([, values], at) => ({ name: `archive/data/${at}`, bytes: bytesOfTensor(values) })),
        ...momentum.map((_, at) => ({ name: `archive/data/optimizer${at}`, bytes: state })),
      ]),
    );
  }

  test('the optimizer’s state is never touched', async () => {
    const bytes = runnerFile();
    const source = counted(blobSource(new Blob([bytes.buffer as ArrayBuffer])));
    const file = await openCheckpoint(source);
    const opened = source.bytesRead;
    const checkpoint = referenceNames(file);
    await fitCheckpoint(checkpoint, build({ ...recognise(checkpoint).design, clip: design.clip }), { seed: 1 });
    expect(file.beside).toEqual(['optimizer']);
    // Directory, pickle and end record; then the weights and a header of 30 bytes for each.
    expect(opened).toBeLessThan(250_000);
    expect(source.bytesRead - opened).toBeLessThan(sizes + 31 * weights.size);
    expect(bytes.length).toBeGreaterThan(20 * source.bytesRead);
  });

  test('read in windows, a thousand ranges are few readings, of little more than what is wanted', async () => {
    const source = counted(blobSource(new Blob([runnerFile().buffer as ArrayBuffer])));
    let readings = 0;
    const windows = readAhead({
      ...source,
      read: (offset, length) => {
        readings++;
        return source.read(offset, length);
      },
    });
    const checkpoint = referenceNames(await openCheckpoint(windows));
    const { weights: read, ledger } = await fitCheckpoint(checkpoint, build(design), { seed: 1 });
    expect(ledger.loaded.length).toBeGreaterThan(200);
    const bytesOf = (dict: StateDict, key: string) => Buffer.from(bytesOfTensor(dict.get(key) ?? float32([0])));
    const differing = ledger.loaded.filter(({ key }) => !bytesOf(read, key).equals(bytesOf(weights, key)));
    expect(differing).toEqual([]);
    expect(readings).toBeLessThan(12);
    expect(source.bytesRead).toBeLessThan(sizes + 3 * 256 * 1024);
  });

  test('reading tells its progress and can be cancelled', async () => {
    const checkpoint = referenceNames(await openCheckpoint(bytesSource(goldenFile('fmt.pth'))));
    const cancel = new AbortController();
    const seen: number[] = [];
    const fitting = fitCheckpoint(checkpoint, build(design), {
      seed: 1,
      signal: cancel.signal,
      onProgress: (done, total) => {
        seen.push(done / total);
        if (done > total / 2) cancel.abort();
      },
    });
    await expect(fitting).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBeLessThanOrEqual(1);
  });
});

describe('layouts that no golden file has', () => {
  test('a big-endian file gives the same numbers', async () => {
    const values = new Uint8Array(16);
    for (let index = 0; index < 4; index++) new DataView(values.buffer).setFloat32(4 * index, index + 0.5, false);
    const bytes = joined(
      storeZip([
        {
          name: 'x/data.pkl',
          bytes: assemble(dict(['conv5.conv.weight', tensor({ shape: [2, 2], strides: [1, 2], elements: 4 })])),
        },
        { name: 'x/byteorder', bytes: new TextEncoder().encode('big') },
        { name: 'x/data/0', bytes: values },
      ]),
    );
    const { entries } = await openCheckpoint(bytesSource(bytes));
    const read = await entries.get('conv5.conv.weight')?.read();
    // Transposed as well: its strides are those of columns.
    expect([...(read?.data ?? [])]).toEqual([0.5, 2.5, 1.5, 3.5]);
  });

  test('a storage may be left unread: a tensor outside the network costs nothing', async () => {
    const bytes = archive(
      assemble(dict(['conv5.conv.weight', tensor({ shape: [4], strides: [1], elements: 50_000 })])),
      200_000,
    );
    const source = counted(bytesSource(bytes));
    await openCheckpoint(source);
    expect(source.bytesRead).toBeLessThan(100_000);
  });

  test('zip64 directories are read', async () => {
    const plain = joined(storeZip([{ name: 'a', bytes: Uint8Array.of(1, 2, 3) }]));
    const end = plain.length - 22;
    const directory = plain.slice(new DataView(plain.buffer).getUint32(end + 16, true), end);
    const entry = new Uint8Array(directory.length + 28);
    const data = new DataView(entry.buffer);
    entry.set(directory);
    for (const at of [20, 24, 42]) data.setUint32(at, 0xffffffff, true);
    data.setUint16(30, 28, true);
    data.setUint16(directory.length, 1, true);
    data.setUint16(directory.length + 2, 24, true);
    for (const [index, value] of [3n, 3n, 0n].entries())
      data.setBigUint64(directory.length + 4 + 8 * index, value, true);
    const start = end - directory.length;
    const record = new DataView(new ArrayBuffer(56 + 20 + 22));
    record.setUint32(0, 0x06064b50, true);
    record.setBigUint64(32, 1n, true);
    record.setBigUint64(40, BigInt(entry.length), true);
    record.setBigUint64(48, BigInt(start), true);
    record.setUint32(56, 0x07064b50, true);
    record.setBigUint64(64, BigInt(start + entry.length), true);
    record.setUint32(76, 0x06054b50, true);
    for (const at of [84, 86]) record.setUint16(at, 0xffff, true);
    for (const at of [88, 92]) record.setUint32(at, 0xffffffff, true);
    const zip = await openZip(bytesSource(joined([plain.subarray(0, start), entry, new Uint8Array(record.buffer)])));
    const found = zip.entries.get('a');
    expect(found && [...(await zip.read(found))]).toEqual([1, 2, 3]);
  });

  test('CRC-32 of the standard’s check string', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});
