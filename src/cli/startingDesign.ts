import { readFileSync, statSync } from 'node:fs';
import { decodeDesign, readPairs } from '../codec/designCode';
import { unknownNames } from '../codec/linkKeys';
import { ConfigError } from '../configs/configError';
import { CONFIG_BASE, notesOn, type ReadConfig, readConfig } from '../configs/readConfig';
import { completeDesign } from '../design/complete';
import type { Design } from '../design/design';
import { PRESETS, presetNamed } from '../design/presets';
import { KIND_BYTES } from '../files/fileKind';
import { harmless } from '../text/harmless';
import { texts, type Values } from './option';
import { remark } from './printed';
import { readTrouble } from './unreadable';
import { CommandError, UsageError } from './usage';

/** Options that name a whole design, which the others then change. */
export const START_OPTIONS = texts('preset', 'link', 'from');

/** Bytes beyond which a text is no configuration, and is not read. */
const LARGEST = 8_000_000;

/** True where the command line names a design, rather than only changing one. */
export function namesDesign(values: Values): boolean {
  return Object.keys(values).some((option) => option === 'design' || Object.hasOwn(START_OPTIONS, option));
}

/**
 * The design the others start from: `--preset S`, `--link URL`, or what `--from FILE` states, over `base` (a recognised
 * checkpoint's). What of a link or a file was not taken over goes to stderr, a line each. Undefined where nothing is named.
 * @throws UsageError, CommandError
 */
export function startingDesign(values: Values, base?: Design): Design | undefined {
  const { preset, link, from } = values;
  if (preset !== undefined && link !== undefined)
    throw new UsageError('--preset and --link name a design each; give one of them.');
  const named = preset !== undefined ? presetDesign(preset) : link !== undefined ? linkDesign(link) : base;
  if (typeof from !== 'string') return named;
  const read = configFile(from);
  if (!read.complete && !named && !setsNetwork(values))
    throw new UsageError(
      `${from} states a part of a network only (${read.notes[0] ?? read.what}). Name the rest as well: --preset S, --link URL, --design '{…}' or --gamma-b 2.25 and the like.`,
    );
  const unused = preset !== undefined ? '--preset' : link !== undefined ? '--link' : null;
  if (unused && (read.own || read.complete)) remark(`${from} states a whole network: ${unused} is not used.`);
  const design = configDesign(read, named);
  for (const sentence of aboutConfig(read, design)) remark(`${from}: ${sentence}`);
  return design;
}

/** A configuration's design over a base; it may be illegal. */
export function configDesign(read: ReadConfig, base?: Design): Design {
  if (read.own) return read.own;
  const { reference, clip, head, overrides } = read.stated;
  const whole = read.preset ? presetNamed(read.preset).design : CONFIG_BASE;
  const under = read.complete ? whole : (base ?? CONFIG_BASE);
  return completeDesign({
    reference: { ...under.reference, ...reference },
    clip: { ...under.clip, ...clip },
    head: head === undefined ? under.head : head && { ...under.head, ...head },
    overrides: overrides ?? under.overrides,
  });
}

/** Characters that no text holds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const BINARY = /[\0-\x08\x0e-\x1f]/;

/** A configuration from a file. @throws UsageError where it cannot be opened, CommandError where it is none */
export function configFile(path: string): ReadConfig {
  try {
    const about = statSync(path);
    if (!about.isFile())
      throw new UsageError(`${path} is no file but a folder, a device or a pipe. Name the file itself.`);
    if (about.size > LARGEST) throw new CommandError(`${path} has ${about.size} bytes; a configuration has fewer.`);
    const text = readFileSync(path, 'utf8');
    if (BINARY.test(text.slice(0, KIND_BYTES)))
      throw new CommandError(
        `${path} is no text, and --from reads designs written as text (JSON, mmaction2's .py, SlowFast's .yaml). Weights are read by \`x3d inspect\`, and name the network there.`,
      );
    return readConfig(text, path);
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(`${path} holds no design: ${error.message}`);
    if (error instanceof UsageError || error instanceof CommandError) throw error;
    throw new UsageError(`${path} could not be opened: ${readTrouble(error)}.`);
  }
}

/** What has to be said of a configuration: what was understood otherwise than it looks, and which keys were not read. */
export function aboutConfig(read: ReadConfig, design: Design): readonly string[] {
  const { notRead } = read;
  return [
    ...notesOn(read, design),
    ...(notRead.length > 0 ? [`Not read, since they are not the network's: ${notRead.join(', ')}.`] : []),
  ];
}

function presetDesign(name: string | boolean): Design {
  const found = PRESETS.find((preset) => preset.name.toLowerCase() === String(name).toLowerCase());
  if (!found) throw new UsageError(`--preset is ${PRESETS.map((preset) => preset.name).join(', ')}; found ${name}.`);
  return found.design;
}

/** The design of a link of the page, its address included or not. */
function linkDesign(link: string | boolean): Design {
  const pairs = readPairs(String(link).replace(/^[^#]*#/, ''));
  if (!pairs.has('from'))
    throw new UsageError(
      `--link is an address the page copied, as in https://…/#v=1&from=S&w=1.5; found ${harmless(String(link), 80)}.`,
    );
  const { design, dropped } = decodeDesign(pairs);
  for (const sentence of [...dropped, ...unknownNames(pairs)]) remark(`The link: ${sentence}`);
  return design;
}

/** True where options give numbers of a network of their own. */
function setsNetwork(values: Values): boolean {
  return Object.keys(values).some((option) => option === 'design' || option.startsWith('gamma-'));
}
