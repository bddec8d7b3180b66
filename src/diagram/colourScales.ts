import { inkOn } from './inkOn';
import type { Colour } from './looks';

/** A measure that colours the graph, table and bars. */
export type ColourMeasure =
  | 'parameters'
  | 'macs'
  | 'activations'
  | 'time'
  | 'receptiveField'
  | 'learning'
  | 'difference';

/**
 * Where a part stands on a scale: a number, or what no number says of a change: that something is there which was not
 * before, or that something changed and no amount with it (a kernel's border, an activation function).
 */
export type Standing = number | 'new' | 'changed otherwise';

export interface ColourStep extends Colour {
  /** What is written on it, on light and on dark ground. */
  readonly ink: Colour;
  /** True for what has this colour, unless an earlier step holds it. */
  holds(standing: Standing): boolean;
  /** As the legend writes it. */
  readonly label: string;
}

/** A binned colour scale, from low to high. Bins, not a gradient: a colour can be read back from the legend. */
interface ColourScale {
  /** What the values are: `share of the network's MACs`. */
  readonly meaning: string;
  readonly steps: readonly ColourStep[];
}

const atMost = (bound: number) => (standing: Standing) => typeof standing === 'number' && standing <= bound;
const below = (bound: number) => (standing: Standing) => typeof standing === 'number' && standing < bound;
const theRest = () => true;

/** Shares of the whole network. Costs span four orders of magnitude, so the steps widen as they rise. */
const SHARES = [...[0.001, 0.005, 0.02, 0.08, 0.25].map(atMost), theRest];
const SHARE_LABELS = ['≤ 0.1 %', '0.5 %', '2 %', '8 %', '25 %', 'more'];

/** Part of the clip that is seen. */
const SEEN = [...[0.1, 0.25, 0.5, 0.75, 0.999].map(atMost), theRest];
const SEEN_LABELS = ['≤ 10 %', '25 %', '50 %', '75 %', '< all', 'all'];

/** Change of weights over the weights: none, which is frozen, and rates of learning, which span decades. */
const LEARNT = [...[0, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2].map(atMost), theRest];
const LEARNT_LABELS = ['frozen', '≤ 0.01 %', '0.1 %', '0.3 %', '1 %', '3 %', 'more'];

/** Largest change of an amount against the pinned design, signed. */
const CHANGE = [
  atMost(-0.25),
  below(0),
  atMost(0),
  (standing: Standing) => standing === 'changed otherwise',
  atMost(0.25),
  theRest,
];
const CHANGE_LABELS = ['≤ −25 %', 'less', 'same', 'changed, same amounts', '≤ +25 %', 'more'];

/**
 * The scales. Each sequential one is a single hue that runs away from the ground in lightness, so it reads without
 * colour vision; the diverging one is purple to orange, which no common deficiency confuses.
 */
export const COLOUR_SCALES: Readonly<Record<ColourMeasure, ColourScale>> = {
  parameters: scale('share of the parameters', SHARES, SHARE_LABELS, {
    light: ['#dfe9f7', '#b9d0ed', '#86adde', '#4f84c9', '#2a5da8', '#163c77'],
    dark: ['#1f2c40', '#27436d', '#35619f', '#4f86cd', '#86b0e6', '#c4dbf7'],
  }),
  macs: scale('share of the MACs', SHARES, SHARE_LABELS, {
    light: ['#fbe8d0', '#f5cb96', '#eaa455', '#d07a25', '#a2560c', '#6b3706'],
    dark: ['#36281a', '#5c3c17', '#8d5713', '#c77b24', '#eba65a', '#fbd6a6'],
  }),
  activations: scale('share of all layer outputs', SHARES, SHARE_LABELS, {
    light: ['#d9efea', '#a9dbd1', '#6cbdb0', '#369a8d', '#16756b', '#094d46'],
    dark: ['#17302d', '#1a4b45', '#217066', '#369a8d', '#6fc4b7', '#b9e8e0'],
  }),
  time: scale('share of the measured time', SHARES, SHARE_LABELS, {
    light: ['#eae1f6', '#d1bdea', '#b190da', '#8b5ec2', '#6b3fa1', '#462370'],
    dark: ['#2a2138', '#43315f', '#634692', '#885dc3', '#b592e2', '#ddc9f5'],
  }),
  receptiveField: scale('part of the clip that one output sees', SEEN, SEEN_LABELS, {
    light: ['#f3e3ec', '#e2bcd2', '#cc8bb1', '#ae5a8d', '#873867', '#591c42'],
    dark: ['#35202c', '#562f47', '#834268', '#ac588b', '#d490b7', '#f0cbe0'],
  }),
  learning: scale('change of the weights between reports', LEARNT, LEARNT_LABELS, {
    light: ['#e1ecfc', '#ece8c8', '#e2dcae', '#cdbf68', '#a99a2c', '#7b6f12', '#4d4506'],
    dark: ['#1a2536', '#332f14', '#4a4518', '#756b1b', '#a99a2c', '#d5c65c', '#f2eab0'],
  }),
  difference: scale('largest change in parameters, MACs or layer outputs', CHANGE, CHANGE_LABELS, {
    light: ['#5e3c99', '#a99bcd', '#e3e6eb', '#9aa7b8', '#efb566', '#b35806'],
    dark: ['#a98be0', '#6a5a97', '#2e343e', '#66717f', '#96642a', '#f0a850'],
  }),
};

/** The step of a scale that something falls into. */
export function stepOf(measure: ColourMeasure, standing: Standing): ColourStep {
  const found = COLOUR_SCALES[measure].steps.find(({ holds }) => holds(standing));
  if (!found) throw new Error(`the scale of ${measure} has no steps`);
  return found;
}

function scale(
  meaning: string,
  holding: readonly ColourStep['holds'][],
  labels: readonly string[],
  colours: { readonly light: readonly string[]; readonly dark: readonly string[] },
): ColourScale {
  const steps = holding.map((holds, index) => ({
    holds,
    label: labels[index] ?? '',
    light: colours.light[index] ?? '',
    dark: colours.dark[index] ?? '',
    ink: { light: inkOn(colours.light[index] ?? ''), dark: inkOn(colours.dark[index] ?? '') },
  }));
  return { meaning, steps };
}
