import type { Convention } from '../analysis/conventions';
import type { Costs } from '../analysis/costs';
import type { Change } from '../analysis/difference';
import { type Amounts, type ChangingAmount, largestChange } from '../analysis/largestChange';
import { bytesOf, QUANTITIES } from '../analysis/quantities';
import type { ReceptiveField } from '../analysis/receptiveField';
import { type ColourMeasure, type ColourStep, type Standing, stepOf } from '../diagram/colourScales';
import type { Colour, Family } from '../diagram/looks';
import type { Measure } from '../state/view/session';
import { shareText, timeText, titled } from '../text/numberText';

/** The measures that can colour graph, table and bars, in the order of the menu. */
export const COLOUR_MEASURES: readonly { readonly value: Measure; readonly label: string }[] = [
  { value: 'kind', label: 'Kind' },
  { value: 'parameters', label: titled(QUANTITIES.parameters.label) },
  { value: 'macs', label: 'MACs' },
  { value: 'activations', label: titled(QUANTITIES.activations.label) },
  { value: 'receptiveField', label: titled(QUANTITIES.field.label) },
  { value: 'time', label: 'Measured time' },
  { value: 'learning', label: 'Learning' },
  { value: 'difference', label: 'Difference' },
];

/** What a measure says about a part of the network. */
interface Reading {
  /** Length of its bar, 0 to 1. */
  readonly fraction: number;
  /** As a node writes it: `41 %`, `1.20 ms`, `+12 %`. */
  readonly text: string;
  /** As it is said aloud: `41 % of the MACs`. */
  readonly sentence: string;
}

/** The chosen measure, ready to be asked about any part of the network. Parts are named by path; several are one thing. */
export interface MeasureView {
  /** Colours say what kind of layer something is; bars then show MACs. */
  readonly byKind: boolean;
  /** The scale of the colours, and of the legend. */
  readonly scale: ColourMeasure;
  /** What the bars show: `share of the MACs`. */
  readonly of: string;
  /** Null where nothing is known of those parts. */
  read(paths: readonly string[]): Reading | null;
  /** Their step on the scale; null where nothing is known, and where kinds give the colours. */
  step(paths: readonly string[]): ColourStep | null;
  /** A CSS colour for them, the same wherever they are drawn. */
  colourOf(paths: readonly string[], family: Family): string;
}

export interface Measured {
  /** Sizes of the clip along t, h, w. */
  readonly clip: readonly number[];
  readonly costs: ReadonlyMap<string, Costs>;
  /** How arithmetic is counted. */
  readonly convention: Convention;
  /** Asked for only where fields give the colours: they cost as much as the rest together. */
  readonly fields: () => ReadonlyMap<string, ReceptiveField>;
  /** The pinned design: its costs, and what became of a part since; null where none is pinned. */
  readonly before: { readonly costs: ReadonlyMap<string, Costs>; changeOf(path: string): Change } | null;
  /** Measured ms by path, groups included, and of the whole under ''; null where this network was not measured. */
  readonly times: ReadonlyMap<string, number> | null;
  /** Largest change of the weights in training over the weights, by path; null where this network is not trained here. */
  readonly learning: ReadonlyMap<string, number> | null;
}

/**
 * What must be done before a measure can be chosen; null where it can be.
 * @param what.learnt what learnt one's own classes of the network: it may have left no changes of weights to show
 */
export function missing(
  measure: Measure,
  what: Readonly<Record<'before' | 'times' | 'learning', unknown>> & { readonly learnt?: 'head' | 'more' | undefined },
): string | null {
  const { before, times, learning, learnt } = what;
  if (measure === 'difference' && !before) return 'pin a design first';
  if (measure === 'time' && !times) return 'measure this network first';
  if (measure !== 'learning' || learning) return null;
  if (learnt === 'head') return 'train more than the head first';
  return learnt ? 'train this network again' : 'train this network first';
}

/** A measure over a network. One that cannot be had (`missing`) is shown as kinds. */
export function viewOf(measure: Measure, measured: Measured): MeasureView {
  const chosen = measure === 'kind' || missing(measure, measured) !== null ? null : measure;
  const scale = chosen ?? 'macs';
  const gauge = GAUGES[scale](measured);
  const step = (paths: readonly string[]): ColourStep | null => {
    if (!chosen || paths.length === 0) return null;
    const standing = gauge.standing(paths);
    return standing === null ? null : stepOf(scale, standing);
  };
  return {
    byKind: chosen === null,
    scale,
    of: gauge.of,
    read: (paths) => (paths.length === 0 ? null : gauge.read(paths)),
    step,
    colourOf(paths, family) {
      const found = step(paths);
      return found ? onBothGrounds(found) : `var(--x3d-kind-${chosen ? 'plain' : family})`;
    },
  };
}

/** A colour that follows the page's scheme. */
export function onBothGrounds({ light, dark }: Colour): string {
  return `light-dark(${light}, ${dark})`;
}

interface Gauge {
  /** What a reading is: `share of the MACs`. */
  readonly of: string;
  /** Where parts stand on the measure's colour scale; null where nothing is known of them. */
  standing(paths: readonly string[]): Standing | null;
  /** Null where nothing is known of the parts. */
  read(paths: readonly string[]): Reading | null;
}

function numberGauge(
  of: string,
  position: (paths: readonly string[]) => number | null,
  read: (position: number, paths: readonly string[]) => Reading,
): Gauge {
  return {
    of,
    standing: position,
    read(paths) {
      const found = position(paths);
      return found === null ? null : read(found, paths);
    },
  };
}

const GAUGES: Readonly<Record<ColourMeasure, (measured: Measured) => Gauge>> = {
  parameters: ({ costs }) => shareGauge('the parameters', costs, ({ parameters }) => parameters),
  macs: ({ costs, convention }) => shareGauge(`the ${convention.label}`, costs, (own) => convention.count(own)),
  activations: ({ costs }) =>
    shareGauge(QUANTITIES.activations.label, costs, ({ activations }) => bytesOf(activations)),
  receptiveField: ({ clip, fields }) =>
    numberGauge(
      'part of the clip that is seen',
      // What several blocks in a row see is what the last one sees.
      (paths) => {
        const field = fields().get(paths[paths.length - 1] ?? '');
        return field ? field.size.reduce((part, size, axis) => (part * size) / (clip[axis] ?? size), 1) : null;
      },
      (part) => ({ fraction: part, text: shareText(part), sentence: `${shareText(part)} of the clip is seen` }),
    ),
  time: ({ times }) => {
    const timeOf = (paths: readonly string[]) => sum(paths, (path) => times?.get(path) ?? 0);
    const whole = times?.get('') ?? 0;
    return numberGauge(
      'share of the measured time',
      (paths) => (whole > 0 ? timeOf(paths) / whole : null),
      (share, paths) => ({
        fraction: share,
        text: timeText(timeOf(paths)),
        sentence: `${timeText(timeOf(paths))}, ${shareText(share)} of the measured time`,
      }),
    );
  },
  learning: ({ learning }) =>
    numberGauge(
      'change of the weights while training',
      (paths) => {
        const known = paths.flatMap((path) => learning?.get(path) ?? []);
        return known.length > 0 ? Math.max(...known) : null;
      },
      (change) => ({
        fraction: Math.min(1, Math.max(0, (Math.log10(Math.max(change, 1e-5)) + 5) / 4)),
        // Weights that are trained never stay as they are to the bit.
        text: change === 0 ? 'frozen' : shareText(change),
        sentence: change === 0 ? 'frozen: its weights stay as they are' : `${shareText(change)} change of the weights`,
      }),
    ),
  difference: ({ costs, before, convention }) => {
    const amountsOf = (all: ReadonlyMap<string, Costs> | undefined, paths: readonly string[]): Amounts => {
      const total = (of: (costs: Costs) => number) =>
        sum(paths, (path) => {
          const own = all?.get(path);
          return own ? of(own) : 0;
        });
      return {
        parameters: total(({ parameters }) => parameters),
        macs: total((own) => convention.count(own)),
        activations: total(({ activations }) => activations),
      };
    };
    const changeOf = (paths: readonly string[]) =>
      largestChange(amountsOf(before?.costs, paths), amountsOf(costs, paths));
    const isNew = (paths: readonly string[]) => !paths.some((path) => before?.costs.has(path));
    const standing = (paths: readonly string[]): Standing => {
      const { by } = changeOf(paths);
      if (by !== 0 || !before) return by;
      if (isNew(paths)) return 'new';
      return paths.some((path) => before.changeOf(path) !== 'same') ? 'changed otherwise' : 0;
    };
    const names: Readonly<Record<ChangingAmount, string>> = {
      parameters: QUANTITIES.parameters.label,
      macs: convention.label,
      activations: QUANTITIES.activations.label,
    };
    return {
      of: `largest change in ${names.parameters}, ${names.macs} or ${names.activations}`,
      standing,
      read(paths) {
        const change = standing(paths);
        const fraction = typeof change === 'number' ? Math.min(1, Math.abs(change)) : change === 'new' ? 1 : 0;
        if (isNew(paths)) return { fraction, text: 'new', sentence: 'new against the pinned design' };
        if (change === 0) return { fraction, text: 'same', sentence: 'the same as in the pinned design' };
        if (change === 'changed otherwise')
          return { fraction, text: 'changed', sentence: 'changed against the pinned design, amounts the same' };
        const text = change === 'new' ? 'more' : signedShareText(change);
        return { fraction, text, sentence: `${text} ${names[changeOf(paths).of]} against the pinned design` };
      },
    };
  },
};

function shareGauge(amount: string, costs: ReadonlyMap<string, Costs>, of: (costs: Costs) => number): Gauge {
  const costAt = (path: string): number => {
    const own = costs.get(path);
    return own ? of(own) : 0;
  };
  const whole = costAt('');
  return numberGauge(
    `share of ${amount}`,
    (paths) => (whole > 0 ? sum(paths, costAt) / whole : 0),
    (share) => ({ fraction: share, text: shareText(share), sentence: `${shareText(share)} of ${amount}` }),
  );
}

function signedShareText(change: number): string {
  return `${change < 0 ? '−' : '+'}${shareText(Math.abs(change))}`;
}

function sum(paths: readonly string[], of: (path: string) => number): number {
  return paths.reduce((total, path) => total + of(path), 0);
}
