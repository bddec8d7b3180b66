import type { Architecture } from '../architecture/architecture';
import { around } from '../diagram/diagram';
import { openedPaths } from './derived';
import { select, sessionStore, toggleOpen, toggleUnfolded } from './session';

/** Selects a part of the network and opens what is around it, so that the graph shows it. */
export function goTo(architecture: Architecture, path: string): void {
  const { groups, run } = around(architecture, path);
  const session = sessionStore.getState();
  const opened = openedPaths(architecture, session);
  for (const group of groups) if (!opened.has(group)) toggleOpen(group);
  // At the level of layers runs are spread out, and `unfolded` names those that are not.
  const spread = run !== null && (session.level === 'layers') !== session.unfolded.has(run);
  if (run !== null && !spread) toggleUnfolded(run);
  select(path);
}
