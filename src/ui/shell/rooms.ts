import { lazy } from 'react';

/** The rooms that come in their own chunks: the first picture needs none of them but the graph. */

// The graph is the page: its chunk is asked for at once, not when React first renders it.
const diagram = import('../diagram/Diagram');
export const Diagram = lazy(async () => ({ default: (await diagram).Diagram }));
export const Inspector = lazy(async () => ({ default: (await import('../inspector/Inspector')).Inspector }));
export const Explorer = lazy(async () => ({ default: (await import('../explore/Explorer')).Explorer }));
export const Learn = lazy(async () => ({ default: (await import('../lessons/Learn')).Learn }));
export const LessonReturn = lazy(async () => ({ default: (await import('../lessons/LessonReturn')).LessonReturn }));
export const TeachDialog = lazy(async () => ({ default: (await import('../lessons/TeachDialog')).TeachDialog }));
export const LayerTable = lazy(async () => ({ default: (await import('../table/LayerTable')).LayerTable }));
export const RunPanel = lazy(async () => ({ default: (await import('../run/RunPanel')).RunPanel }));
export const TimingPanel = lazy(async () => ({ default: (await import('../run/TimingPanel')).TimingPanel }));
export const InsidePanel = lazy(async () => ({ default: (await import('../inside/InsidePanel')).InsidePanel }));
export const LookSection = lazy(async () => ({ default: (await import('../inside/LookSection')).LookSection }));
export const CheckpointPanel = lazy(async () => ({
  default: (await import('../checkpoint/CheckpointPanel')).CheckpointPanel,
}));
export const OpenNotice = lazy(async () => ({ default: (await import('../checkpoint/OpenNotice')).OpenNotice }));
export const WeightView = lazy(async () => ({ default: (await import('../checkpoint/WeightView')).WeightView }));
export const ExportDialog = lazy(async () => ({ default: (await import('../checkpoint/ExportDialog')).ExportDialog }));
export const Compare = lazy(async () => ({ default: (await import('../compare/Compare')).Compare }));
export const Designs = lazy(async () => ({ default: (await import('../designs/Designs')).Designs }));
export const SheetDrawer = lazy(async () => ({ default: (await import('./SheetDrawer')).SheetDrawer }));
export const KeyList = lazy(async () => ({ default: (await import('../keys/KeyList')).KeyList }));

const palette = () => import('../palette/Palette');
export const Palette = lazy(async () => ({ default: (await palette()).Palette }));

/** Fetches what must open at once when its key is pressed; to be called when there is nothing else to do. */
export const fetchAhead = palette;
