/** Whether the page is looked at. */
export type Attention = ReturnType<typeof pageAttention>;

/** Whether the page is looked at, from now on. */
export function pageAttention() {
  let absences = document.hidden ? 1 : 0;
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) absences++;
  });
  return {
    /** How often the page went to the background so far. */
    absences: (): number => absences,
    /** Resolves at once, or when the page is looked at again. Rejects with the signal's reason. */
    present: (signal: AbortSignal): Promise<void> =>
      new Promise<void>((resolve, reject) => {
        if (!document.hidden) return resolve();
        const done = new AbortController();
        const settle = (act: () => void) => () => {
          if (document.hidden && !signal.aborted) return;
          done.abort();
          act();
        };
        document.addEventListener('visibilitychange', settle(resolve), { signal: done.signal });
        signal.addEventListener(
          'abort',
          settle(() => reject(signal.reason)),
          { signal: done.signal },
        );
      }),
  };
}
