import type { Architecture } from '../../architecture/architecture';
import { around, firstOfRun, runsOf } from '../../diagram/diagram';

/**
 * Runs of repeated blocks that a selection stands for, by the path of their first block: the one it lies in, all of a
 * selected stage, and every one of the network where nothing that repeats is selected.
 */
export function runsAt({ parts, ...rest }: Architecture, selected: string | null): readonly string[] {
  const stages = parts.filter(({ kind }) => kind === 'stage');
  const run = selected === null ? null : (firstOfRun(selected) ?? around({ parts, ...rest }, selected).run);
  if (run !== null) return [run];
  const stage = stages.find(({ path }) => path === selected);
  const own = stage ? runsOf(stage) : [];
  return own.length > 0 ? own : stages.flatMap(runsOf);
}
