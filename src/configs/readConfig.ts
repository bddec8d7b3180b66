import { check } from '../architecture/problems';
import { type Design, REFERENCE_DEFAULTS } from '../design/design';
import { PRESETS, type PresetName, presetNamed } from '../design/presets';
import { type Received, receiveDesign } from '../design/receiveDesign';
import { sameValue } from '../design/sameValue';
import { harmless, harmlessSentence, MOST_IN_SENTENCE } from '../text/harmless';
import { parseJson } from '../text/json';
import { ConfigError } from './configError';
import { type ConfigMap, fromJson, isMap } from './configValue';
import { commentedDesign } from './designComment';
import { mmaction2Config } from './mmaction2Config';
import { readPython } from './pythonLiterals';
import { LONGEST_TEXT } from './pythonTokens';
import { readDesignValues } from './readDesignJson';
import { readMmaction2 } from './readMmaction2';
import { readSlowfast } from './readSlowfast';
import { slowfastYaml } from './slowfastYaml';
import type { StatedDesign } from './statedDesign';
import { readYaml } from './yaml';

/** A configuration that was read: what it states, and the preset or the design it is known to be of. */
export interface ReadConfig extends StatedDesign {
  /** Design JSON says which preset it differs from. */
  readonly preset?: PresetName;
  /** The design one of our own exports keeps in a comment, where its keys still say the same. */
  readonly own: Design | null;
}

/** True for a text that may be a configuration: what a paste or a file without an ending is asked. */
export function looksLikeConfig(text: string): boolean {
  return text.length < LONGEST_TEXT && /\b(?:X3D|gamma_[wbd]|X3DHead)\b/.test(text);
}

/**
 * Reads a design from a text: design JSON, an mmaction2 configuration (Python, or its JSON dump), or one of SlowFast
 * (YAML). The name's end says which; without one the text does. Nothing is run.
 * @throws ConfigError where it is none, is damaged, or is another network's
 */
export function readConfig(text: string, name = ''): ReadConfig {
  if (text.length > LONGEST_TEXT)
    throw new ConfigError(`It has ${text.length} characters; a configuration has fewer than ${LONGEST_TEXT}.`);
  const form = formOf(text, name);
  const read = READERS[form](text);
  return { ...read, ...told(read), own: ownDesign(text, read, form) };
}

/** Keys, notes and fields that are told of one by one; a text may name any number of them, as long as it likes. */
const MOST_TOLD = 100;

/** What a text names, as it can be shown. */
function told({ notRead, notes, where }: StatedDesign): Pick<StatedDesign, 'notRead' | 'notes' | 'where'> {
  const left = notRead.length - MOST_TOLD;
  const names = notRead.slice(0, MOST_TOLD).map((name) => harmless(name, MOST_IN_SENTENCE));
  const fields = [...where].slice(0, MOST_TOLD);
  return {
    notRead: left > 0 ? [...names, `${left} more`] : names,
    notes: notes.slice(0, MOST_TOLD).map(harmlessSentence),
    where: new Map(fields.map(([field, key]) => [harmless(field, MOST_IN_SENTENCE), harmless(key, MOST_IN_SENTENCE)])),
  };
}

type Form = 'json' | 'python' | 'yaml';

function formOf(text: string, name: string): Form {
  const ending = /\.(json|py|ya?ml)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === 'json') return 'json';
  if (ending !== undefined) return ending === 'py' ? 'python' : 'yaml';
  if (/^\s*\{\s*(?:"|\})/.test(text)) return 'json';
  if (/^[ \t]*[A-Z][A-Z\d_]*:(?:\s|$)/m.test(text) && !/\bdict\s*\(/.test(text)) return 'yaml';
  return 'python';
}

const READERS: Readonly<Record<Form, (text: string) => StatedDesign & { readonly preset?: PresetName }>> = {
  json: (text) => {
    const values = fromJson(parsedJson(text));
    if (!isMap(values))
      throw new ConfigError('The JSON is no object; a design is one with the reference’s arguments under "reference".');
    return readDesignValues(values) ?? ofDictionary(values);
  },
  python: (text) => {
    const config = readPython(text);
    // The arguments alone, or a dictionary of them: `gamma_w = 1`.
    return [...config.values.keys()].some(isArgument)
      ? (readDesignValues(config.values) ?? readMmaction2(config))
      : readMmaction2(config);
  },
  yaml: (text) => ofDictionary(readYaml(text)),
};

const isArgument = (name: string) => Object.hasOwn(REFERENCE_DEFAULTS, name) && name.startsWith('gamma_');

function ofDictionary(values: ConfigMap): StatedDesign {
  const isSlowfast = ['X3D', 'MODEL', 'DATA'].some((section) => isMap(values.get(section)));
  return isSlowfast ? readSlowfast(values) : (readDesignValues(values) ?? readMmaction2({ values }));
}

/** JSON's own parser would go as deep as a hostile text asks. */
const DEEPEST = 100;

function parsedJson(text: string): unknown {
  let depth = 0;
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (mark === '[' || mark === '{') depth += 1;
    if (mark === ']' || mark === '}') depth -= 1;
    if (depth > DEEPEST) throw new ConfigError(`The JSON is nested more than ${DEEPEST} deep.`);
  }
  const found = parseJson(text);
  if (found === undefined) throw new ConfigError('It is no JSON. Save it anew, or check its brackets and quotes.');
  return found;
}

/** Our own exports carry the whole design; it counts only where writing it again states what the file states. */
function ownDesign(text: string, read: StatedDesign, form: Form): Design | null {
  if (form === 'json') return null;
  const design = commentedDesign(text);
  const architecture = design && check(design).architecture;
  if (!architecture) return null;
  const written = (form === 'yaml' ? slowfastYaml : mmaction2Config)(architecture);
  if (!('text' in written)) return null;
  const again = READERS[form](written.text);
  return sameValue(again.stated, read.stated) ? architecture.design : null;
}

/** A design taken over from a configuration, the preset it is called after, and what could not be taken over. */
export interface ConfigDesign extends Received {
  readonly preset: PresetName;
}

/** What a whole configuration starts from: the reference's defaults. */
export const CONFIG_BASE: Design = { ...presetNamed('defaults').design, head: null };

/**
 * The design a configuration stands for, its values of the right types but perhaps illegal: ask `problemsOf`.
 * @param current what a configuration that does not state the whole network changes
 */
export function designOfConfig(
  read: ReadConfig,
  current: { readonly design: Design; readonly preset: PresetName },
): ConfigDesign {
  if (read.own) return { design: read.own, preset: presetOf(read.own) ?? 'defaults', dropped: [] };
  const ofFile =
    read.preset === undefined
      ? { design: CONFIG_BASE, preset: 'defaults' as const }
      : { design: presetNamed(read.preset).design, preset: read.preset };
  const base = read.complete ? ofFile : current;
  const { design, dropped } = receiveDesign(read.stated, base.design);
  return { design, preset: presetOf(design) ?? base.preset, dropped };
}

function presetOf(design: Design): PresetName | undefined {
  return PRESETS.find((preset) => sameValue(preset.design, design))?.name;
}

/** Sentences about a configuration and the design it became: what was understood otherwise than it looks, and what does not fit. */
export function notesOn(read: ReadConfig, design: Design): readonly string[] {
  const { headChannels: channels } = read;
  const features = channels === null ? null : (check(design).architecture?.featDim ?? null);
  return [
    ...read.notes,
    ...(features === null || features === channels
      ? []
      : [
          `The head’s in_channels is ${channels}, and conv5 gives ${features}: mmaction2 would stop at fc1. ${features} is taken.`,
        ]),
  ];
}
