import { elementCount, sameShape, shapeText } from '../tensor/shape';
import { BYTES } from '../tensor/tensor';
import { CheckpointError } from './checkpointError';
import type { LazyTensor } from './checkpointFile';
import type { PickleStorage, PickleTensor } from './pickleValue';
import { denseStrides, gatherStrided, swapBytes, tensorFromBytes } from './tensorBytes';

/** The bytes behind one torch storage. */
export interface StorageBytes {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Where a file keeps its storages, and which end its numbers begin with. */
export interface TorchStorages {
  /** @throws CheckpointError when the file has no such storage. */
  find(storage: PickleStorage, name: string): StorageBytes;
  readonly bigEndian: boolean;
}

/** No tensor of an X3D comes near (X3D-L's largest has 0.9 million elements). */
const ELEMENT_LIMIT = 2 ** 28;
/** A view that repeats its storage (stride 0) may not blow up a small file. */
const EXPANDED_LIMIT = 2 ** 22;

/**
 * A tensor that reads only the part of its storage it spans: views, transposed and shared storages come out dense.
 * @throws CheckpointError when the view reaches outside its storage, or the storage is shorter than it claims.
 */
export function lazyTorchTensor(tensor: PickleTensor, name: string, storages: TorchStorages): LazyTensor {
  const { storage, shape, strides } = tensor;
  const { dtype } = storage;
  const count = elementCount(shape);
  const size = BYTES[dtype];
  const first = storage.offset + tensor.offset;
  const span = count === 0 ? 0 : shape.reduce((sum, length, axis) => sum + (length - 1) * (strides[axis] ?? 0), 1);
  if (count > ELEMENT_LIMIT || (count > EXPANDED_LIMIT && count > storage.elements))
    throw new CheckpointError(`${name}: shape ${shapeText(shape)} is absurd; no tensor of an X3D is as large.`);
  if (!Number.isSafeInteger(span) || first + span > storage.elements)
    throw new CheckpointError(
      `${name}: shape ${shapeText(shape)} with strides ${shapeText(strides)} from element ${first} reaches outside its storage of ${storage.elements} elements. The file is damaged.`,
    );
  const bytes = storages.find(storage, name);
  const needed = storage.elements * size;
  if (bytes.size < needed)
    throw new CheckpointError(
      `${name}: its storage ${storage.key} has ${bytes.size} bytes, expected ${needed}. The file is damaged.`,
    );
  const isDense = sameShape(strides, denseStrides(shape)) || span === 1;
  return {
    dtype,
    shape,
    place: `${storage.key} ${first}`,
    read: async () => {
      const window = await bytes.read(first * size, span * size);
      const little = storages.bigEndian ? swapBytes(window, dtype) : window;
      return tensorFromBytes(
        dtype,
        shape,
        isDense && span === count ? little : gatherStrided(little, dtype, shape, strides),
      );
    },
  };
}
