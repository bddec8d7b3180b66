import type { PlacedEdge } from './layout';
import type { Point } from './point';

/** The edges of a picture that takes the place of another, as a function of how far it has come. */
export interface Glide {
  /** Points of the edges of the picture before, by what flows along them. */
  readonly from: ReadonlyMap<string, readonly Point[]>;
  /** The picture's own edges: what is drawn at rest. */
  readonly to: readonly PlacedEdge[];
}

/** What is drawn of a glide at one moment. */
export interface Glimpse {
  /** Edges that were there before, where they are now. */
  readonly kept: readonly PlacedEdge[];
  /** Edges that are new, and how far they have come into sight: 0 to 1. */
  readonly fresh: readonly PlacedEdge[];
  readonly progress: number;
}

const NONE: readonly PlacedEdge[] = [];

/** From what is seen of one picture to the edges of the next. */
export function glideFrom({ kept }: Pick<Glimpse, 'kept'>, to: readonly PlacedEdge[]): Glide {
  return { from: new Map(kept.map(({ edge, points }) => [edge.flow, points])), to };
}

/** What a glide shows when it has come so far, from 0 to 1. At 1 it is the picture's own edges, all of them. */
export function glimpse({ from, to }: Glide, progress: number): Glimpse {
  if (progress >= 1) return { kept: to, fresh: NONE, progress: 1 };
  return {
    kept: to.flatMap(({ edge, points }) => {
      const before = from.get(edge.flow);
      return before ? [{ edge, points: between(before, points, progress) }] : [];
    }),
    fresh: to.filter(({ edge }) => !from.has(edge.flow)),
    progress,
  };
}

/** A line between two others; the one with fewer bends is taken to rest at its end. */
function between(from: readonly Point[], to: readonly Point[], progress: number): readonly Point[] {
  return Array.from({ length: Math.max(from.length, to.length) }, (_, index) => {
    const [a, b] = [from[Math.min(index, from.length - 1)], to[Math.min(index, to.length - 1)]];
    if (!a || !b) throw new Error('an edge without points');
    return { x: a.x + progress * (b.x - a.x), y: a.y + progress * (b.y - a.y) };
  });
}
