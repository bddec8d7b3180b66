import { harmlessSentence, shownName } from '../text/harmless';

/**
 * One way in which a file computes something else than the network it was recognised as. Such a file opens for looking;
 * running, converting and exporting from it would give other numbers than the file does, and is stopped.
 */
export interface Difference {
  /** What stands there: the name of a node, a tensor or a layer. */
  readonly at: string;
  /** One sentence: what the file has there, and what the network has. */
  readonly message: string;
  /** True where a person may decide to go on without it (`--allow-unexpected`); false where nothing would be right. */
  readonly mayBeLeftOut: boolean;
}

/** Makes a difference of names and texts of a file, which may be of any length. */
export function differenceAt(at: string, message: string, mayBeLeftOut: boolean): Difference {
  return { at: shownName(at), message: harmlessSentence(message), mayBeLeftOut };
}

/** The differences that stop a conversion: all of them, or, once a person decided so, those that no decision can settle. */
export function stopping(differences: readonly Difference[], leaveOut: boolean): readonly Difference[] {
  return leaveOut ? differences.filter(({ mayBeLeftOut }) => !mayBeLeftOut) : differences;
}

/** Differences named in a sentence; the rest are counted. */
const NAMED = 3;

/** Why nothing is converted, in a few sentences. */
export function whyStopped(differences: readonly Difference[]): string {
  const named = differences.slice(0, NAMED).map(({ at, message }) => `${at}: ${message}`);
  const more = differences.length > NAMED ? [`And ${differences.length - NAMED} more.`] : [];
  const decision = differences.every(({ mayBeLeftOut }) => mayBeLeftOut)
    ? ['To go on without it, say --allow-unexpected.']
    : [];
  return [
    `The file ${surely(differences)} something else than the network it is taken for.`,
    ...named,
    ...more,
    ...decision,
  ].join(' ');
}

/** `computes` where a difference is certain; `may compute` where only a person can tell. */
export function surely(differences: readonly Difference[]): 'computes' | 'may compute' {
  return differences.every(({ mayBeLeftOut }) => mayBeLeftOut) ? 'may compute' : 'computes';
}
