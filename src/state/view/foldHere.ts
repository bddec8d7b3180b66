import type { Architecture } from '../../architecture/architecture';
import { around, firstOfRun, runsOf } from '../../diagram/diagram';
import { isSpread, sessionStore, setSpread } from './session';

/**
 * Folds what repeats around the selection, or unfolds it where some of it is folded: the run the selection lies in, all
 * runs of a selected stage, and every run there is where nothing that repeats is selected.
 */
export function foldHere(architecture: Architecture): void {
  const session = sessionStore.getState();
  const runs = runsAt(architecture, session.selected);
  setSpread(
    runs,
    runs.some((run) => !isSpread(session, run)),
  );
}

function runsAt({ parts, ...rest }: Architecture, selected: string | null): readonly string[] {
  const stages = parts.filter(({ kind }) => kind === 'stage');
  const run = selected === null ? null : (firstOfRun(selected) ?? around({ parts, ...rest }, selected).run);
  if (run !== null) return [run];
  const stage = stages.find(({ path }) => path === selected);
  const own = stage ? runsOf(stage) : [];
  return own.length > 0 ? own : stages.flatMap(runsOf);
}
