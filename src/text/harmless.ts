/** Characters that a sentence or a name from outside may have, on the page and in a terminal. */
export const MOST_CHARACTERS = 500;

/** Characters of a name or a value inside a sentence, so that the sentence stays whole around it. */
export const MOST_IN_SENTENCE = 120;

/**
 * Characters that do something instead of showing something: control characters (a terminal obeys ESC), format
 * characters (which turn the direction of writing, or cannot be seen), halves of surrogate pairs, line separators.
 */
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A text from outside as it may be shown: at most `most` characters, and what acts instead of showing written as an
 * escape (`\x1b`, `\u202e`). The work is bounded by `most`, however long the text is.
 */
export function harmless(text: string, most = MOST_CHARACTERS): string {
  // Every character shows as at least one; a pair of surrogates is one character of two units.
  const start = text.slice(0, 2 * most + 1);
  const characters = [...escaped(start)];
  if (characters.length <= most && start.length === text.length) return characters.join('');
  return `${characters.slice(0, most - 1).join('')}…`;
}

/** A name from outside inside a sentence or a row. */
export function shownName(name: string): string {
  return harmless(name, MOST_IN_SENTENCE);
}

/** Names told of one by one; a list of more counts the rest. */
const TOLD = 12;

/** Names from outside, however many, as a list in a sentence: `a, b and 5 more`. */
export function shownNames(names: readonly string[]): string {
  const told = names.slice(0, TOLD).map(shownName).join(', ');
  return names.length > TOLD ? `${told} and ${names.length - TOLD} more` : told;
}

/** A sentence that may hold names from outside: a name without a space, however long, leaves room for what to do about it. */
export function harmlessSentence(text: string): string {
  return harmless(text.replace(/\S{121,}/gu, (word) => harmless(word, MOST_IN_SENTENCE)));
}

/** A text of any length with what acts written as escapes; `kept` stays as it is. */
export function escaped(text: string, kept = ''): string {
  return text.replace(ACTING, (character) => (kept.includes(character) ? character : escapeOf(character)));
}

function escapeOf(character: string): string {
  const short = SHORT.get(character);
  if (short) return short;
  // As JSON writes them, so that JSON stays JSON; it has no control characters below a space left to be escaped.
  if (character < ' ') return `\\x${hexOf(character, 0, 2)}`;
  return Array.from({ length: character.length }, (_, unit) => `\\u${hexOf(character, unit, 4)}`).join('');
}

function hexOf(character: string, unit: number, digits: number): string {
  return character.charCodeAt(unit).toString(16).padStart(digits, '0');
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);
