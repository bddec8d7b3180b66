import type { Architecture } from '../architecture/architecture';
import { type NamedTensor, stateDictOf } from '../architecture/walk';
import type { Design } from '../design/design';
import type { NonFiniteValues } from '../tensor/nonFinite';
import { elementCount, type Shape, sameShape } from '../tensor/shape';
import type { DType, StateDict, Tensor } from '../tensor/tensor';
import { constructedTensor } from '../weights/initialise';
import { orRefusal } from './checkpointError';
import type { Difference } from './difference';
import { inflateStem } from './inflateStem';
import { type LeftOut, leftOutDifferences, leftOutOf } from './leftOut';
import type { NamedCheckpoint, NamedEntry } from './namedCheckpoint';
import { isBatchCount } from './nameMatches';
import { keepNonFinite, nonFiniteOf } from './nonFinite';
import { toFloat32, toInt64 } from './numberTypes';
import { recognise } from './recognise';
import { identityTensor } from './shortcutNorm';
import { NoDesignError } from './structure';
import { whatWouldFit } from './whatWouldFit';

/** A tensor of the network that was loaded, or filled in where the file's scheme leaves it out. */
export interface Loaded {
  readonly key: string;
  /** As the file spells it; null for one that its scheme leaves out. */
  readonly name: string | null;
  readonly shape: Shape;
  /** Element type in the file; the network computes in float32. */
  readonly dtype: DType;
  /** What was done to it: `was a 1×1×1 convolution`. */
  readonly note?: string;
  /** Its values that are no finite numbers; absent where all are, and before they are read. */
  readonly nonFinite?: NonFiniteValues;
}

/** A tensor of the network that the file lacks. It was drawn as PyTorch's constructor would. */
export interface Missing {
  readonly key: string;
  readonly shape: Shape;
  /** A norm's running mean or variance: it stays 0 or 1, so the norm does not fit the weights around it. */
  readonly statistics: boolean;
}

/** A tensor of another shape than the network's, which is not loaded; the network's is drawn. */
interface WrongShape {
  readonly key: string;
  readonly name: string;
  readonly expected: Shape;
  readonly found: Shape;
  /** A change of the design under which it would fit: `gamma_b 3`; null where one field does not do it. */
  readonly wouldFit: string | null;
}

/** What became of every tensor of the file and of the network. Nothing is loaded, or left out, without a row. */
export interface Ledger {
  readonly loaded: readonly Loaded[];
  readonly missing: readonly Missing[];
  /** In the file, and nowhere in the network. */
  readonly unexpected: readonly LeftOut[];
  readonly wrongShape: readonly WrongShape[];
  /** Keys whose values come from the seed, not from the file: the missing and those of wrong shape. */
  readonly drawn: readonly string[];
  /** Modules of the file left out that may be part of what it computes. */
  readonly differences: readonly Difference[];
}

export interface FitOptions {
  /** Seed of what has to be drawn. */
  readonly seed: number;
  /** Told after every tensor, in elements. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Loads a checkpoint into a network as the reference's `load_checkpoint(strict=False)` does: what fits by name and shape
 * is loaded, everything else is reported, and what the file lacks stays as the constructors leave it (not as
 * `init_weights` would), drawn from the seed. Read in the file's order, so that shared storages are read once.
 * @throws CheckpointError when a tensor cannot be read
 * @throws DOMException AbortError when the signal says so
 */
export async function fitCheckpoint(
  given: NamedCheckpoint,
  architecture: Architecture,
  { seed, onProgress, signal }: FitOptions,
): Promise<{ readonly weights: StateDict; readonly ledger: Ledger }> {
  const checkpoint = inflateStem(given, architecture);
  const stored = stateDictOf(architecture);
  const wanted = new Map(stored.map((tensor) => [tensor.key, tensor]));
  const fitting = fittingEntries(checkpoint, wanted);
  const total = fitting.reduce((sum, { tensor }) => sum + elementCount(tensor.shape), 0);
  const read = new Map<string, Tensor>();
  let done = 0;
  for (const { key, name, tensor } of fitting) {
    signal?.throwIfAborted();
    // What a scheme leaves out follows from the network.
    const values =
      name === null ? identityTensor(key, tensor.shape[0] ?? 1, epsOf(wanted.get(key))) : await tensor.read();
    const stored = wanted.get(key)?.dtype === 'int64' ? toInt64(values) : toFloat32(values);
    keepNonFinite(tensor, stored);
    read.set(key, stored);
    done += elementCount(tensor.shape);
    onProgress?.(done, total);
  }
  const weights = new Map(
    stored.map((tensor) => [tensor.key, read.get(tensor.key) ?? constructedTensor(tensor, architecture, seed)]),
  );
  return { weights, ledger: ledgerOf(checkpoint, architecture) };
}

/** What a norm adds to its variance; 0 for a tensor of no norm. */
export function epsOf(tensor: NamedTensor | undefined): number {
  const fields = tensor?.layer.fields;
  return fields && 'eps' in fields ? fields.eps : 0;
}

/** What would become of every tensor of a checkpoint in a network: names and shapes alone, no value is read. */
export function ledgerOf(given: NamedCheckpoint, architecture: Architecture): Ledger {
  const checkpoint = inflateStem(given, architecture);
  const { tensors } = checkpoint;
  const stored = stateDictOf(architecture);
  const wanted = new Map(stored.map((tensor) => [tensor.key, tensor]));
  const read = new Set(fittingEntries(checkpoint, wanted).map(({ key }) => key));
  const missing = stored.filter(({ key }) => !tensors.has(key) && !isBatchCount(key));
  const misfits = [...tensors.values()].filter(({ key }) => wanted.has(key) && !read.has(key));
  const wouldFit = misfits.length === 0 ? () => null : whatWouldFit(architecture.design, recognisedOrNull(checkpoint));
  return {
    loaded: [...tensors.values()].filter(({ key }) => read.has(key)).map(loadedRow),
    missing: missing.map(({ key, shape }) => ({ key, shape, statistics: /\.running_(mean|var)$/.test(key) })),
    unexpected: leftOutOf(checkpoint, architecture),
    wrongShape: misfits.map(({ key, name, tensor }) => ({
      key,
      name: name ?? key,
      expected: wanted.get(key)?.shape ?? [],
      found: tensor.shape,
      wouldFit: wouldFit(key, tensor.shape),
    })),
    drawn: [...missing, ...misfits].map(({ key }) => key),
    differences: leftOutDifferences(checkpoint, architecture),
  };
}

/** The tensors that fit by name and shape, in the file's order. */
function fittingEntries({ tensors }: NamedCheckpoint, wanted: ReadonlyMap<string, NamedTensor>): NamedEntry[] {
  return [...tensors.values()].filter(({ key, tensor }) => {
    const place = wanted.get(key);
    return place !== undefined && sameShape(place.shape, tensor.shape);
  });
}

/** The design that a checkpoint is recognised as, or comes nearest to. */
function recognisedOrNull(checkpoint: NamedCheckpoint): Design | null {
  const { found, refusal } = orRefusal(() => recognise(checkpoint));
  if (found) return found.design;
  return refusal instanceof NoDesignError ? refusal.nearest : null;
}

function loadedRow({ key, name, tensor, note }: NamedEntry): Loaded {
  const nonFinite = nonFiniteOf(tensor);
  const { shape, dtype } = tensor;
  return { key, name, shape, dtype, ...(note !== undefined && { note }), ...(nonFinite && { nonFinite }) };
}

/** True where a network has nothing of a file; a norm's counter of batches is nothing. */
export function loadsNothing({ loaded }: Ledger): boolean {
  return loaded.every(({ key, name }) => name === null || isBatchCount(key));
}
