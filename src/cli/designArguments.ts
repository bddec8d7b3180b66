import { type Checked, check } from '../architecture/problems';
import { literal } from '../configs/configValue';
import { readPythonValue } from '../configs/pythonLiterals';
import { headOfReference } from '../configs/readMmaction2';
import { completeDesign, type RawDesign } from '../design/complete';
import { type Design, HEAD_DEFAULTS } from '../design/design';
import { PARAMETERS, type Parameter } from '../design/parameters';
import { isRecord } from '../text/json';
import { type Options, texts, type Values } from './option';
import { decimal } from './optionValues';
import { START_OPTIONS, startingDesign } from './startingDesign';
import { UsageError } from './usage';

const REFERENCE = PARAMETERS.filter(({ field }) => field.startsWith('reference.'));
const keyword = ({ field }: Parameter): string => field.slice('reference.'.length);
const flag = (parameter: Parameter): string => keyword(parameter).replaceAll('_', '-');

/** Options every command takes that works on a design: what it starts from, one for each argument of the reference, and the three below. */
export const DESIGN_OPTIONS: Options = {
  ...START_OPTIONS,
  ...texts(...REFERENCE.map(flag), 'design', 'input', 'head'),
};

/** A legal design and what it builds: what the options say, and `base` (or the defaults) where they say nothing. @throws UsageError for anything that is not one. */
export function designFrom(
  values: Values,
  base?: Design,
): Checked & { readonly architecture: NonNullable<Checked['architecture']> } {
  const { architecture, problems } = check(rawDesignFrom(values, startingDesign(values, base)));
  if (architecture) {
    checkHeadChannels(values, architecture.featDim);
    return { architecture, problems };
  }
  const [problem] = problems.filter(({ severity }) => severity === 'error');
  const name = problem?.field.replace(/^(reference|clip)\./, '') ?? '';
  throw new UsageError(`${name}: ${problem?.message} Expected ${problem?.expected}.`);
}

/** The design the options ask for; it may be illegal. @throws UsageError where an option cannot be read. */
export function rawDesignFrom(values: Values, base?: Design): Design {
  const given = parseObject('--design', values.design) ?? {};
  const asked: RawDesign = Object.hasOwn(given, 'reference') ? given : { reference: given };
  const whole: RawDesign = { ...base, ...asked, reference: { ...base?.reference, ...asked.reference } };
  const clip = clipFrom(values.input);
  const flags = Object.fromEntries(
    REFERENCE.flatMap((parameter) => {
      const text = values[flag(parameter)];
      return typeof text === 'string' ? [[keyword(parameter), parseValue(parameter, text)]] : [];
    }),
  );
  const head = values.head === undefined ? whole.head : { ...base?.head, ...headOption(values.head)?.head };
  const reference = { ...whole.reference, ...flags };
  const channels = (reference as { readonly in_channels?: unknown }).in_channels ?? 3;
  if (clip && clip.channels !== channels)
    throw new UsageError(
      `--input has ${clip.channels} channels and in_channels is ${channels}; give both the same number.`,
    );
  return completeDesign({ ...whole, reference, clip: { ...whole.clip, ...clip?.sizes }, head });
}

/** The head as an option gives it: its own arguments, or the reference's whole dictionary of a cls_head. */
function headOption(text: Values[string]) {
  const given = parseObject('--head', text);
  const option = given && headOfReference(given);
  if (option?.head.type !== undefined)
    throw new UsageError(`--head is of type ${option.head.type}; only X3DHead is built here.`);
  return option;
}

/** @throws UsageError where --head says which features it takes, and conv5 gives others */
function checkHeadChannels({ head: text }: Values, features: number): void {
  const channels = headOption(text)?.channels ?? null;
  if (channels !== null && channels !== features)
    throw new UsageError(
      `--head has in_channels ${channels}, and conv5 gives ${features}; leave it out, or change gamma_w or gamma_b.`,
    );
}

function clipFrom(text: Values[string]) {
  if (typeof text !== 'string') return null;
  const sizes = text.split(',').map(decimal);
  const [n = 0, channels = 0, t = 0, h = 0, w = 0] = sizes;
  if (sizes.length !== 5 || !sizes.every((size) => Number.isInteger(size) && size >= 1))
    throw new UsageError(
      `--input is N,channels,T,H,W, five whole numbers from 1 up, as in 1,3,13,160,160; found ${text}.`,
    );
  return { channels, sizes: { n, t, h, w } };
}

/** A value as one types it: 2.25, 2,2,2,2, none, true, {"type":"GN"}; text where it is none of those. */
function parseValue({ control, field }: Parameter, text: string): unknown {
  if (text === 'None' || text === 'none' || text === 'null') return null;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (control.kind === 'strides' || control.kind === 'window')
    return text.split(',').map((size) => orText(decimal(size), size));
  if (control.kind === 'config') return parseObject(`--${flag({ field } as Parameter)}`, text);
  if (control.kind === 'text') return text;
  const [, top = text, bottom = '1'] = /^([\d.]+)\/([\d.]+)$/.exec(text) ?? [];
  return orText(decimal(top) / decimal(bottom), text);
}

/** A number that a text stands for; what is none stays text, and is refused with the right words later on. */
const orText = (value: number, text: string) => (Number.isNaN(value) ? text : value);

/** What an option's object looks like, and which keys it knows. */
const EXAMPLES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    '--design': `'{"gamma_w":1}', with any argument of the reference`,
    '--head': `'{"num_classes":400}', of ${Object.keys(HEAD_DEFAULTS).join(', ')}, or the reference's own X3DHead dictionary`,
    '--norm-cfg': `'{"type":"BN3d","eps":1e-5}'`,
    '--act-cfg': `'{"type":"ReLU"}'`,
    '--conv-cfg': `'{"type":"Conv3d"}'`,
  }),
);

function parseObject(option: string, text: Values[string]): Readonly<Record<string, unknown>> | null {
  if (typeof text !== 'string') return null;
  const wanted = `a JSON object such as ${EXAMPLES.get(option) ?? `'{"type":"…"}'`}`;
  const value = parsedObject(option, text, wanted);
  if (!isRecord(value)) throw new UsageError(`${option} is ${wanted}; found ${text}.`);
  return value;
}

/** JSON, or a dictionary as Python writes it: `dict(type='GN', num_groups=2)`. @throws UsageError */
function parsedObject(option: string, text: string, wanted: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      if (/^\s*(?:dict\s*\(|\{)/.test(text)) return literal(readPythonValue(text), option);
    } catch {
      // The message tells of the documented form.
    }
    throw new UsageError(`${option} is not JSON; write ${wanted}.`);
  }
}
