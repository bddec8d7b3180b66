/** A timer that every call sets back. */
interface RestTimer {
  /** Runs `work` once nothing was asked for as long as the timer takes; what was asked before is let go. */
  (work: () => void): void;
  /** Lets go of what waits. */
  cancel(): void;
}

/** A timer for what follows changes only when they rest, in ms. */
export function whenRested(ms: number): RestTimer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => clearTimeout(timer);
  return Object.assign(
    (work: () => void): void => {
      cancel();
      timer = setTimeout(work, ms);
    },
    { cancel },
  );
}
