import { type RefObject, useEffect, useRef } from 'react';

/**
 * For the place of results: brings it into sight once a run has given its first, or has failed. In a dock, and more so on
 * a phone, it lies below the fold, and whoever pressed Run would see nothing come of it.
 * @param runs whether a run is under way
 * @param result what it gave; another one each time it gives more
 */
export function useResultInSight<E extends HTMLElement>(runs: boolean, result: unknown): RefObject<E | null> {
  const place = useRef<E>(null);
  /** The result before the run, until the run has given another. */
  const awaited = useRef<{ readonly before: unknown } | null>(null);
  useEffect(() => {
    if (runs) awaited.current ??= { before: result };
    const isNew = awaited.current !== null && awaited.current.before !== result;
    // A run that was stopped gives nothing that is waited for.
    if (isNew || !runs) awaited.current = null;
    if (isNew) place.current?.scrollIntoView({ block: 'nearest' });
  }, [runs, result]);
  return place;
}
