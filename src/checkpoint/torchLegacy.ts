import { BYTES } from '../tensor/tensor';
import { type ByteSource, readRange } from './byteSource';
import { CheckpointError } from './checkpointError';
import type { CheckpointFile } from './checkpointFile';
import { type Unpickled, unpickle } from './pickle';
import { PickleCutError } from './pickleMachine';
import { pickleText } from './pickleText';
import type { PickleStorage, PickleValue } from './pickleValue';
import { torchStateDict } from './torchStateDict';
import type { StorageBytes, TorchStorages } from './torchTensor';

/** torch/serialization.py, MAGIC_NUMBER and PROTOCOL_VERSION. */
const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;

const FIRST_READ = 2 ** 20;
const PICKLE_LIMIT = 64 * 2 ** 20;

/** The pickle of MAGIC in protocol 2: how a legacy file begins. */
export const LEGACY_START = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

/**
 * What torch.save wrote before PyTorch 1.6 (and still does with `_use_new_zipfile_serialization=False`): the pickles of a
 * magic number, a protocol, the machine, the object and the list of storage keys; then each storage in that order, as a
 * 64-bit count and its raw elements.
 * @throws CheckpointError
 */
export async function readTorchLegacy(source: ByteSource, asked?: string): Promise<CheckpointFile> {
  const pickles = pickleSequence(source);
  if ((await pickles.next('magic number')).value !== MAGIC)
    throw new CheckpointError('Not a legacy PyTorch file: its magic number differs.');
  const { value: protocol } = await pickles.next('protocol version');
  if (protocol !== PROTOCOL)
    throw new CheckpointError(
      `Legacy PyTorch protocol ${pickleText(protocol)}; ${PROTOCOL} is read. Save it again with torch.save of PyTorch 1.6 or later.`,
    );
  const { value: machine } = await pickles.next('machine description');
  const bigEndian = machine instanceof Map && machine.get('little_endian') === false;
  const unpickled = await pickles.next('object pickle');
  const { value: keys } = await pickles.next('storage keys');
  const placed = legacyStorages(source, pickles.at(), keys, unpickled.storages);
  return { format: 'torch legacy', ...torchStateDict(unpickled, { ...placed, bigEndian }, asked) };
}

/** Pickles one after another. Their lengths are not stated, so more of the file is read until one is whole. */
function pickleSequence(source: ByteSource) {
  let at = 0;
  const next = async (what: string): Promise<Unpickled> => {
    for (let length = FIRST_READ; ; length *= 4) {
      const available = Math.min(length, source.size - at);
      try {
        const pickle = unpickle(await readRange(source, at, available, what), `${what} (from byte ${at})`);
        at += pickle.length;
        return pickle;
      } catch (error) {
        if (!(error instanceof PickleCutError) || available === source.size - at || length > PICKLE_LIMIT) throw error;
      }
    }
  };
  return { next, at: () => at };
}

/** Where each storage begins: they follow the last pickle in the order of the keys, each after its own 8-byte count. */
function legacyStorages(
  source: ByteSource,
  start: number,
  keys: PickleValue,
  pickled: ReadonlyMap<string, PickleStorage>,
): Pick<TorchStorages, 'find'> {
  if (!Array.isArray(keys))
    throw new CheckpointError(`Expected the list of storage keys before byte ${start}; the file is damaged.`);
  const placed = new Map<string, StorageBytes>();
  let at = start;
  for (const key of keys) {
    const storage = typeof key === 'string' ? pickled.get(key) : undefined;
    if (!storage)
      throw new CheckpointError(
        `The file lists a storage ${pickleText(key)} that no tensor uses, so the sizes of those after it are unknown.`,
      );
    placed.set(storage.key, legacyStorage(source, at, storage));
    at += 8 + storage.elements * BYTES[storage.dtype];
  }
  return {
    find: ({ key }, name) => {
      const bytes = placed.get(key);
      if (!bytes) throw new CheckpointError(`${name}: the file lists no storage ${key}. The file is damaged.`);
      return bytes;
    },
  };
}

function legacyStorage(source: ByteSource, at: number, { key, elements, dtype }: PickleStorage): StorageBytes {
  return {
    size: elements * BYTES[dtype],
    read: async (offset, length) => {
      const header = await readRange(source, at, 8, `size of storage ${key}`);
      const count = new DataView(header.buffer, header.byteOffset, 8).getBigInt64(0, true);
      if (count !== BigInt(elements))
        throw new CheckpointError(
          `Storage ${key} at byte ${at} states ${count} elements, expected ${elements}. The file is damaged: copy or download it again.`,
        );
      return readRange(source, at + 8 + offset, length, `storage ${key}`);
    },
  };
}
