/**
 * A timer that every call sets back, for what follows changes only when they rest, in ms: it runs the work of the last call
 * once nothing was asked for as long.
 */
export function whenRested(ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Lets go of what waits. */
  const cancel = (): void => clearTimeout(timer);
  return Object.assign(
    (work: () => void): void => {
      cancel();
      timer = setTimeout(work, ms);
    },
    { cancel },
  );
}
