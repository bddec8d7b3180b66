import { useEffect, useState } from 'react';
import { clock } from '../kit/motion';
import type { Picture } from './usePicture';

/** How long a rearrangement is drawn as moving, in ms: `--x3d-move`, which style sheets take for it, and a little. */
export const MOVE = 220;

/** A rearrangement of the picture that is being drawn, and when it began, in ms of the page's clock. */
export interface Move {
  readonly began: number;
}

type Seen = Pick<Picture, 'opening' | 'direction' | 'architecture' | 'layout'>;

/**
 * The movement under way because something was opened or closed; null at rest. An edit moves nothing slowly, and ends a
 * movement at once. A movement is ended by a timer of its own that nothing cancels, so the picture always comes to rest.
 */
export function useMoving({ opening, direction, architecture, layout }: Picture): Move | null {
  const [seen, setSeen] = useState<Seen>({ opening, direction, architecture, layout });
  const [move, setMove] = useState<Move | null>(null);
  const [ended, setEnded] = useState<Move | null>(null);
  if (seen.layout !== layout || seen.opening !== opening || seen.direction !== direction) {
    setSeen({ opening, direction, architecture, layout });
    const rearranged = seen.opening !== opening || seen.direction !== direction;
    setMove(rearranged && seen.architecture === architecture ? { began: clock() } : null);
  }
  useEffect(() => {
    if (move) setTimeout(() => setEnded(move), MOVE);
  }, [move]);
  return move === ended ? null : move;
}
