import { PARAMETERS } from '../design/parameters';
import { PRESETS, type PresetName } from '../design/presets';
import { type ConfigMap, isMap, literal } from './configValue';
import type { StatedDesign } from './statedDesign';

/** What design JSON says, and the preset it differs from. A file may hold the reference's arguments alone. Null for another JSON. */
export function readDesignValues(values: ConfigMap): (StatedDesign & { readonly preset: PresetName }) | null {
  const isWhole = values.has('reference');
  const reference = isWhole ? values.get('reference') : values;
  const known = (name: string) => PARAMETERS.some(({ field }) => field === `reference.${name}`);
  const says = isMap(reference) && [...reference.keys()].some(known);
  // A file with a clip or a head alone changes these alone.
  const part = ['clip', 'head', 'overrides'].some((name) => isWhole && values.has(name));
  if (!says && !part) return null;
  const notes: string[] = [];
  const object = (name: string) => {
    const value = values.get(name);
    if (isMap(value)) return literal(value, name) as Record<string, unknown>;
    if (value !== undefined) notes.push(`${name} is no object, and is left out.`);
    return undefined;
  };
  const head = isWhole && values.get('head') === null ? null : isWhole ? object('head') : undefined;
  const preset = PRESETS.find(({ name }) => name === values.get('preset'))?.name ?? 'defaults';
  return {
    what: 'design JSON',
    stated: {
      reference: isWhole ? (object('reference') ?? {}) : (literal(values, 'the design') as Record<string, unknown>),
      clip: (isWhole && object('clip')) || {},
      ...(head !== undefined && { head }),
      ...(isWhole && values.has('overrides') && { overrides: object('overrides') ?? {} }),
    },
    where: new Map(),
    complete: true,
    headChannels: null,
    notes,
    notRead: isWhole ? [...values.keys()].filter((key) => !SECTIONS.has(key)) : [],
    preset,
  };
}

const SECTIONS = new Set(['preset', 'reference', 'clip', 'head', 'overrides']);
