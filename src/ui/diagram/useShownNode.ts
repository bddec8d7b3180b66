import { createContext, useContext } from 'react';
import type { PlacedNode } from '../../diagram/layout';
import type { MeasureView } from '../../present/measures';
import { type Shown, shownOf } from './nodes';

/** What the nodes of the picture say now. */
interface Sayings {
  readonly placed: ReadonlyMap<string, PlacedNode>;
  readonly measure: MeasureView;
}

/**
 * An edit that moves nothing changes this, and not React Flow's nodes: only those in sight read it, and neither React
 * Flow nor its store hears of the edit.
 */
export const SayingsContext = createContext<Sayings | null>(null);

/** What a node shows; null once it has left the picture, until React Flow has let it go. */
export function useShownNode(id: string): Shown | null {
  const sayings = useContext(SayingsContext);
  const placed = sayings?.placed.get(id);
  return sayings && placed ? shownOf(placed, sayings.measure) : null;
}
