import type { Design } from '../design/design';
import { designMetadata } from '../design/metadata';
import type { Shape } from '../tensor/shape';
import type { StateDict, Tensor } from '../tensor/tensor';
import { CheckpointError } from './checkpointError';
import { DIALECTS, type Dialect, type DialectName } from './dialects';
import { type Picklable, pickle } from './pickleWriter';
import { withoutShortcutNorms } from './shortcutNorm';
import { bytesOfTensor, denseStrides } from './tensorBytes';
import { TYPE_NAMES } from './typeNames';
import { storeZip } from './zipWriter';

/** Weights under the reference's names, the design they belong to, and the scheme to spell them in. */
export interface WriteOptions {
  readonly design: Design;
  readonly naming: DialectName;
  /** Further texts for the file's metadata: where trained weights come from. */
  readonly provenance?: ReadonlyMap<string, string>;
}

/**
 * A .safetensors file as chunks for a Blob. Its metadata holds the design, so that this app opens it to the same one.
 * @throws CheckpointError when the scheme has no name for a tensor
 */
export function writeSafetensors(weights: StateDict, { design, naming, provenance }: WriteOptions): Uint8Array[] {
  const tensors = namedFor(DIALECTS[naming], weights);
  const header: Record<string, unknown> = {
    // What transformers and others look for: the tensors are laid out as PyTorch's.
    __metadata__: {
      format: 'pt',
      ...Object.fromEntries(designMetadata(design)),
      ...Object.fromEntries(provenance ?? []),
    },
  };
  let offset = 0;
  const values: Uint8Array[] = [];
  for (const [name, tensor] of tensors) {
    const bytes = bytesOfTensor(tensor);
    header[name] = {
      dtype: TYPE_NAMES[tensor.dtype].safetensors,
      shape: tensor.shape,
      data_offsets: [offset, offset + bytes.length],
    };
    offset += bytes.length;
    values.push(bytes);
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Spaces up to a multiple of 8 keep the values aligned, as the format asks.
  const start = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(start.buffer).setBigUint64(0, BigInt(start.length - 8), true);
  start.set(json, 8);
  return [start, ...values];
}

/**
 * A .pth file as chunks for a Blob, laid out as torch.save does and readable by `torch.load(weights_only=True)`. The
 * state dict stands where the scheme's own tools look for it, the design under `meta`.
 * @throws CheckpointError when the scheme has no name for a tensor
 */
export function writePth(weights: StateDict, { design, naming, provenance }: WriteOptions): Uint8Array[] {
  const dialect = DIALECTS[naming];
  const tensors = [...namedFor(dialect, weights)];
  const pickled = new Map<string, Picklable>(
    tensors.map(([name, { dtype, shape }], index) => [
      name,
      { storage: String(index), dtype, shape, strides: denseStrides(shape) },
    ]),
  );
  const object = new Map<string, Picklable>([
    [dialect.holder, { dict: pickled, ordered: true }],
    ['meta', { dict: new Map([...designMetadata(design), ...(provenance ?? [])]) }],
  ]);
  return storeZip([
    { name: 'archive/data.pkl', bytes: pickle({ dict: object }) },
    { name: 'archive/byteorder', bytes: new TextEncoder().encode('little') },
    ...tensors.map(([, tensor], index) => ({ name: `archive/data/${index}`, bytes: bytesOfTensor(tensor) })),
    { name: 'archive/version', bytes: new TextEncoder().encode('3\n') },
  ]);
}

/** The weights as a scheme spells and shapes them. @throws CheckpointError when it has no name for one. */
export function namedFor(dialect: Dialect, weights: StateDict): StateDict {
  const own = dialect.shortcutWithoutNorm ? withoutShortcutNorms(weights) : weights;
  const named = new Map<string, Tensor>();
  for (const [key, tensor] of own) {
    const name = dialect.write(key);
    if (name === null)
      throw new CheckpointError(
        `${dialect.label} has no name for ${key}: its X3D has no such module. Choose mmaction2's names, or change the design.`,
      );
    const convolution: Shape = [...tensor.shape, 1, 1, 1];
    named.set(name, dialect.fc1IsConvolution && key === 'head.fc1.weight' ? { ...tensor, shape: convolution } : tensor);
  }
  return named;
}
