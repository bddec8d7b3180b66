import type { Values } from './option';
import { UsageError } from './usage';

/** A whole number that an option gives, or the usual one. @throws UsageError outside of its range */
export function wholeOption(values: Values, option: string, least: number, most: number, usual: number): number {
  const text = values[option];
  if (text === undefined) return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most || String(text).trim() === '')
    throw new UsageError(`--${option} is a whole number from ${least} to ${most}; found ${text}.`);
  return value;
}
