/** Steps whose mean loss is watched. */
export const WATCHED = 20;
/** The mean of the watched losses may be at most so many times the first loss. */
export const TOO_HIGH = 3;
/** The least that a first loss counts as, the loss of guessing between two classes: a run from trained weights begins near 0. */
const LEAST_FIRST = Math.LN2;

/** Why a run must stop, in a sentence; null as long as it may go on. */
interface Watch {
  see(loss: number, gradientNorm: number, step: number): string | null;
  /** All that it remembers, to be able to go on. */
  memory(): WatchMemory;
}

export interface WatchMemory {
  readonly first: number | null;
  /** The last losses, at most 20. */
  readonly recent: readonly number[];
}

/** Watches a run for numbers that are none, and for a loss that has left for good. */
export function watchDivergence({ first: began, recent: before }: WatchMemory = { first: null, recent: [] }): Watch {
  let first = began;
  let recent = [...before];
  return {
    see(loss, gradientNorm, step) {
      if (!Number.isFinite(loss)) return `The loss of step ${step + 1} is no number any more. ${REMEDY}`;
      if (!Number.isFinite(gradientNorm)) return `The gradient of step ${step + 1} is no number any more. ${REMEDY}`;
      first ??= loss;
      recent = [...recent, loss].slice(-WATCHED);
      if (recent.length < WATCHED) return null;
      const mean = recent.reduce((sum, one) => sum + one, 0) / WATCHED;
      if (mean <= TOO_HIGH * Math.max(first, LEAST_FIRST)) return null;
      const than =
        first < LEAST_FIRST
          ? `what guessing between two classes costs, ${LEAST_FIRST.toFixed(2)}`
          : `the first one, ${first.toFixed(2)}`;
      return `The mean loss of ${WATCHED} steps is ${mean.toFixed(2)}, over ${TOO_HIGH} times ${than}. ${REMEDY}`;
    },
    memory: () => ({ first, recent }),
  };
}

const REMEDY = 'The run was taken back to its last good state; lower the rate, or warm up longer.';
