import { harmless, shownName } from '../text/harmless';
import { CheckpointError } from './checkpointError';

/**
 * The name of a tensor or an entry as it is shown, which is its name from there on. Two that look the same would become one.
 * @param name as the file has it
 * @param taken those there are
 * @throws CheckpointError where another looks the same
 */
export function shownOnce(name: string, taken: ReadonlyMap<string, unknown>): string {
  const shown = harmless(name);
  if (taken.has(shown))
    throw new CheckpointError(
      `Two names in the file look the same, to their first ${shown.length} characters: ${shownName(name)}. Give them names that can be told apart, and save it again.`,
    );
  return shown;
}
