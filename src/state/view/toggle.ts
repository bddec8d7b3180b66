import type { App } from '../app';

/** Opens a closed node, closes an open one. The node stays where it is. */
export function toggle(app: App, id: string): void {
  app.pointing.setState({ anchor: id });
  app.session.toggleOpen(id);
}

/** Spreads out a run of repeated blocks, or folds it; the node with this id stays where it is. */
export function spread(app: App, run: string, out: boolean, id: string): void {
  app.pointing.setState({ anchor: id });
  app.session.setSpread([run], out);
}
