import { isLegal } from '../../architecture/problems';
import { decodeDesign, encodeDesign, readPairs } from '../../codec/designCode';
import type { EXPLORE_KEYS } from '../../codec/linkKeys';
import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { type AxisName, axisNamed } from '../../scaling/axes';
import { START, startWalk, type Walk, type WalkNode } from '../../scaling/expansion';
import { type GridAxis, WIDE_GRID } from '../../scaling/grid';
import { MEASURE_NAMES } from '../../scaling/measureNames';
import type { SweepRange } from '../../scaling/sweep';
import { VARIED } from '../../scaling/varied';
import {
  type Activity,
  type BudgetMeasure,
  type Explore,
  FRESH_EXPLORE,
  isActivity,
  isChartHeight,
} from '../explore/explore';

/** What of the explorer a link and a reload bring back: what a person asked for, not what was worked out. */
type Part = Exclude<keyof Explore, 'searching' | 'found' | 'sweeping' | 'swept'>;
export type ExploreView = Pick<Explore, Part>;

/** One part of the view as text. A text that says nothing of the kind is read as null. */
interface Code<T> {
  /** As links call it. */
  readonly key: (typeof EXPLORE_KEYS)[number];
  readonly text: (value: T) => string;
  readonly read: (text: string) => T | null;
}

const number = (text: string | undefined): number | null => {
  const value = Number(text);
  return text?.trim() && Number.isFinite(value) ? value : null;
};
const positive = (text: string): number | null => {
  const value = number(text);
  return value !== null && value > 0 ? value : null;
};

/** Every part, by its name in the store. */
const CODES: { readonly [K in Part]: Code<Explore[K]> } = {
  activity: { key: 'chart', text: String, read: (text) => (isActivity(text) ? text : null) },
  height: { key: 'height', text: String, read: (text) => (isChartHeight(text) ? text : null) },
  accuracies: { key: 'series', text: String, read: number },
  factor: { key: 'factor', text: String, read: (text) => (positive(text) === 1 ? null : positive(text)) },
  device: {
    key: 'device',
    // What only a measured device has comes after a comma, where older links have nothing.
    text: ({ macsPerSecond, bytesPerSecond, dispatchSeconds, name, ...measured }) => {
      const { channelwiseMacsPerSecond = '', functionsPerSecond = '' } = measured;
      const more = [channelwiseMacsPerSecond, functionsPerSecond].join(',');
      const last = more === ',' ? `${dispatchSeconds}` : `${dispatchSeconds},${more}`;
      return [macsPerSecond, bytesPerSecond, last, name].join(':');
    },
    read(text) {
      const [macs = '', bytes = '', last = '', ...name] = text.split(':');
      const [dispatch = '', channelwise = '', functions = ''] = last.split(',');
      const [macsPerSecond, bytesPerSecond, dispatchSeconds] = [positive(macs), positive(bytes), positive(dispatch)];
      if (macsPerSecond === null || bytesPerSecond === null || dispatchSeconds === null) return null;
      const [channelwiseMacsPerSecond, functionsPerSecond] = [positive(channelwise), positive(functions)];
      return {
        macsPerSecond,
        bytesPerSecond,
        dispatchSeconds,
        name: name.join(':').slice(0, 80),
        ...(channelwiseMacsPerSecond !== null && { channelwiseMacsPerSecond }),
        ...(functionsPerSecond !== null && { functionsPerSecond }),
      };
    },
  },
  walk: { key: 'walk', text: walkText, read: readWalk },
  compared: { key: 'with', text: String, read: number },
  target: { key: 'onto', text: String, read: positive },
  budget: { key: 'budget', text: budgetText, read: readBudget },
  sweep: {
    key: 'sweep',
    text: ({ x, y, measure }) => [sideText(x), sideText(y), measure].join(','),
    read(text) {
      const [across, up, name] = text.split(',');
      const [x, y] = [readSide(across), readSide(up)];
      const measure = MEASURE_NAMES.find((known) => known === name);
      return x && y && measure ? { x, y, measure } : null;
    },
  },
  graph: { key: 'graph', text: (shown) => (shown ? '1' : '0'), read: (text) => text !== '0' },
};
const PARTS = Object.keys(CODES) as readonly Part[];

/** Parts that every activity shows, and what each shows besides. */
const SHOWN: readonly Part[] = ['activity', 'height', 'accuracies', 'graph'];
const USED: Readonly<Record<Activity, readonly Part[]>> = {
  family: [],
  axes: ['factor', 'device'],
  expansion: ['factor', 'device', 'walk', 'compared', 'target'],
  budget: ['budget', 'device'],
  sweep: ['sweep', 'device'],
};

/** What of the explorer is on the screen: the rest as it begins. */
export function viewOnScreen(state: Explore): ExploreView {
  const kept = new Set([...SHOWN, ...USED[state.activity]]);
  return Object.fromEntries(PARTS.map((part) => [part, (kept.has(part) ? state : FRESH_EXPLORE)[part]])) as ExploreView;
}

/** What differs from the explorer's beginning, as texts by key. */
export function encodeView(view: ExploreView): readonly (readonly [key: string, text: string])[] {
  const textOf = <K extends Part>(part: K): readonly (readonly [string, string])[] => {
    const { key, text } = CODES[part];
    const value = view[part];
    return value === null || sameValue(value, FRESH_EXPLORE[part]) ? [] : [[key, text(value)]];
  };
  return PARTS.flatMap((part) => textOf(part));
}

/** The view that texts by key stand for, and which of them could not be read. */
export function decodeView(pairs: ReadonlyMap<string, string>): {
  readonly view: ExploreView;
  readonly unread: readonly string[];
} {
  const unread: string[] = [];
  const read = (part: Part) => {
    const { key, read: readText } = CODES[part];
    const text = pairs.get(key);
    if (text === undefined) return FRESH_EXPLORE[part];
    const value = readText(text);
    if (value === null) unread.push(key);
    return value ?? FRESH_EXPLORE[part];
  };
  const view = Object.fromEntries(PARTS.map((part) => [part, read(part)])) as ExploreView;
  const compared = view.compared !== null && view.walk.nodes[view.compared] ? view.compared : null;
  return { view: { ...view, compared }, unread };
}

/** A step in a link: the node it is taken from, its axis and the axis's new value. */
const STEP = /^(\d+)(tau|t|s|w|b|d)(\d+(?:\.\d+)?)$/;
/** No more steps are read from a text. */
const MOST_NODES = 500;

/** `0b2.25,1s160:2`: each step with the node it is taken from, then where one stands; before it `from=S!`, unless X2D. */
function walkText({ nodes, at }: Walk): string {
  const [first] = nodes;
  const start =
    first && !sameValue(first.design, START) ? `${encodeDesign({ design: first.design, preset: 'S' })}!` : '';
  const steps = nodes.flatMap(({ parent, step }) =>
    step ? [`${parent}${step.axis.replace('gamma_', '')}${step.to}`] : [],
  );
  return `${start}${steps.join(',')}:${at}`;
}

function readWalk(text: string): Walk | null {
  const end = text.lastIndexOf('!');
  const start = end < 0 ? START : decodeDesign(readPairs(text.slice(0, end))).design;
  const [steps = '', at = ''] = text.slice(end + 1).split(':');
  if (!isLegal(start)) return null;
  const nodes: WalkNode[] = [...startWalk(start).nodes];
  for (const step of steps.split(',').filter(Boolean).slice(0, MOST_NODES)) {
    const node = nodeAfter(nodes, step);
    if (!node) return null;
    nodes.push(node);
  }
  const standing = number(at);
  return standing !== null && nodes[standing] ? { nodes, at: standing } : null;
}

function nodeAfter(nodes: readonly WalkNode[], text: string): WalkNode | null {
  const [, from, letter = '', value] = STEP.exec(text) ?? [];
  const parent = nodes[Number(from)];
  if (!parent || letter === '') return null;
  const name = `gamma_${letter}` as AxisName;
  const axis = axisNamed(name);
  const design: Design = axis.apply(parent.design, Number(value));
  if (!isLegal(design)) return null;
  const step = { axis: name, from: axis.value(parent.design), to: Number(value) };
  return { id: nodes.length, parent: parent.id, design, step };
}

/** `macs:2e9:more,parameters:3e6:less,hold:frames:side`: the limit, or a dash, and the aim; then axes that are held. */
function budgetText({ limits, aims, held }: Explore['budget']): string {
  const measures = (Object.keys(limits) as BudgetMeasure[])
    .filter((measure) => limits[measure] !== null || aims[measure])
    .map((measure) => [measure, limits[measure] ?? '-', aims[measure] ?? '-'].join(':'));
  return [...measures, ...(held.length > 0 ? [[HOLD, ...held].join(':')] : [])].join(',');
}

function readBudget(text: string): Explore['budget'] | null {
  const measures = Object.keys(FRESH_EXPLORE.budget.limits) as BudgetMeasure[];
  const limits = Object.fromEntries(measures.map((measure) => [measure, null])) as Record<BudgetMeasure, number | null>;
  const aims: Partial<Record<BudgetMeasure, 'less' | 'more'>> = {};
  let held: readonly GridAxis[] = [];
  for (const item of text.split(',').filter(Boolean)) {
    const [name = '', limit = '', aim] = item.split(':');
    if (name === HOLD) {
      const words = item.split(':').slice(1);
      held = GRID_AXES.filter((axis) => words.includes(axis));
      if (held.length !== words.length) return null;
      continue;
    }
    const measure = measures.find((known) => known === name);
    if (!measure) return null;
    limits[measure] = limit === '-' ? null : positive(limit);
    if (aim === 'less' || aim === 'more') aims[measure] = aim;
  }
  return { limits, aims, held };
}

/** Key of the axes that are held; no measure is called so. */
const HOLD = 'hold';
const GRID_AXES = Object.keys(WIDE_GRID) as readonly GridAxis[];

const sideText = ({ parameter, least, most, count }: SweepRange): string => [parameter, least, most, count].join(':');

function readSide(text = ''): SweepRange | null {
  const [parameter = '', from, to, values] = text.split(':');
  const [least, most, count] = [number(from), number(to), number(values)];
  const known = VARIED.some(({ name }) => name === parameter);
  if (!known || least === null || most === null || count === null || count < 2 || count > 64) return null;
  return { parameter, least, most, count };
}
