import { lazy } from 'react';

/** The rooms that come in their own chunks: the first picture needs none of them but the graph. */

export const Diagram = lazy(async () => ({ default: (await import('../diagram/Diagram')).Diagram }));
export const Inspector = lazy(async () => ({ default: (await import('../inspector/Inspector')).Inspector }));
export const RunPanel = lazy(async () => ({ default: (await import('../run/RunPanel')).RunPanel }));
