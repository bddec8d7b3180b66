import { useEffect, useMemo, useState } from 'react';
import type { Layout, PlacedEdge, Point } from '../../diagram/layout';
import { motion } from '../kit/motion';

/** Edges on the drawing's ground, on their way from one picture to the next. */
export interface Glide {
  /** Those that were there before, where they are now. */
  readonly kept: readonly PlacedEdge[];
  /** Those that are new, and how far they have come into sight: 0 to 1. */
  readonly fresh: readonly PlacedEdge[];
  readonly progress: number;
}

/** A picture that takes the place of another. */
interface Flight {
  /** Points of the edges of the picture before, by what flows along them. */
  readonly from: ReadonlyMap<string, readonly Point[]>;
  readonly to: readonly PlacedEdge[];
}

/** The edges of a picture. While nodes glide to their places (`moving`), they stay tied to them. */
export function useGlide(layout: Layout, offset: Point, moving: boolean): Glide {
  const [shown, setShown] = useState<{ layout: Layout; offset: Point; flight: Flight }>(() => {
    return { layout, offset, flight: { from: new Map(), to: onGround(layout, offset) } };
  });
  const [progress, setProgress] = useState(1);
  if (shown.layout !== layout || shown.offset !== offset) {
    const before = at(shown.flight, progress);
    const from = new Map(before.map(({ edge, points }) => [edge.flow, points]));
    setShown({ layout, offset, flight: { from, to: onGround(layout, offset) } });
    setProgress(moving ? 0 : 1);
  }
  const { flight } = shown;
  useEffect(() => (moving ? motion((now) => flight.to.length > 0 && setProgress(now)) : undefined), [flight, moving]);
  const fresh = useMemo(() => flight.to.filter(({ edge }) => !flight.from.has(edge.flow)), [flight]);
  if (progress === 1) return { kept: flight.to, fresh: NONE, progress };
  return { kept: at(flight, progress), fresh, progress };
}

const NONE: readonly PlacedEdge[] = [];

/** The edges of a flight that were there before, part of the way to their new places. */
function at({ from, to }: Flight, progress: number): readonly PlacedEdge[] {
  if (progress === 1) return to;
  return to.flatMap(({ edge, points }) => {
    const before = from.get(edge.flow);
    return before ? [{ edge, points: between(before, points, progress) }] : [];
  });
}

/** A line between two others; the one with fewer bends is taken to rest at its end. */
function between(from: readonly Point[], to: readonly Point[], progress: number): readonly Point[] {
  return Array.from({ length: Math.max(from.length, to.length) }, (_, index) => {
    const [a, b] = [from[Math.min(index, from.length - 1)], to[Math.min(index, to.length - 1)]];
    if (!a || !b) throw new Error('an edge without points');
    return { x: a.x + progress * (b.x - a.x), y: a.y + progress * (b.y - a.y) };
  });
}

function onGround({ edges }: Layout, { x: dx, y: dy }: Point): readonly PlacedEdge[] {
  if (dx === 0 && dy === 0) return edges;
  return edges.map(({ edge, points }) => ({ edge, points: points.map(({ x, y }) => ({ x: x + dx, y: y + dy })) }));
}
