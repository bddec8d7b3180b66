import { type RefObject, useEffect, useRef } from 'react';

/**
 * For the place of results: brings it into sight once a run has given its first, or has failed. In a dock, and more so on
 * a phone, it lies below the fold, and pressing Run would seem to do nothing.
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
    if (isNew && place.current) showFromTop(place.current);
  }, [runs, result]);
  return place;
}

/** Scrolls what an element lies in, and nothing around that, until all of it is seen, or its beginning at the top. */
function showFromTop(element: HTMLElement): void {
  const scrolls = (around: Element) =>
    around.scrollHeight > around.clientHeight && /auto|scroll/.test(getComputedStyle(around).overflowY);
  let area = element.parentElement;
  while (area && !scrolls(area)) area = area.parentElement;
  if (!area) return;
  const [inner, outer] = [element.getBoundingClientRect(), area.getBoundingClientRect()];
  const [above, below] = [inner.top - outer.top, inner.bottom - outer.bottom];
  if (above < 0) area.scrollTop += above;
  else if (below > 0) area.scrollTop += Math.min(above, below);
}
