import { type RefObject, useEffect, useRef } from 'react';

/**
 * For the first thing in a panel: brings it into sight when the panel shows another thing, so that a file or layer is not
 * read from its middle.
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
