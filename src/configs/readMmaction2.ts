import { HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../design/design';
import { BY_HAND } from './byHand';
import { ConfigError } from './configError';
import { type ConfigMap, type ConfigValue, isMap, isUnread, literal, valueIn } from './configValue';
import { type ClipFound, pipelineClip } from './pipelineClip';
import type { StatedDesign } from './statedDesign';

/** A configuration's values, and what of the file is not among them. */
interface GivenConfig {
  readonly values: ConfigMap;
  readonly bases?: readonly string[];
  readonly unread?: readonly { readonly line: number; readonly text: string }[];
}

const GAMMAS = ['gamma_w', 'gamma_b', 'gamma_d'];
/** X3DHead's arguments that a design has (x3d_head.py); mid_channels is fixed there, and it pools the whole map. */
const HEAD_KEYS = Object.keys(HEAD_DEFAULTS).filter((name) => name !== 'mid_channels' && name !== 'pool_window');
/** Of our subclass of it as well. */
const BY_HAND_KEYS = [...HEAD_KEYS, 'mid_channels'];

/**
 * What an mmaction2 configuration says of an X3D: `model.backbone` of type X3D (or the one dictionary of that type, where
 * it stands), the X3DHead beside it, and the clip its pipelines sample. Files named in `_base_` are not followed.
 * @throws ConfigError where it is another network's, or a value of the network is no literal
 */
export function readMmaction2({ values, bases = [], unread = [] }: GivenConfig): StatedDesign {
  const found = backboneOf(values);
  const reference: ReferencePart = found ? referenceOf(found.backbone, found.path) : NOTHING;
  const complete =
    found !== null &&
    typeName(found.backbone.get('type')) === 'X3D' &&
    (bases.length === 0 || GAMMAS.every((name) => Object.hasOwn(reference.values, name)));
  const head = headOf(values, found, complete);
  const clip = pipelineClip(values);
  if (!found && !head.found && !clip)
    throw new ConfigError(
      `It states nothing of an X3D: a backbone of type 'X3D', an X3DHead or a pipeline with SampleFrames is expected${bases.length > 0 ? `. It builds on ${bases.join(', ')}, which is not followed: open that file` : ''}.`,
    );
  return {
    what: 'mmaction2 configuration',
    stated: {
      reference: reference.values,
      ...(reference.overrides && { overrides: reference.overrides }),
      clip: clip?.values ?? {},
      ...(head.values === undefined ? {} : { head: head.values }),
    },
    where: new Map([...reference.where, ...head.where, ...(clip?.where ?? [])]),
    complete,
    headChannels: head.channels,
    notes: [
      ...(bases.length > 0 ? [`_base_ is not followed: nothing of ${bases.join(', ')} is read.`] : []),
      ...unread.map(({ line, text }) => `Line ${line} is not read, since it is no assignment of literals: ${text}`),
      ...reference.notes,
      ...head.notes,
      ...(clip?.notes ?? []),
    ],
    notRead: [...reference.notRead, ...head.notRead, ...restOf(values, found, clip)],
  };
}

interface Part {
  readonly values: Readonly<Record<string, unknown>>;
  readonly where: readonly (readonly [string, string])[];
  readonly notes: readonly string[];
  readonly notRead: readonly string[];
}
const NOTHING: Part = { values: {}, where: [], notes: [], notRead: [] };

interface Backbone {
  readonly backbone: ConfigMap;
  /** The dictionary it stands in, whose cls_head is the head. */
  readonly parent: ConfigMap;
  readonly path: string;
}

/** `X3D` of 'X3D', of 'mmaction.X3D', of the imported class X3D and of our own subclass of it. */
function typeName(value: ConfigValue | undefined): string | null {
  const text = isUnread(value) ? value.unread : value;
  if (typeof text !== 'string') return null;
  const name = text.split('.').at(-1) ?? text;
  if (name === BY_HAND.backbone) return 'X3D';
  return name === BY_HAND.head ? 'X3DHead' : name;
}

/** @throws ConfigError where the file has another backbone, or several different X3Ds */
function backboneOf(values: ConfigMap): Backbone | null {
  const usual = [valueIn(values, 'model', 'backbone'), values.get('backbone')];
  for (const [index, backbone] of usual.entries())
    if (isMap(backbone) && [null, 'X3D'].includes(typeName(backbone.get('type'))))
      return index === 0
        ? { backbone, parent: values.get('model') as ConfigMap, path: 'model.backbone' }
        : { backbone, parent: values, path: 'backbone' };
  const all = everyX3D(values);
  const [first, second] = all;
  if (second)
    throw new ConfigError(
      `It holds ${all.length} X3Ds (${all.map(({ path }) => path).join(', ')}). Leave one of them in the file.`,
    );
  const [other] = usual.filter(isMap);
  if (!first && other)
    throw new ConfigError(
      `Its backbone is ${typeName(other.get('type')) ?? 'another network'}, not X3D. Only X3D is built here.`,
    );
  return first ?? null;
}

/** Dictionaries looked at for an X3D; each once, however often a name repeats it. */
const MOST_LOOKED_AT = 100_000;

function everyX3D(root: ConfigMap): readonly Backbone[] {
  const found: Backbone[] = [];
  const seen = new Set<ConfigValue>();
  const look = (value: ConfigValue, parent: ConfigMap, path: string): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || seen.size > MOST_LOOKED_AT) return;
    seen.add(value);
    if (Array.isArray(value)) for (const [index, entry] of value.entries()) look(entry, parent, `${path}[${index}]`);
    if (!isMap(value)) return;
    if (typeName(value.get('type')) === 'X3D') found.push({ backbone: value, parent, path });
    else for (const [key, entry] of value) look(entry, value, path === '' ? key : `${path}.${key}`);
  };
  look(root, root, '');
  return found;
}

interface ReferencePart extends Part {
  readonly overrides?: Readonly<Record<string, unknown>>;
}

function referenceOf(backbone: ConfigMap, path: string): ReferencePart {
  // What our subclass is given beyond X3D's own arguments.
  const byHand = backbone.get('by_hand');
  const mine = [...backbone].filter(([key]) => Object.hasOwn(REFERENCE_DEFAULTS, key));
  const others = [...backbone.keys()].filter(
    (key) => !Object.hasOwn(REFERENCE_DEFAULTS, key) && key !== 'type' && !(key === 'by_hand' && isMap(byHand)),
  );
  refuseSpread(backbone, path);
  const foreign = others.filter((key) => !MMENGINE_KEYS.has(key));
  return {
    values: Object.fromEntries(mine.map(([key, value]) => [key, literal(value, `${path}.${key}`)])),
    ...(isMap(byHand) && { overrides: literal(byHand, `${path}.by_hand`) as Readonly<Record<string, unknown>> }),
    where: mine.flatMap(([key, value]) => [
      [`reference.${key}`, `${path}.${key}`] as const,
      ...(isMap(value)
        ? [...value.keys()].map((name) => [`reference.${key}.${name}`, `${path}.${key}.${name}`] as const)
        : []),
    ]),
    notes: foreign.map((key) => `${path}.${key} is no argument of mmaction2’s X3D: it belongs to another class.`),
    notRead: others.map((key) => `${path}.${key}`),
  };
}

/** Keys mmengine takes out of every dictionary before a class sees it. */
const MMENGINE_KEYS = new Set(['init_cfg', '_delete_', '_scope_']);

function refuseSpread(map: ConfigMap, path: string): void {
  const spread = map.get('**');
  if (spread !== undefined) literal(spread, `${path}'s **`);
}

interface HeadPart extends Omit<Part, 'values'> {
  /** Something was said of a head. */
  readonly found: boolean;
  readonly values: Readonly<Record<string, unknown>> | null | undefined;
  readonly channels: number | null;
}

function headOf(values: ConfigMap, backbone: Backbone | null, complete: boolean): HeadPart {
  const parent = backbone?.parent ?? values.get('model');
  const head = isMap(parent) ? parent.get('cls_head') : undefined;
  const none: HeadPart = { ...NOTHING, found: false, values: complete ? null : undefined, channels: null };
  if (head === null) return { ...none, found: true, values: null };
  if (!isMap(head)) return none;
  const path = backbone
    ? backbone.path.replace(/\.?[^.]*$/, (last) => (last.startsWith('.') ? '.cls_head' : 'cls_head'))
    : 'model.cls_head';
  const type = typeName(head.get('type'));
  if (type !== null && type !== 'X3DHead')
    return {
      ...none,
      found: true,
      values: null,
      notes: [`${path} is ${type}, not X3DHead: the network is read without a head.`],
      notRead: [path],
    };
  return { ...headArguments(head, path), found: true };
}

/** What a dictionary of the reference's X3DHead says: `dict(type='X3DHead', in_channels=432, num_classes=400)`. @throws ConfigError */
function headArguments(head: ConfigMap, path: string): Omit<HeadPart, 'found' | 'values'> & Pick<Part, 'values'> {
  refuseSpread(head, path);
  const keys = head.get('type') === BY_HAND.head ? BY_HAND_KEYS : HEAD_KEYS;
  const mine = [...head].filter(([key]) => keys.includes(key));
  const channels = head.get('in_channels');
  return {
    values: Object.fromEntries(mine.map(([key, value]) => [key, literal(value, `${path}.${key}`)])),
    where: mine.map(([key]) => [`head.${key}`, `${path}.${key}`]),
    channels: typeof channels === 'number' ? channels : null,
    notes: [],
    notRead: [...head.keys()]
      .filter((key) => !keys.includes(key) && key !== 'type' && key !== 'in_channels')
      .map((key) => `${path}.${key}`),
  };
}

/** Keys of the file that nothing was read of. */
function restOf(values: ConfigMap, backbone: Backbone | null, clip: ClipFound | null): readonly string[] {
  const [top = ''] = backbone?.path.split('.') ?? ['model'];
  const used = new Set([top, '_base_', ...(clip ? [clip.key] : [])]);
  const model = values.get(top);
  const inside =
    isMap(model) && top === 'model'
      ? [...model.keys()].filter((key) => !['type', 'backbone', 'cls_head'].includes(key))
      : [];
  return [...inside.map((key) => `model.${key}`), ...[...values.keys()].filter((key) => !used.has(key))];
}

/** Keys of the reference's X3DHead that change nothing a network computes once it is trained (x3d_head.py, base.py). */
const TRAINING_KEYS = new Set(['type', 'in_channels', 'loss_cls', 'average_clips', 'multi_class', 'topk', 'init_cfg']);

/**
 * A head's arguments where the reference's own dictionary is given: without its `type` and what only training reads. What
 * is no argument of X3DHead stays, so that validation refuses it. `channels` is the in_channels it names.
 */
export function headOfReference(given: Readonly<Record<string, unknown>>): {
  readonly head: Readonly<Record<string, unknown>>;
  readonly channels: number | null;
} {
  const type = given.type;
  const isOther = type !== undefined && typeName(typeof type === 'string' ? type : null) !== 'X3DHead';
  const head = Object.fromEntries(
    Object.entries(given).filter(([key]) => !TRAINING_KEYS.has(key) || (key === 'type' && isOther)),
  );
  return { head, channels: typeof given.in_channels === 'number' ? given.in_channels : null };
}
