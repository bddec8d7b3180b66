import { lazyRoom } from '../app/lazyRoom';

/** The rooms that come in their own chunks: the first picture needs none of them but the graph. */

// The graph is the page: its chunk is asked for at once, not when React first renders it.
let diagram: Promise<typeof import('../diagram/Diagram')> | null = import('../diagram/Diagram');
diagram.catch(() => {});
export const Diagram = lazyRoom(async () => {
  const asked = diagram ?? import('../diagram/Diagram');
  diagram = null;
  return (await asked).Diagram;
});
export const InspectorPanel = lazyRoom(async () => (await import('./InspectorPanel')).InspectorPanel);
export const Explorer = lazyRoom(async () => (await import('../explore/Explorer')).Explorer);
export const Train = lazyRoom(async () => (await import('../train/Train')).Train);
export const Learn = lazyRoom(async () => (await import('../lessons/Learn')).Learn);
export const LessonReturn = lazyRoom(
  async () => (await import('../lessons/LessonReturn')).LessonReturn,
  'among',
  false,
);
export const TeachDialog = lazyRoom(async () => (await import('../lessons/TeachDialog')).TeachDialog, 'over');
export const LayerTable = lazyRoom(async () => (await import('../table/LayerTable')).LayerTable);
export const RunPanel = lazyRoom(async () => (await import('../run/RunPanel')).RunPanel);
export const TimingPanel = lazyRoom(async () => (await import('../run/TimingPanel')).TimingPanel);
export const InsidePanel = lazyRoom(async () => (await import('../inside/InsidePanel')).InsidePanel);
export const CheckpointPanel = lazyRoom(async () => (await import('../checkpoint/CheckpointPanel')).CheckpointPanel);
export const OpenNotice = lazyRoom(async () => (await import('../checkpoint/OpenNotice')).OpenNotice, 'over');
export const ExportDialog = lazyRoom(async () => (await import('../checkpoint/ExportDialog')).ExportDialog, 'over');
export const Compare = lazyRoom(async () => (await import('../compare/Compare')).Compare);
export const Designs = lazyRoom(async () => (await import('../designs/Designs')).Designs, 'over');
export const SheetDrawer = lazyRoom(async () => (await import('./SheetDrawer')).SheetDrawer, 'over', false);
export const KeyList = lazyRoom(async () => (await import('../keys/KeyList')).KeyList, 'over');
