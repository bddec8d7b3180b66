import type { RawDesign } from '../design/complete';
import type { Design, Overrides, StageOverride } from '../design/design';
import { PARAMETERS, type Parameter, valueAt } from '../design/parameters';
import { PRESETS, type PresetName, presetNamed } from '../design/presets';
import { type Received, receiveDesign } from '../design/receiveDesign';
import { sameValue } from '../design/sameValue';
import { harmless, MOST_IN_SENTENCE } from '../text/harmless';

/** A design and the preset it started from. */
export interface Origin {
  readonly design: Design;
  readonly preset: PresetName;
}

/** A design that was read from its code, the preset it started from, and what could not be read. */
export interface Decoded extends Origin, Received {}

/** Key of the preset's name. */
const PRESET_KEY = 'from';
/** Key whose 0 says that there is no head. */
const HEAD_KEY = 'h';
/** Keys of what was set by hand, by stage. */
const STAGE_KEYS = { o1: 'layer1', o2: 'layer2', o3: 'layer3', o4: 'layer4' } as const;

/** The keys a design's code may have; what else shares the text must take others. */
export const DESIGN_KEYS: readonly string[] = [
  PRESET_KEY,
  HEAD_KEY,
  ...Object.keys(STAGE_KEYS),
  ...PARAMETERS.map(({ key }) => key),
];

/**
 * A design as a short text for links and drafts: `from=S&w=1.5&o3=b4,w88`. It names the preset and, under the parameter
 * table's keys, what differs from it. `decodeDesign` gives the same design back.
 */
export function encodeDesign({ design, preset }: Origin): string {
  const base = presetNamed(preset).design;
  const changed = PARAMETERS.filter(({ field }) => {
    const value = valueAt(design, field);
    return value !== undefined && !sameValue(value, valueAt(base, field));
  });
  return [
    [PRESET_KEY, preset],
    ...changed.map((parameter) => [parameter.key, valueText(parameter, valueAt(design, parameter.field))] as const),
    ...(design.head ? [] : [[HEAD_KEY, '0'] as const]),
    ...Object.entries(STAGE_KEYS).flatMap(([key, stage]) => {
      const text = overrideText(design.overrides[stage] ?? {});
      return text === overrideText(base.overrides[stage] ?? {}) ? [] : [[key, text] as const];
    }),
  ]
    .map(([key, text]) => `${key}=${quoted(text)}`)
    .join('&');
}

/** Reads a design from its code, given as values by key (`readPairs`). Keys of others are not looked at. */
export function decodeDesign(pairs: ReadonlyMap<string, string>): Decoded {
  const dropped: string[] = [];
  const name = pairs.get(PRESET_KEY);
  const known = PRESETS.find((preset) => preset.name === name);
  if (name !== undefined && !known)
    dropped.push(`There is no preset ${harmless(name, MOST_IN_SENTENCE)}; this starts from X3D-S.`);
  const preset = known?.name ?? 'S';
  const base = presetNamed(preset).design;
  const head = pairs.get(HEAD_KEY);
  if (head !== undefined && head !== '0')
    dropped.push(`${HEAD_KEY} is 0, for no head, or absent; found ${harmless(head, MOST_IN_SENTENCE)}.`);
  const received = receiveDesign(rawDesign(pairs, base), base);
  return { preset, design: received.design, dropped: [...dropped, ...received.dropped] };
}

/** The values of a text `key=value&…` by key. What cannot be read as that is passed over; of two values the last stays. */
export function readPairs(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('&').flatMap((pair): [string, string][] => {
      const at = pair.indexOf('=');
      if (at <= 0) return [];
      try {
        return [[decodeURIComponent(pair.slice(0, at)), decodeURIComponent(pair.slice(at + 1))]];
      } catch {
        // A cut-off percent sign: the sentence about what was dropped comes from the value's reader.
        return [[pair.slice(0, at), UNREADABLE]];
      }
    }),
  );
}

/** Stands for a value whose letters are damaged; no value is written so. */
const UNREADABLE = '\uFFFD';

/** Percent signs only where a link needs them: commas and colons stay legible. */
export function quoted(text: string): string {
  return encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');
}

function rawDesign(pairs: ReadonlyMap<string, string>, base: Design): RawDesign {
  const sections: Record<string, Record<string, unknown>> = { reference: {}, clip: {}, head: {} };
  for (const parameter of PARAMETERS) {
    const text = pairs.get(parameter.key);
    const [section = '', name = ''] = parameter.field.split('.');
    const values = sections[section];
    if (text !== undefined && values) values[name] = valueFrom(parameter, text);
  }
  const overrides = Object.entries(STAGE_KEYS).flatMap(([key, stage]) => {
    const text = pairs.get(key);
    const set = text === undefined ? base.overrides[stage] : overrideOf(text);
    return set === undefined ? [] : [[stage, set] as const];
  });
  return {
    ...sections,
    head: pairs.get(HEAD_KEY) === '0' ? null : sections.head,
    overrides: Object.fromEntries(overrides) as Overrides,
  };
}

/** Stands for null, except in free text, which is null by being absent. */
const NULL = '-';

function valueText({ control }: Parameter, value: unknown): string {
  if (value === null) return NULL;
  switch (control.kind) {
    case 'switch':
      return value ? '1' : '0';
    case 'config':
      return configText(value as Readonly<Record<string, unknown>>);
    // A list of strides or sizes becomes text with commas.
    default:
      return String(value);
  }
}

/** The value a text stands for. What it is not, is left as text, and is refused with the right words later on. */
function valueFrom({ control }: Parameter, text: string): unknown {
  if (control.kind === 'text') return text;
  if (text === NULL) return null;
  switch (control.kind) {
    case 'switch':
      return text === '1' ? true : text === '0' ? false : text;
    case 'number':
    case 'integer':
      return numberOr(text);
    case 'window':
    case 'strides':
      return text.split(',').map(numberOr);
    case 'config':
      return configOf(text);
    case 'choice':
      return text;
  }
}

function numberOr(text: string): number | string {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** `GN,num_groups:8,affine:n`: the type first. */
function configText({ type, ...rest }: Readonly<Record<string, unknown>>): string {
  const word = (value: unknown) => (value === null ? NULL : value === true ? 'y' : value === false ? 'n' : `${value}`);
  return [type, ...Object.entries(rest).map(([name, value]) => `${name}:${word(value)}`)].join(',');
}

function configOf(text: string): Readonly<Record<string, unknown>> {
  const [type, ...rest] = text.split(',');
  const value = (word: string) => (word === 'y' ? true : word === 'n' ? false : word === NULL ? null : numberOr(word));
  const given = rest.map((item) => {
    const [name = '', word = ''] = item.split(':');
    return [name, value(word)] as const;
  });
  return { type, ...Object.fromEntries(given) };
}

const NUMBER_LETTERS = { b: 'blocks', w: 'width', s: 'stride' } as const;

/** `b4,w88,s1,qall`; one SE flag a block is written in hexadecimal behind a leading 1: `q.1d` is 1, 1, 0, 1. */
function overrideText(override: StageOverride): string {
  const numbers = Object.entries(NUMBER_LETTERS).flatMap(([letter, name]) =>
    override[name] === undefined ? [] : [`${letter}${override[name]}`],
  );
  const { se } = override;
  if (se === undefined) return numbers.join(',');
  const bits = typeof se === 'string' ? se : `.${BigInt(`0b1${se.map(Number).join('')}`).toString(16)}`;
  return [...numbers, `q${bits}`].join(',');
}

function overrideOf(text: string): Readonly<Record<string, unknown>> {
  if (text === '') return {};
  return Object.fromEntries(
    text.split(',').map((item): [string, unknown] => {
      const [letter, word] = [item.slice(0, 1), item.slice(1)];
      if (letter === 'q') return ['se', flagsOf(word)];
      const name = Object.entries(NUMBER_LETTERS).find(([known]) => known === letter)?.[1];
      return name ? [name, numberOr(word)] : [item, null];
    }),
  );
}

function flagsOf(word: string): readonly boolean[] | string {
  if (!/^\.[0-9a-f]{1,256}$/.test(word)) return word;
  return [
    ...BigInt(`0x${word.slice(1)}`)
      .toString(2)
      .slice(1),
  ].map((bit) => bit === '1');
}
