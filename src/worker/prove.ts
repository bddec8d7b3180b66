import type { Tensor } from '../tensor/tensor';
import { compareTimes } from '../timing/comparison';
import { BLOCKS_NEEDED, hopeless, type Verdict, verdictOf, wrongBy } from '../timing/verdict';
import { RequestError } from './failure';
import { worstDistance } from './parity';

/** One way to compute something, opened and ready. */
export interface Way {
  /** Computes it and brings all of it back. */
  whole(): Promise<ReadonlyMap<string, Tensor>>;
  /** Computes it once more, and tells what that took, in ms. */
  time(): Promise<number>;
  close(): Promise<void>;
}

/** A candidate about to be proved. */
interface Proving {
  /** What the results must equal, within `bound`. */
  readonly reference: ReadonlyMap<string, Tensor>;
  readonly bound: number;
  /** What is used so far. */
  readonly against: Way;
  /** Opens the candidate. */
  open(): Promise<Way>;
  /** Called before every block; what it throws ends the proof. */
  pause(): Promise<void>;
}

/** A candidate with its verdict; where that is to adopt it, it is left open. */
interface Proved {
  readonly verdict: Verdict;
  readonly way: Way | null;
}

/** Most blocks A B B A: half of them may be left out as warm-up. */
const MOST_BLOCKS = 2 * BLOCKS_NEEDED;

/**
 * Proves a candidate where it is to be used: its results are compared with the reference first, and only what is equal
 * is timed, in blocks A B B A beside what is used so far.
 * @throws what `pause` throws, and whatever is no answer to the question (a worker that was ended)
 */
export async function prove({ reference, bound, against, open, pause }: Proving): Promise<Proved> {
  let way: Way | null = null;
  const refused = async (verdict: Verdict): Promise<Proved> => {
    await way?.close();
    return { verdict, way: null };
  };
  try {
    way = await open();
    const deviation = worstDistance(await way.whole(), reference);
    const wrong = wrongBy(deviation, bound);
    if (wrong) return await refused(wrong);
    const times: { readonly a: number[]; readonly b: number[] } = { a: [], b: [] };
    await against.time();
    for (let round = 0; round < 2; round++) {
      times.a.push(await against.time());
      times.b.push(await way.time());
    }
    const slow = hopeless(deviation, bound, times.b, times.a);
    if (slow) return await refused(slow);
    times.a.length = times.b.length = 0;
    let comparison = compareTimes([], []);
    for (let block = 0; block < MOST_BLOCKS && comparison.blocks < BLOCKS_NEEDED; block++) {
      await pause();
      times.a.push(await against.time());
      times.b.push(await way.time(), await way.time());
      times.a.push(await against.time());
      comparison = compareTimes(times.a, times.b);
    }
    const verdict = verdictOf(deviation, bound, comparison);
    return verdict.kind === 'adopted' ? { verdict, way } : await refused(verdict);
  } catch (error) {
    const told = error instanceof RequestError && error.name === 'SessionError' && error.fields.fatal !== true;
    if (!told || error.fields.step === 'load') throw error;
    return refused({ kind: error.fields.step === 'compile' ? 'unsupported' : 'faulted', why: error.message });
  }
}
