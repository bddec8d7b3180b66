import type { DType } from '../tensor/tensor';

/**
 * What unpickling yields: plain data. A dict is a Map, so that a key called `__proto__` is a key like any other. Lists
 * and tuples are both arrays; they may contain themselves, so they are walked with a bound.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | PickleMap
  | Set<PickleValue>
  | PickleGlobal
  | PickleStorage
  | PickleTensor
  | PickleInert
  | PickleForeign;

export type PickleMap = Map<PickleValue, PickleValue>;

/** A class or function the pickle names. It is on the allow-list, and is only ever data: nothing is looked up or run. */
export interface PickleGlobal {
  readonly kind: 'global';
  /** `torch._utils._rebuild_tensor_v2`. */
  readonly name: string;
  /** Element type, where it is one of torch's storage classes. */
  readonly storage?: DType;
}

/** A torch storage: a run of elements that stands outside the pickle. */
export interface PickleStorage {
  readonly kind: 'storage';
  readonly key: string;
  readonly dtype: DType;
  /** Elements of the whole storage. */
  readonly elements: number;
  /** Where this one begins in it; above 0 only for the storage views of early legacy files. */
  readonly offset: number;
}

/** A tensor as torch pickles it: a strided window on a storage. Sizes in elements, unchecked. */
export interface PickleTensor {
  readonly kind: 'tensor';
  readonly storage: PickleStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** An object this reader knows to be harmless and keeps as it stood: a NumPy array, a device, a history buffer. */
interface PickleInert {
  readonly kind: 'inert';
  readonly type: string;
  readonly args: PickleValue;
  state: PickleValue;
}

/**
 * A class or function on no list, or what a call to it would have made. A placeholder: only its name is known, nothing of
 * it is imported, called or built, and what the pickle puts into it (arguments, state, items) is let go: it cannot
 * be searched.
 */
export interface PickleForeign {
  readonly kind: 'foreign';
  /** `argparse.Namespace`, safe to show. */
  readonly type: string;
  /** Where the pickle names it: `data.pkl, byte 29811`. */
  readonly where: string;
  /** The pickle sets a module's state on it: a whole network was pickled. */
  isModule: boolean;
}
