import type { Architecture, Group, Layer } from '../architecture/architecture';
import { isGroup, type Part } from '../architecture/walk';
import { shapeText } from '../tensor/shape';
import { isRecord } from '../text/json';
import { type Costs, costsByPath } from './costs';

/** What became of a part from one architecture to the other. A group is changed where anything in it is not the same. */
export type Change = 'added' | 'removed' | 'changed' | 'same';

/** One thing that differs about a part that both have: `kernel`, `1×3×3`, `1×1×1`. */
interface Aspect {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What a part costs more, or less, than before. A part that is missing on one side counts 0 there. */
export type CostChange = Readonly<
  Record<'parameters' | 'macs' | 'convActivations' | 'activations' | 'weightBytes', number>
>;

/** A part of the merged tree: of either architecture, or of both. */
export interface Difference {
  readonly path: string;
  readonly kind: Part['kind'];
  readonly change: Change;
  /** What differs about the part itself; empty where it is new, gone, the same, or changed only inside. */
  readonly aspects: readonly Aspect[];
  readonly costs: CostChange;
  readonly before: Part | null;
  readonly after: Part | null;
  /** In forward order, what is gone after what came before it; empty for a layer. */
  readonly children: readonly Difference[];
}

/** How many parts fell to each change. */
type Tally = Readonly<Record<Change, number>>;

/** Two architectures as one merged tree. */
export interface ArchitectureDifference {
  readonly parts: readonly Difference[];
  readonly byPath: ReadonlyMap<string, Difference>;
  readonly costs: CostChange;
  readonly blocks: Tally;
  readonly layers: Tally;
}

/**
 * What was added, removed and changed from one architecture to another. Parts are matched by path, as their weights are:
 * of a stage that grew or shrank, the first blocks are compared and the last ones are new or gone. A layer is changed
 * where its fields or its output shape are; that it reads another layer, since one before it came or went, is no change
 * of its own.
 */
export function difference(before: Architecture, after: Architecture): ArchitectureDifference {
  const costs = [costsByPath(before), costsByPath(after)] as const;
  const facts = [stageFactsByPath(before), stageFactsByPath(after)] as const;
  const byPath = new Map<string, Difference>();
  const compare = ([old, young]: Pair): Difference => {
    const part = young ?? old;
    if (!part) throw new Error('a pair of nothing');
    const { path, kind } = part;
    const children = pairs(childrenOf(old), childrenOf(young)).map(compare);
    const aspects =
      old && young ? [...aspectsOf(old, young), ...factAspects(facts[0].get(path), facts[1].get(path))] : [];
    const touched = aspects.length > 0 || children.some(({ change }) => change !== 'same');
    const change = !old ? 'added' : !young ? 'removed' : touched ? 'changed' : 'same';
    const costChange = costsAt(costs, path);
    const found = { path, kind, change, aspects, costs: costChange, before: old, after: young, children } as const;
    byPath.set(path, found);
    return found;
  };
  const parts = pairs(before.parts, after.parts).map(compare);
  const all = [...byPath.values()];
  return {
    parts,
    byPath,
    costs: costsAt(costs, ''),
    blocks: tally(all.filter(({ kind }) => kind === 'block')),
    layers: tally(all.filter((found) => !isGroup(found.after ?? found.before ?? NO_GROUP))),
  };
}

type Pair = readonly [before: Part | null, after: Part | null];
const NO_GROUP: Group = { kind: 'stem', path: '', children: [], result: '', output: [] };

const childrenOf = (part: Part | null): readonly Part[] => (part && isGroup(part) ? part.children : []);

/** Parts of both sides by path, in the order of `after`; what is gone stands behind its former neighbour. */
function pairs(before: readonly Part[], after: readonly Part[]): readonly Pair[] {
  const old = new Map(before.map((part) => [part.path, part]));
  const merged: Pair[] = after.map((part) => [old.get(part.path) ?? null, part]);
  before.forEach((part, index) => {
    if (merged.some(([, young]) => young?.path === part.path)) return;
    const neighbour = before[index - 1]?.path;
    const place = merged.findIndex(([a, b]) => (b ?? a)?.path === neighbour);
    merged.splice(place + 1, 0, [part, null]);
  });
  return merged;
}

function aspectsOf(before: Part, after: Part): readonly Aspect[] {
  const output = aspect('output', shapeText(before.output), shapeText(after.output));
  if (isGroup(before) || isGroup(after))
    return before.kind === after.kind ? output : [...kinds(before, after), ...output];
  return [...kinds(before, after), ...fieldAspects(before, after), ...output];
}

const kinds = (before: Part, after: Part) => aspect('kind', before.kind, after.kind);

/** What the fields of a layer are called, where a word says it better than the key. */
const FIELD_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    in: 'channels in',
    out: 'channels out',
    paddingMode: 'border',
    'fn.type': 'function',
    trackRunningStats: 'running statistics',
    requiresGrad: 'trained',
  }),
);

function fieldAspects(before: Layer, after: Layer): readonly Aspect[] {
  // Most layers are the same, and this says so ten times as fast as their words.
  if (JSON.stringify(before.fields) === JSON.stringify(after.fields)) return [];
  const [old, young] = [flat(before.fields), flat(after.fields)];
  const names = new Set([...old.keys(), ...young.keys()]);
  return [...names].flatMap((name) =>
    aspect(FIELD_WORDS.get(name) ?? name, old.get(name) ?? '–', young.get(name) ?? '–'),
  );
}

/** Fields by dotted name, their values as text. */
function flat(fields: object, prefix = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(fields).flatMap(([name, value]: [string, unknown]): (readonly [string, string])[] =>
      isRecord(value)
        ? [...flat(value, `${prefix}${name}.`)]
        : [[prefix + name, Array.isArray(value) ? value.join('×') : `${value}`]],
    ),
  );
}

/** What a stage or block says of itself beyond its layers. */
type Facts = ReadonlyMap<string, string>;

function stageFactsByPath({ stages }: Architecture): ReadonlyMap<string, Facts> {
  const facts = new Map<string, Facts>();
  for (const { path, blocks, channels, planes, stride, se, seWidth } of stages) {
    facts.set(
      path,
      new Map([
        ['blocks', `${blocks.result}`],
        ['width', `${channels}`],
        ['bottleneck', `${planes.result}`],
        ['stride', `${stride}`],
        ['blocks with SE', `${se.filter(Boolean).length}`],
      ]),
    );
    se.forEach((has, block) => {
      facts.set(`${path}.${block}`, new Map([['SE', has && seWidth ? `${seWidth.result}` : 'none']]));
    });
  }
  return facts;
}

function factAspects(before: Facts = new Map(), after: Facts = new Map()): readonly Aspect[] {
  return [...after].flatMap(([name, value]) => aspect(name, before.get(name) ?? value, value));
}

const aspect = (name: string, before: string, after: string): readonly Aspect[] =>
  before === after ? [] : [{ name, before, after }];

function costsAt(
  [before, after]: readonly [ReadonlyMap<string, Costs>, ReadonlyMap<string, Costs>],
  path: string,
): CostChange {
  const change = (measure: keyof CostChange) => (after.get(path)?.[measure] ?? 0) - (before.get(path)?.[measure] ?? 0);
  return {
    parameters: change('parameters'),
    macs: change('macs'),
    convActivations: change('convActivations'),
    activations: change('activations'),
    weightBytes: change('weightBytes'),
  };
}

function tally(differences: readonly Difference[]): Tally {
  const counts = { added: 0, removed: 0, changed: 0, same: 0 };
  for (const { change } of differences) counts[change] += 1;
  return counts;
}
