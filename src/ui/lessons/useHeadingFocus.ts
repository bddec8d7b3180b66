import { useEffect, useRef } from 'react';

/**
 * Gives a heading the focus when its page is another one, so that keyboard and screen reader go on there. On the first
 * page only where what opened it is gone, and its focus with it.
 */
export function useHeadingFocus(page: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const known = useRef<string | null>(null);
  useEffect(() => {
    const first = known.current === null;
    if (known.current === page) return;
    known.current = page;
    if (first && document.activeElement !== document.body) return;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [page]);
  return heading;
}
