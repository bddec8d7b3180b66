import { type RefObject, useEffect, useRef } from 'react';

/**
 * For the first thing in a panel: brings it into sight when what the panel shows becomes another thing, so that nobody
 * reads the middle of a file or layer as if it were the beginning.
 */
export function useShownFromTop<E extends HTMLElement>(shown: unknown): RefObject<E | null> {
  const top = useRef<E>(null);
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    top.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  return top;
}
