import { useEffect, useState } from 'react';
import type { Picture } from './usePicture';

/** How long nodes take to their new places, in ms: `--x3d-move` and a little. */
const MOVE = 220;

/** True while the picture rearranges itself because something was opened or closed. An edit moves nothing slowly. */
export function useMoving({ opening, direction, architecture }: Picture): boolean {
  const [seen, setSeen] = useState({ opening, direction, architecture });
  const [moving, setMoving] = useState(false);
  if (seen.opening !== opening || seen.direction !== direction) {
    setSeen({ opening, direction, architecture });
    setMoving(seen.architecture === architecture);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another opening starts the time anew.
  useEffect(() => {
    if (!moving) return;
    const timer = setTimeout(() => setMoving(false), MOVE);
    return () => clearTimeout(timer);
  }, [moving, opening]);
  return moving;
}
