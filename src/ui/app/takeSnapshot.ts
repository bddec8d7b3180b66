import type { App } from '../../state/app';
import type { Snapshot } from '../../state/document/snapshots';
import { late } from './late';

/** Puts the design aside under a name; of a network that was just trained, its weights and curves are kept with it. */
export function takeSnapshot(app: App, name: string): Snapshot {
  const snapshot = app.snapshots.take(name);
  if (app.train.getState().run)
    late(app, import('../../state/train/twins'), ({ twinsOf }) => void twinsOf(app).keep(snapshot));
  return snapshot;
}
