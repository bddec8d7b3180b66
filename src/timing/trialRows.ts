import type { ChannelwiseForm } from '../lowering/channelwiseForms';
import type { ChannelwiseShape, ChosenForms } from '../lowering/chooseChannelwise';
import type { Target } from '../lowering/pipeline';
import { candidateOf, type WebGpuOptions } from './candidates';
import { FLOAT32_BOUND, type Verdict } from './verdict';

/** What a device's rows are kept under: its GPU, or processor as far as a page is told, and the browser's version. */
export type DeviceKey = string;

/** One network with its weights, by a short hash. */
export type NetworkPlace = `network ${string}`;

/** One candidate as it was tried on a device. */
export interface TrialRow {
  readonly target: Target;
  /** Id of the candidate. */
  readonly candidate: string;
  /** Where it was tried: channel-wise convolutions of a shape; how one network is opened; `network` for all of any. */
  readonly place: ChannelwiseShape | NetworkPlace | 'network';
  /** Layers of that shape in the network it was tried for. */
  readonly layers: number;
  /** What it was compared with: what was used there until then. */
  readonly against: string;
  /** WASM threads that both ran with; 1 on WebGPU. */
  readonly threads: number;
  readonly verdict: Verdict;
  /** How often it was tried: what a busy machine left undecided is tried again, a few times. */
  readonly tries: number;
  /** When, in ms since 1970. */
  readonly at: number;
}

/** How networks run on a device, where that is not as they would anywhere. */
export interface RunSetup {
  /** WASM threads; null for as many as the browser suggests. */
  readonly threads: number | null;
  readonly forms: ChosenForms;
  /** How networks are opened on WebGPU. */
  readonly opening: WebGpuOptions;
}

/** Nothing was chosen. */
export const NO_SETUP: RunSetup = { threads: null, forms: {}, opening: {} };

/** Id of the row that compares the whole network, as the device chose it, with what runs where nothing is chosen. */
export const TOGETHER = 'together';

/**
 * What the rows of a device adopt for a target: of several adopted one after another, the last; nothing where all of it
 * together was found wrong, or slower than nothing.
 * @param network the one that is opened; without it, what holds for any
 */
export function setupOf(rows: readonly TrialRow[], target: Target, network?: NetworkPlace): RunSetup {
  const whole = rows.find((row) => row.target === target && row.candidate === TOGETHER)?.verdict.kind;
  return whole === undefined || whole === 'adopted' || whole === 'no-gain'
    ? adoptedBy(rows, target, network)
    : NO_SETUP;
}

/** What candidates were adopted one by one, whatever they do together. */
export function adoptedBy(rows: readonly TrialRow[], target: Target, network?: NetworkPlace): RunSetup {
  let threads: number | null = null;
  let opening: WebGpuOptions = {};
  const forms: Record<ChannelwiseShape, ChannelwiseForm> = {};
  for (const row of rows) {
    const change = candidateOf(row.candidate)?.change;
    if (row.target !== target || row.verdict.kind !== 'adopted' || !change) continue;
    if (change.kind === 'threads') threads = change.threads;
    else if (change.kind === 'form') forms[row.place] = change.form;
    else if (row.place === network) opening = { ...opening, ...change.opening };
  }
  return { threads, forms, opening };
}

/** Largest distance from WASM that all that a network adopted explains: that of the candidate with the widest bound. */
export function boundOf(rows: readonly TrialRow[], target: Target, network: NetworkPlace): number {
  const adopted = rows.filter((row) => {
    const holds = row.place === network || !row.place.startsWith('network ');
    return holds && row.target === target && row.verdict.kind === 'adopted';
  });
  return Math.max(FLOAT32_BOUND, ...adopted.map(({ candidate }) => candidateOf(candidate)?.bound ?? 0));
}

/** Most rows kept of a device: every network and clip size adds some. */
const MOST_ROWS = 500;

/** Rows with those of a newer trial: a candidate that was tried again in the same place is replaced, at the end. */
export function withRow(rows: readonly TrialRow[], row: TrialRow): readonly TrialRow[] {
  return [...rows.filter((known) => !sameTrial(known, row)), row].slice(-MOST_ROWS);
}

/** An interval wider than this, upper over lower end, decides nothing. */
const UNDECIDED = 1.3;
/** How often such a candidate is tried. */
const MOST_TRIES = 3;

/** Whether a candidate has a verdict in a place that another trial would hardly change. */
export function isSettled(rows: readonly TrialRow[], one: TrialPlace): boolean {
  const row = rows.find((row) => sameTrial(row, one));
  if (row === undefined) return false;
  if (row.verdict.kind !== 'no-gain' || row.tries >= MOST_TRIES) return true;
  const { interval } = row.verdict;
  return interval !== null && interval[1] <= UNDECIDED * interval[0];
}

/** How often a candidate was tried in a place. */
export function triesOf(rows: readonly TrialRow[], one: TrialPlace): number {
  return rows.find((row) => sameTrial(row, one))?.tries ?? 0;
}

/** What is tried where. */
type TrialPlace = Pick<TrialRow, 'target' | 'candidate' | 'place'>;

function sameTrial(a: TrialPlace, b: TrialPlace): boolean {
  return a.target === b.target && a.candidate === b.candidate && a.place === b.place;
}
