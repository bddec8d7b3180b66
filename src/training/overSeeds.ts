import { wilson } from './interval';

/** A share that was measured from several seeds. */
export interface SeedsShare {
  /** Mean over the seeds. */
  readonly share: number;
  /** From the lowest to the highest end of the seeds' own 95 % intervals: seeds differ by more than the clips tell. */
  readonly low: number;
  readonly high: number;
}

/** What several runs got right of so many clips each. @throws RangeError of no run */
export function overSeeds(right: readonly number[], clips: number): SeedsShare {
  if (right.length === 0) throw new RangeError('No run, no share: give the clips that one run at least got right.');
  const shares = right.map((one) => wilson(one, clips));
  return {
    share: shares.reduce((sum, { share }) => sum + share, 0) / shares.length,
    low: Math.min(...shares.map(({ low }) => low)),
    high: Math.max(...shares.map(({ high }) => high)),
  };
}
