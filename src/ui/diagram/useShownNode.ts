import { createContext, useContext } from 'react';
import type { PlacedNode } from '../../diagram/layout';
import type { MeasureView } from '../../present/measures';
import { type Shown, shownOf } from './nodes';

/** Where the nodes of the drawing lie, and the measure that they are coloured by. */
interface Sayings {
  readonly placed: ReadonlyMap<string, PlacedNode>;
  readonly measure: MeasureView;
}

/**
 * The texts and colours of the drawing's nodes, beside React Flow. An edit that moves no node changes this alone, so that
 * only the nodes in sight render again and React Flow does nothing.
 */
export const SayingsContext = createContext<Sayings | null>(null);

/** What a node shows; null once it has left the picture, until React Flow has let it go. */
export function useShownNode(id: string): Shown | null {
  const sayings = useContext(SayingsContext);
  const placed = sayings?.placed.get(id);
  return sayings && placed ? shownOf(placed, sayings.measure) : null;
}
