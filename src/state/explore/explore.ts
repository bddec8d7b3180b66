import { createStore } from 'zustand/vanilla';
import type { DeviceProfile } from '../../analysis/predictedTime';
import type { Design } from '../../design/design';
import type { Budget, BudgetProgress } from '../../scaling/budget';
import { back, goTo, nodeOf, PUBLISHED_WALK, type Step, startWalk, take, type Walk } from '../../scaling/expansion';
import type { GridAxis } from '../../scaling/grid';
import { MEASURE_NAMES, type MeasureName } from '../../scaling/measureNames';
import { memberOf } from '../../scaling/members';
import type { Sweep, SweepRange } from '../../scaling/sweep';
import type { DocumentStore } from '../document/document';
import type { TaskStatus } from '../task';

/** What one does in the explorer. */
export type Activity = (typeof ACTIVITY_NAMES)[number];
const ACTIVITY_NAMES = ['family', 'axes', 'expansion', 'budget', 'sweep'] as const;

/**
 * What the chart's height is: a measure of every design, the accuracy published for some, or the accuracy that small ones
 * reached on made clips.
 */
export type ChartHeight = Exclude<MeasureName, 'macs'> | 'accuracy' | 'madeClips';

export function isActivity(name: string): name is Activity {
  return ACTIVITY_NAMES.some((activity) => activity === name);
}

/** True for what can be the chart's height. */
export function isChartHeight(name: string): name is ChartHeight {
  return (
    name === 'accuracy' ||
    name === 'madeClips' ||
    (name !== 'macs' && MEASURE_NAMES.some((measure) => measure === name))
  );
}

/** A measure that a budget can limit or aim at. */
export type BudgetMeasure = Exclude<MeasureName, 'activations' | 'trainingMemory'>;

/** True for what a budget can limit or aim at. */
export function isBudgeted(name: string): name is BudgetMeasure {
  return Object.hasOwn(FRESH_EXPLORE.budget.limits, name);
}

/** What a budget allows and asks for. */
export interface BudgetForm {
  /** The most of a cost, the least of a receptive field; null where anything goes. */
  readonly limits: Readonly<Record<BudgetMeasure, number | null>>;
  /** What designs compete on, and in which direction. */
  readonly aims: Readonly<Partial<Record<BudgetMeasure, 'less' | 'more'>>>;
  /** Axes that stay as they are in the design on the form. */
  readonly held: readonly GridAxis[];
}

/** What a search has found so far, and what it was asked. */
export interface BudgetResult extends BudgetProgress {
  readonly asked: Budget;
}

/** The matrix of a sweep, as far as it is. */
export interface SweepResult {
  readonly sweep: Sweep;
  /** `[y][x]`; NaN where a design would be illegal. */
  readonly rows: readonly (readonly number[])[];
  /** What the worker took, in ms. */
  readonly ms: number;
}

/** What a person is doing in the explorer. Walks are kept while the page lives; the design is the document's. */
export interface Explore {
  readonly activity: Activity;
  readonly height: ChartHeight;
  /** Which published accuracies are shown: an index of `ACCURACY_SERIES`. */
  readonly accuracies: number;
  /** What a step multiplies MACs by. */
  readonly factor: number;
  readonly device: DeviceProfile;
  readonly walk: Walk;
  /** The node whose path is compared with the one stood on. */
  readonly compared: number | null;
  /** MACs a contraction is to land on; null while none is wanted. */
  readonly target: number | null;
  readonly budget: BudgetForm;
  readonly searching: TaskStatus;
  /** What the newest search has found; null before it has found anything. */
  readonly found: BudgetResult | null;
  readonly sweep: { readonly x: SweepRange; readonly y: SweepRange; readonly measure: MeasureName };
  readonly sweeping: TaskStatus;
  /** The newest matrix there is: while another is worked out, the one before it. */
  readonly swept: SweepResult | null;
  /** The graph stands under the chart. */
  readonly graph: boolean;
}

/**
 * Round numbers to start from, not a measurement: a laptop's processor in WebAssembly is of this order. Those of
 * another device are typed in.
 */
export const ASSUMED_DEVICE: DeviceProfile = {
  name: 'assumed device',
  macsPerSecond: 20e9,
  bytesPerSecond: 10e9,
  dispatchSeconds: 20e-6,
};

/** The explorer as it begins. */
export const FRESH_EXPLORE: Explore = {
  activity: 'family',
  height: 'parameters',
  accuracies: 0,
  factor: 2,
  device: ASSUMED_DEVICE,
  walk: startWalk(),
  compared: null,
  target: null,
  budget: {
    limits: {
      macs: 2e9,
      parameters: 3e6,
      convActivations: 64e6,
      peakLive: null,
      trainingStep: null,
      predictedTime: null,
      fieldFrames: null,
      fieldPixels: null,
    },
    // Accuracy cannot be computed: by default the search spends MACs and spares parameters. A third aim makes a front
    // of hundreds.
    aims: { macs: 'more', parameters: 'less' },
    held: [],
  },
  searching: { kind: 'idle' },
  found: null,
  sweep: {
    x: { parameter: 'gamma_s', least: 64, most: 320, count: 33 },
    y: { parameter: 'gamma_t', least: 1, most: 32, count: 32 },
    measure: 'macs',
  },
  sweeping: { kind: 'idle' },
  swept: null,
  graph: true,
};

/** What the explorer shows, and the walk one takes in it. */
export type ExploreStore = ReturnType<typeof createExplore>;

/** Makes the explorer's state as it begins. */
export function createExplore(document: DocumentStore) {
  const store = createStore<Explore>()(() => FRESH_EXPLORE);
  /** Puts a design of the walk on the form, called after the published member it stands on. */
  const showNode = (design: Design): void => document.setDesign(design, memberOf(design)?.preset.name);
  /** Stands on another design of the walk. */
  const standOn = (id: number): void => {
    const walk = goTo(store.getState().walk, id);
    store.setState(({ compared }) => ({ walk, compared: compared === id ? null : compared }));
    showNode(nodeOf(walk, id).design);
  };
  return Object.assign(store, {
    standOn,
    /** Takes a step of the walk; the design follows, in one step of undo. */
    takeStep(step: Step, design: Design): void {
      store.setState(({ walk }) => ({ walk: take(walk, step, design) }));
      showNode(design);
    },
    /** One step back; the step that was left stays as a branch. */
    stepBack: (): void => standOn(back(store.getState().walk).at),
    /** Begins a walk: at X2D, at the design on the form, or with the built-in one already walked. */
    beginWalk(from: 'X2D' | 'published' | { readonly design: Design }): void {
      const walk = from === 'X2D' ? startWalk() : from === 'published' ? PUBLISHED_WALK : startWalk(from.design);
      store.setState({ walk, compared: null, target: null });
      showNode(nodeOf(walk, walk.at).design);
    },
  });
}
