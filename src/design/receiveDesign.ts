import { harmless, MOST_IN_SENTENCE } from '../text/harmless';
import { isRecord } from '../text/json';
import type { RawDesign } from './complete';
import { type Design, HEAD_DEFAULTS, type Overrides, type StageOverride } from './design';
import { MOST_UNKNOWN, shown, withValue } from './finding';
import { isSqueezeRule } from './inputRules';
import { PARAMETERS, type Parameter, valueAt } from './parameters';
import { validate } from './validate';

/** A design made of what came from outside, and what of it could not be taken over. */
export interface Received {
  readonly design: Design;
  /** One sentence for each value that was left out. */
  readonly dropped: readonly string[];
}

/**
 * Takes over a design that comes from outside (a link, a file, what an older version saved): every value of the right
 * type, and `base` where there is none. The values may be illegal all the same, as on a form that is being filled in;
 * but everything that shows a design may rely on its types.
 */
export function receiveDesign(raw: RawDesign, base: Design): Received {
  const dropped: string[] = [];
  const head = raw.head === undefined ? base.head : raw.head;
  const start: Design = { ...base, head: head === null ? null : (base.head ?? HEAD_DEFAULTS), overrides: {} };
  const given = PARAMETERS.filter(({ field }) => valueAt(raw, field) !== undefined && (head || !isOfHead(field)));
  const typed = given.reduce((design, parameter) => {
    const value = valueAt(raw, parameter.field);
    if (fits(parameter, value)) return withValue(design, parameter.field, value);
    dropped.push(leftOut(parameter, value, base));
    return design;
  }, start);
  dropped.push(...unknownNames(raw));
  const overrides = receiveOverrides(raw.overrides === undefined ? base.overrides : raw.overrides, dropped);
  return { design: withKnownTypes({ ...typed, overrides }, base, dropped), dropped };
}

const SECTIONS = ['reference', 'clip', 'head'] as const;
const isOfHead = (field: string): boolean => field.startsWith('head.');

function unknownNames(raw: RawDesign): readonly string[] {
  return SECTIONS.flatMap((section) =>
    Object.keys(raw[section] ?? {})
      .slice(0, MOST_NAMES)
      .map((name) => `${section}.${name}`)
      .filter((path) => !PARAMETERS.some(({ field }) => field === path))
      .map((path) => harmless(`There is no ${path}.`, MOST_IN_SENTENCE))
      .slice(0, MOST_UNKNOWN),
  );
}

function leftOut({ field, symbol }: Parameter, value: unknown, base: Design): string {
  const kept = valueAt(base, field);
  return `${symbol} cannot be ${shown(value)}${kept === undefined ? '.' : `; it stays ${shown(kept)}.`}`;
}

function fits({ control, nullable }: Parameter, value: unknown): boolean {
  if (value === null) return nullable !== undefined;
  switch (control.kind) {
    case 'number':
    case 'integer':
      return typeof value === 'number' && Number.isFinite(value);
    case 'switch':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    case 'choice':
      return control.options.some((option) => option === value);
    case 'window':
    case 'strides':
      return Array.isArray(value) && value.length <= MOST_STRIDES && value.every(Number.isFinite);
    case 'config':
      return (
        isRecord(value) &&
        Object.keys(value).length <= MOST_NAMES &&
        Object.entries(value).every(([name, argument]) => argumentFits(name, argument))
      );
  }
}

/** The most names of a section that are read: more than all sections have together. */
const MOST_NAMES = 200;
/** The most strides that are read: there can be no more stages. */
const MOST_STRIDES = 16;

/** The arguments of conv_cfg, norm_cfg and act_cfg by what they are. */
const ARGUMENTS = {
  string: 'type padding_mode',
  number:
    'eps momentum num_groups negative_slope alpha num_parameters init lower upper bias divisor min_value max_value',
  boolean: 'requires_grad affine track_running_stats inplace',
};
const ARGUMENT_TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(ARGUMENTS).flatMap(([type, names]) => names.split(' ').map((name) => [name, type])),
);

function argumentFits(name: string, value: unknown): boolean {
  if (name === 'momentum' && value === null) return true;
  return ARGUMENT_TYPES.has(name) && typeof value === ARGUMENT_TYPES.get(name);
}

/** Takes back configurations of an unknown type: no control could show them. */
function withKnownTypes(design: Design, base: Design, dropped: string[]): Design {
  const configs = PARAMETERS.filter(({ control }) => control.kind === 'config');
  const wrong = new Set(validate(design).flatMap(({ severity, field }) => (severity === 'error' ? [field] : [])));
  return configs
    .filter(({ field }) => wrong.has(field))
    .reduce((known, parameter) => {
      dropped.push(leftOut(parameter, valueAt(design, parameter.field), base));
      return withValue(known, parameter.field, valueAt(base, parameter.field));
    }, design);
}

function receiveOverrides(raw: unknown, dropped: string[]): Overrides {
  if (!isRecord(raw)) {
    dropped.push(`What was set by hand cannot be ${shown(raw)}.`);
    return {};
  }
  const stages = Object.entries(raw)
    .slice(0, MOST_UNKNOWN)
    .flatMap(([stage, given]) => {
      if (!/^layer[1-4]$/.test(stage) || !isRecord(given)) {
        dropped.push(`Nothing can be set by hand for ${harmless(stage, MOST_IN_SENTENCE)}.`);
        return [];
      }
      const kept = Object.entries(given)
        .slice(0, MOST_UNKNOWN)
        .filter(([name, value]) => {
          if (overrideFits(name, value)) return true;
          dropped.push(`${harmless(name, MOST_IN_SENTENCE)} of ${stage} cannot be ${shown(value)}.`);
          return false;
        });
      return kept.length > 0 ? [[stage, Object.fromEntries(kept) as StageOverride] as const] : [];
    });
  return Object.fromEntries(stages);
}

function overrideFits(name: string, value: unknown): boolean {
  if (name === 'se') return isSqueezeRule(value);
  return ['blocks', 'width', 'stride'].includes(name) && typeof value === 'number' && Number.isFinite(value);
}
