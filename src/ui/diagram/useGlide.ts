import { useEffect, useMemo, useState } from 'react';
import { type Glide, type Glimpse, glideFrom, glimpse } from '../../diagram/glide';
import type { Layout, PlacedEdge } from '../../diagram/layout';
import type { Point } from '../../diagram/point';
import { clock, ease, moveTime } from '../kit/motion';
import type { Move } from './useMoving';

/**
 * The edges of a picture as they are drawn now: tied to the nodes while a movement is under way, and without one where
 * the layout has them. Frames only make the movement smooth; none of them is needed for it to end.
 */
export function useGlide(layout: Layout, offset: Point, move: Move | null): Glimpse {
  const [shown, setShown] = useState(() => ({ layout, offset, move, glide: atRest(onGround(layout, offset)) }));
  const [, setFrame] = useState(0);
  const now = clock();
  let { glide } = shown;
  if (shown.layout !== layout || shown.offset !== offset) {
    glide = glideFrom(glimpse(glide, progressOf(shown.move, now)), onGround(layout, offset));
    setShown({ layout, offset, move, glide });
  }
  useEffect(() => {
    if (!move) return;
    let frame = requestAnimationFrame(function step() {
      setFrame(clock());
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [move]);
  const progress = progressOf(move, now);
  return useMemo(() => glimpse(glide, progress), [glide, progress]);
}

/** How far a movement has come, from 0 to 1; without one the picture is at rest. */
function progressOf(move: Move | null, now: number): number {
  const time = move ? moveTime() : 0;
  return move && time > 0 ? ease((now - move.began) / time) : 1;
}

function atRest(to: readonly PlacedEdge[]): Glide {
  return { from: new Map(), to };
}

function onGround({ edges }: Layout, { x: dx, y: dy }: Point): readonly PlacedEdge[] {
  if (dx === 0 && dy === 0) return edges;
  return edges.map(({ edge, points }) => ({ edge, points: points.map(({ x, y }) => ({ x: x + dx, y: y + dy })) }));
}
