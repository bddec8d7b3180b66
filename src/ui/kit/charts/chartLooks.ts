import type { CSSProperties } from 'react';

/** A colour of tokens.css. */
const token = (name: string): string => `var(--x3d-${name})`;

/** A dot: its radius, the colour it is filled with, and that of its rim, which sets it off from the ground. */
const dot = (radius: number, fill: string, rim = 'surface', more: CSSProperties = {}) => ({
  radius,
  style: { fill: token(fill), stroke: token(rim), strokeWidth: 1.5, ...more },
});

/**
 * The dots of a scatter chart by what a point stands for. The first choose a place for their names first, and lie above
 * the others.
 */
export const POINT_LOOKS = {
  answer: dot(7, 'good', 'surface', { strokeWidth: 2 }),
  own: dot(7, 'accent', 'surface', { strokeWidth: 2 }),
  member: dot(5, 'ink-2'),
  candidate: dot(4.5, 'surface', 'accent'),
  snapshot: dot(4.5, 'surface', 'ink-2'),
  step: dot(4, 'accent', 'surface', { fillOpacity: 0.75 }),
  front: dot(4.5, 'less'),
  /** A design that was trained; `trainedStill` is one that sees a single frame. */
  trained: dot(3.5, 'less', 'surface', { strokeWidth: 1 }),
  trainedStill: dot(3.5, 'surface', 'less'),
  faint: dot(2.5, 'less', 'surface', { fillOpacity: 0.45, stroke: 'none' }),
} as const;

/** What a point stands for, and so how it looks. */
export type PointLook = keyof typeof POINT_LOOKS;

const RANKS = Object.keys(POINT_LOOKS);

/** For sorting: the points that matter most first. */
export const byRank = (a: { readonly look: PointLook }, b: { readonly look: PointLook }): number =>
  RANKS.indexOf(a.look) - RANKS.indexOf(b.look);

const stroke = (colour: string, width: number, strokeDasharray?: string): CSSProperties => ({
  stroke: token(colour),
  strokeWidth: width,
  ...(strokeDasharray && { strokeDasharray }),
});

/** The lines of a scatter chart by what they join. */
export const LINE_LOOKS = {
  path: stroke('accent', 1.75),
  compared: stroke('kind-sum', 1.75, '5 4'),
  front: stroke('less', 1.5),
  offer: stroke('accent', 1.25, '1 4'),
  chance: stroke('ink-3', 1, '6 3'),
} as const;
