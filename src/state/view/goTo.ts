import type { Architecture } from '../../architecture/architecture';
import { around, runId } from '../../diagram/diagram';
import { openedPaths } from '../document/derived';
import { isSpread, select, sessionStore, setSpread, toggleOpen } from './session';

/** Selects a part of the network and opens what is around it, so that the graph shows it. */
export function goTo(architecture: Architecture, path: string): void {
  const { groups, run, once } = around(architecture, path);
  const session = sessionStore.getState();
  const opened = openedPaths(architecture, session);
  for (const group of groups) if (!opened.has(group)) toggleOpen(group);
  if (run !== null && !isSpread(session, run)) {
    const open = (session.level === 'layers') !== session.toggled.has(runId(run));
    if (!(once && open)) setSpread([run], true);
  }
  select(path);
}
