import type { Architecture } from '../architecture/architecture';
import { build } from '../architecture/build';
import { check } from '../architecture/problems';
import { stateDictOf } from '../architecture/walk';
import { CONFIG_BASE } from '../configs/readConfig';
import type { StatedDesign } from '../configs/statedDesign';
import type { Design } from '../design/design';
import { shown, withValue } from '../design/finding';
import { PARAMETERS, valueAt } from '../design/parameters';
import { receiveDesign } from '../design/receiveDesign';
import { sameValue } from '../design/sameValue';
import { isRecord } from '../text/json';
import type { Recognition } from './recognise';
import type { FileStatement } from './statedBy';
import type { StatedField } from './statedField';

/** Fields that no computation reads: only a stated one is told of. */
const SILENT = new Set(['reference.pretrained', 'reference.use_swish', 'clip.n']);

/**
 * A recognition with what the file states in words: where no tensor shows a field, or several values give the same
 * tensors, the one stated is taken; where tensors and words disagree, the tensors count and both are told.
 */
export function withStated(recognition: Recognition, { stated, under, notUnderstood }: FileStatement): Recognition {
  if (!stated) return notUnderstood.length > 0 ? { ...recognition, notes: notUnderstood } : recognition;
  const says = designStated(stated, recognition.design);
  const tensors = storedText(build(recognition.design));
  const fields: StatedField[] = [];
  let design = recognition.design;
  const widths = statedWidths(stated, says, design, under);
  if (widths) fields.push(widths);
  for (const { field } of PARAMETERS) {
    const key = stated.where.get(field);
    const head = field.startsWith('head.');
    // A code base has defaults for a network; the clip is stated or not.
    const byDefault =
      stated.complete && !SILENT.has(field) && (!field.startsWith('clip.') || statesClip(stated, field));
    if (key === undefined && !byDefault) continue;
    if (head && (!design.head || !says.head)) continue;
    // Widths that were compared above stay as simple as the tensors let them be.
    if (field === 'reference.gamma_w' && (widths || stated.stated.overrides !== undefined)) continue;
    const value = valueAt(says, field);
    const where = whereText(key, under);
    const row = { field, value: valueText(field, value), where, ...(key === undefined && BY_DEFAULT) };
    const changed = withValue(design, field, value);
    const { architecture } = sameValue(value, valueAt(design, field))
      ? { architecture: build(design) }
      : check(changed);
    if (architecture && storedText(architecture) === tensors) {
      design = architecture.design;
      fields.push(...(field === NORM ? normRows(stated, design, under) : [row]));
    } else if (key !== undefined) fields.push({ ...row, tensors: valueText(field, valueAt(design, field)) });
  }
  const notes = [...notUnderstood, ...stated.notes];
  return {
    ...recognition,
    design,
    stated: fields,
    ...(notes.length > 0 && { notes }),
    undecided: leftOpen(recognition, fields, design),
  };
}

const NORM = 'reference.norm_cfg';

const BY_DEFAULT = { byDefault: true } as const;

/** A norm's arguments, each with where it is stated. Those of norms that are not batch norm stay together. */
function normRows(stated: StatedDesign, design: Design, under: string): readonly StatedField[] {
  const norm = design.reference.norm_cfg;
  const key = stated.where.get(NORM);
  if (norm?.type !== 'BN3d' && norm?.type !== 'SyncBN')
    return [{ field: NORM, value: valueText(NORM, norm), where: whereText(key, under) }];
  const values = {
    type: norm.type,
    eps: norm.eps ?? 1e-5,
    momentum: norm.momentum === undefined ? 0.1 : norm.momentum,
  };
  return Object.entries(values).flatMap(([name, value]) => {
    const own = stated.where.get(`${NORM}.${name}`);
    if (own === undefined && !stated.complete) return [];
    const where = whereText(own, under);
    return [{ field: `${NORM}.${name}`, value: shown(value), where, ...(own === undefined && BY_DEFAULT) }];
  });
}

function whereText(key: string | undefined, under: string): string {
  if (key === undefined) return `${under}, by default`;
  return key.startsWith(under) ? key : `${under}: ${key}`;
}

function statesClip({ stated }: StatedDesign, field: string): boolean {
  return Object.hasOwn(stated.clip, field.slice('clip.'.length));
}

/** What a statement says as a whole design: absent fields are the code base's defaults, or the tensors' own. */
function designStated(stated: StatedDesign, recognised: Design): Design {
  const base = stated.complete ? { ...CONFIG_BASE, head: recognised.head } : recognised;
  const { head, ...rest } = stated.stated;
  const own = receiveDesign({ ...rest, ...(head && recognised.head ? { head } : {}) }, base).design;
  // Of a norm, only what is stated changes.
  const norm = own.reference.norm_cfg;
  const keeps = stated.complete || norm === null || recognised.reference.norm_cfg === null;
  return keeps ? own : withValue(own, 'reference.norm_cfg', { ...recognised.reference.norm_cfg, ...norm });
}

/** The widths that SlowFast's factors give: gamma_w where the tensors have them, both where they have others. */
function statedWidths(stated: StatedDesign, says: Design, design: Design, under: string): StatedField | null {
  const key = stated.where.get('reference.gamma_w');
  const architecture = key === undefined ? null : check({ ...says, clip: design.clip }).architecture;
  if (!architecture || stated.stated.overrides === undefined) return null;
  const where = `${under}: ${key}`;
  const [theirs, ours] = [widthsText(architecture), widthsText(build(design))];
  return theirs === ours
    ? { field: 'reference.gamma_w', value: shown(design.reference.gamma_w), where }
    : { field: 'widths', value: theirs, where, tensors: ours };
}

function widthsText({ baseChannels, stages }: Architecture): string {
  return `stem ${baseChannels.result}, stages ${stages.map(({ channels }) => channels).join(', ')}`;
}

function storedText(architecture: Architecture): string {
  return JSON.stringify(stateDictOf(architecture).map(({ key, shape }) => [key, shape]));
}

/** What neither tensors nor words show. */
function leftOpen(
  { undecided }: Recognition,
  fields: readonly StatedField[],
  { clip }: Design,
): Recognition['undecided'] {
  const known = new Set(fields.filter(({ tensors }) => tensors === undefined).map(({ field }) => field));
  const isKnown = (field: string) => known.has(field) || known.has(field.split('.').slice(0, 2).join('.'));
  return undecided.flatMap((each) => {
    if (each.field !== 'clip') return isKnown(each.field) ? [] : [each];
    const axes = ['t', 'h', 'w', 'interval'] as const;
    const open = axes.filter((axis) => !known.has(`clip.${axis}`));
    if (open.length === axes.length) return [each];
    return open.map((axis) => ({ field: `clip.${axis}`, value: String(clip[axis]), reason: each.reason }));
  });
}

function valueText(field: string, value: unknown): string {
  if (field === 'reference.norm_cfg' && isRecord(value)) {
    const { type, eps = 1e-5, momentum = 0.1 } = value as { type?: string; eps?: number; momentum?: number | null };
    return `${type}, eps ${eps}, momentum ${momentum}`;
  }
  if (isRecord(value))
    return Object.entries(value)
      .map(([name, each]) => (name === 'type' ? String(each) : `${name} ${shown(each)}`))
      .join(', ');
  return Array.isArray(value) ? value.join(', ') : shown(value);
}
