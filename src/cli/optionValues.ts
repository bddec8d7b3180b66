import type { Values } from './option';
import { UsageError } from './usage';

/** A number as people write it, `2.25` or `1e-5`; NaN for any other text, of which `Number` takes 0x10 and nothing at all. */
export function decimal(text: unknown): number {
  return /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(String(text)) ? Number(text) : Number.NaN;
}

/** A whole number that an option gives, or the usual one. @throws UsageError outside of its range */
export function wholeOption(values: Values, option: string, least: number, most: number, usual: number): number {
  const text = values[option];
  if (text === undefined) return usual;
  const value = decimal(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(`--${option} is a whole number from ${least} to ${most}; found ${text}.`);
  return value;
}

/** What seeds may be: they are kept in 32 bits. */
export function seedOption(values: Values, option: string, usual = 0): number {
  return wholeOption(values, option, 0, 2 ** 32 - 1, usual);
}

/** The one of some words that an option gives, or the usual one. @throws UsageError for another word */
export function wordOption<Word extends string>(
  values: Values,
  option: string,
  words: readonly Word[],
  usual: NoInfer<Word>,
): Word {
  const given = values[option] ?? usual;
  const found = words.find((word) => word === given);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} is ${words.join(words.length === 2 ? ' or ' : ', ')}; found ${given}.`);
}
