import { harmless, MOST_IN_SENTENCE } from '../text/harmless';
import type { Design, Problem } from './design';

/** A problem as a rule states it: the mend is the value that would be right, put in place by `asProblem`. */
export interface Finding extends Omit<Problem, 'mend' | 'severity'> {
  readonly severity?: Problem['severity'];
  readonly mend?: { readonly label: string; readonly values: Readonly<Record<string, unknown>> };
}

/** The most unknown names that are told one by one. */
export const MOST_UNKNOWN = 16;

/** Names among those that are given which are not known: the first few. */
export function unknownNames(given: object, known: ReadonlySet<string>): readonly string[] {
  return Object.keys(given)
    .filter((name) => !known.has(name))
    .slice(0, MOST_UNKNOWN);
}

/** True for a whole number from 1 up. */
export function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}

/** Makes the one finding of a rule: its sentence, and what the reference does instead. */
export type Say = (
  message: string,
  reference?: Finding['reference'],
  severity?: Problem['severity'],
) => readonly Finding[];

/** Findings about a field: what all of them share, said once. */
export function findingsOf(field: string, expected: string, mend?: Finding['mend']): Say {
  return (message, reference, severity = 'error') => [
    { field, message, expected, severity, ...(mend && { mend }), ...(reference && { reference }) },
  ];
}

/** A mend that puts one value in its place. */
export function setting(label: string, field: string, value: unknown): NonNullable<Finding['mend']> {
  return { label, values: { [field]: value } };
}

/** A type as Python's messages name it. */
export function pythonType(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    default:
      return 'dict';
  }
}

/** A value as it is shown in a sentence: of any type, and cut where it is long. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'number') return `${value}`;
  if (typeof value === 'string') return `'${harmless(value, MOST_IN_SENTENCE)}'`;
  return harmless(jsonText(value), MOST_IN_SENTENCE);
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Nested more deeply than JSON.stringify follows.
    return Array.isArray(value) ? 'a list in lists in lists …' : 'a dict in dicts in dicts …';
  }
}

/** A finding about a design, with its mend worked out. */
export function asProblem(design: Design, { mend, severity = 'error', ...found }: Finding): Problem {
  const finding = { ...found, message: harmless(found.message), expected: harmless(found.expected) };
  if (!mend) return { severity, ...finding };
  const mended = Object.entries(mend.values).reduce(
    (result, [field, value]) => withValue(result, field, value),
    design,
  );
  return { severity, ...finding, mend: { label: mend.label, design: mended } };
}

/** A design with the value at a path replaced: `reference.norm_cfg.num_groups`. */
export function withValue(design: Design, field: string, value: unknown): Design {
  return replaced(design, field.split('.'), value) as Design;
}

function replaced(target: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const parent = (target ?? {}) as Readonly<Record<string, unknown>>;
  return { ...parent, [name]: replaced(Object.hasOwn(parent, name) ? parent[name] : undefined, rest, value) };
}
