import { BYTES } from '../tensor/tensor';
import type { ByteSource } from './byteSource';
import { CheckpointError } from './checkpointError';
import type { CheckpointFile } from './checkpointFile';
import { unpickle } from './pickle';
import { torchStateDict } from './torchStateDict';
import type { TorchStorages } from './torchTensor';
import { openZip, type ZipArchive, type ZipEntry } from './zip';

/** mmengine's history buffers can make the pickle large: a million steps of a scalar are about 20 MB. */
const PICKLE_LIMIT = 256 * 2 ** 20;
/** A storage up to this many bytes is read whole, so that its checksum is checked and views share one reading. */
const WHOLE_STORAGE = 32 * 2 ** 20;

/**
 * What torch.save has written since PyTorch 1.6: a zip of `data.pkl` (a pickle of everything but the numbers) and one
 * file per storage, `data/0` and so on, under a folder named after the archive.
 * @throws CheckpointError
 */
export async function readTorchZip(source: ByteSource, asked?: string): Promise<CheckpointFile> {
  const zip = await openZip(source);
  const pickle = [...zip.entries.values()].find(({ name }) => name === 'data.pkl' || /^[^/]*\/data\.pkl$/.test(name));
  if (!pickle)
    throw new CheckpointError(`This zip holds no data.pkl, so torch.save did not write it. ${whatElse(zip)}`);
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  if (zip.entries.has(`${folder}constants.pkl`))
    throw new CheckpointError(
      'This is a TorchScript archive: a program, not a checkpoint. Save the weights alone: torch.save(module.state_dict(), path).',
    );
  if (pickle.size > PICKLE_LIMIT)
    throw new CheckpointError(
      `data.pkl has ${pickle.size} bytes; at most ${PICKLE_LIMIT} are read. Save the weights alone.`,
    );
  const unpickled = unpickle(await zip.read(pickle), 'data.pkl');
  return { format: 'torch zip', ...torchStateDict(unpickled, await zipStorages(zip, folder), asked) };
}

async function zipStorages(zip: ZipArchive, folder: string): Promise<TorchStorages> {
  const byteorder = zip.entries.get(`${folder}byteorder`);
  const bigEndian = byteorder !== undefined && new TextDecoder().decode(await zip.readPart(byteorder, 0, 3)) === 'big';
  const whole = lastRead(zip);
  return {
    bigEndian,
    find: (storage, name) => {
      const entry = zip.entries.get(`${folder}data/${storage.key}`);
      if (!entry)
        throw new CheckpointError(
          `${name}: the archive has no file data/${storage.key} for its values. The file is damaged: copy or download it again.`,
        );
      // A storage of another size than stated would read as other numbers, or as none.
      const expected = storage.elements * BYTES[storage.dtype];
      if (entry.size !== expected)
        throw new CheckpointError(
          `${name}: data/${storage.key} has ${entry.size} bytes, expected ${expected}. The file is damaged.`,
        );
      return {
        size: entry.size,
        read: async (offset, length) =>
          entry.size <= WHOLE_STORAGE
            ? (await whole(entry)).subarray(offset, offset + length)
            : zip.readPart(entry, offset, length),
      };
    },
  };
}

/** Keeps the storage read last: tensors that share one follow each other. */
function lastRead(zip: ZipArchive): (entry: ZipEntry) => Promise<Uint8Array> {
  let last: { readonly entry: ZipEntry; readonly bytes: Promise<Uint8Array> } | undefined;
  return (entry) => {
    if (last?.entry !== entry) last = { entry, bytes: zip.read(entry) };
    return last.bytes;
  };
}

function whatElse(zip: ZipArchive): string {
  const names = [...zip.entries.keys()].slice(0, 4).join(', ');
  return names === ''
    ? 'It is empty.'
    : `It holds ${names}. If a checkpoint is packed inside, unpack it and open that.`;
}
