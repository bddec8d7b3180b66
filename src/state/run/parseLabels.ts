import { harmless, MOST_IN_SENTENCE } from '../../text/harmless';
import { parseJson } from '../../text/json';

/**
 * Class names in a file, by index.
 * @throws Error with a sentence for the user
 */
export async function readLabelFile(file: File): Promise<readonly string[]> {
  if (file.size > MOST_BYTES) throw unusable(file.name, 'It is far larger than any list of names.');
  return parseLabels(await file.text(), file.name);
}

/**
 * Class names by index: one name a line; or JSON, as a list of names, as an object of names by index, or as an object of
 * indices by name (SlowFast's `kinetics_classnames.json`).
 * @throws Error with a sentence for the user
 */
export function parseLabels(text: string, file: string): readonly string[] {
  // U+FFFD is what bytes that are no UTF-8 were read as.
  if (/[^\P{Cc}\s]|\ufffd/u.test(text)) throw unusable(file, 'It is no text in UTF-8.');
  const plain = text.replace(/^\ufeff/, '');
  const names = /^\s*[[{]/.test(plain) ? namesInJson(plain, file) : plain.trimEnd().split(/\r\n?|\n/);
  if (names.length > MOST_CLASSES) throw unusable(file, 'It has more names than there are classes.');
  if (names.every((name) => name.trim() === '')) throw unusable(file, 'It holds no names.');
  return names.map((name) => harmless(name.trim().replace(/^"(.*)"$/, '$1')));
}

function namesInJson(text: string, file: string): readonly string[] {
  const value = parseJson(text);
  if (value === undefined) throw unusable(file, 'It begins like JSON but is none.');
  if (Array.isArray(value)) return namesInList(value, file);
  const entries = Object.entries(value as object).map(([key, name]: [string, unknown]) => {
    if (typeof name === 'string' && isIndex(Number(key))) return [Number(key), name] as const;
    if (isIndex(name)) return [name, key] as const;
    throw unusable(
      file,
      `Its entry "${harmless(key, MOST_IN_SENTENCE)}" is neither a name under a class index nor a class index under a name.`,
    );
  });
  const names: string[] = Array(entries.reduce((most, [index]) => Math.max(most, index), -1) + 1).fill('');
  for (const [index, name] of entries) {
    if (names[index])
      throw unusable(file, `"${harmless(names[index], 60)}" and "${harmless(name, 60)}" are both class ${index}.`);
    names[index] = name;
  }
  return names;
}

function namesInList(list: readonly unknown[], file: string): readonly string[] {
  const at = list.findIndex((name) => typeof name !== 'string');
  if (at === -1) return list as readonly string[];
  const [entry] = list.slice(at);
  const what = Array.isArray(entry)
    ? 'a list'
    : entry === null
      ? 'null'
      : typeof entry === 'object'
        ? 'an object'
        : `a ${typeof entry}`;
  throw unusable(file, `Entry ${at} of its list is ${what}, not a name.`);
}

/** Largest file that is read, in bytes: a film by another name would fill the page's memory. */
const MOST_BYTES = 4 * 2 ** 20;

/** Far beyond any label set; a larger index would make a list that does not fit in memory. */
const MOST_CLASSES = 100_000;

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < MOST_CLASSES;
}

function unusable(file: string, what: string): Error {
  return new Error(
    `${harmless(file, MOST_IN_SENTENCE)}: ${what} Expected one name a line, a JSON list of names, or a JSON object of names by class index.`,
  );
}
