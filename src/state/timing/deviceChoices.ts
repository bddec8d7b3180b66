import { createStore, type StoreApi } from 'zustand/vanilla';
import { memoised } from '../../memo/memoised';
import { isRecord, recordOf } from '../../text/json';
import {
  type DeviceKey,
  type NetworkPlace,
  NO_SETUP,
  type RunSetup,
  setupOf,
  type TrialRow,
  withRow,
} from '../../timing/trialRows';
import type { App } from '../app';
import { keepInBrowser } from '../storage';
import type { TaskStatus } from '../task';
import type { Contender } from './measurements';

/** What was tried on each device that this browser ran on, and whether more is to be tried. */
export interface DeviceChoices {
  /** By device: a GPU or processor, with the browser's version. */
  readonly devices: Readonly<Record<DeviceKey, readonly TrialRow[]>>;
  /** What the comparison of each GPU with WASM said: null where both agree, else one sentence on why it is not trusted. */
  readonly probes: Readonly<Record<DeviceKey, string | null>>;
  /** Candidates are tried for a few seconds after a run, in the background. */
  readonly background: boolean;
  readonly status: TaskStatus<TrialWork, TrialProgress>;
}

/** On which network's shapes candidates are tried, and where. */
export interface TrialSubject extends Pick<Contender, 'design' | 'weights'> {
  readonly target: TrialRow['target'];
}

/** Which trial a status is about. */
export interface TrialWork {
  /** Asked for, or in the background after a run. */
  readonly asked: boolean;
}

export interface TrialProgress {
  /** Candidate and place; null before the first one. */
  readonly at: Pick<TrialRow, 'candidate' | 'place'> | null;
}

/** One empty list for all, so that a store's readers see no change. */
const NO_ROWS: readonly TrialRow[] = [];

/** The form in which choices are kept; what was kept in another one is not used. */
const VERSION = 1;

/**
 * The store of devices' choices, with those of earlier visits. Changed by trials.ts, and by its own functions. Made when
 * something first runs: the first screen asks for nothing of it.
 */
export const deviceChoicesOf: (app: App) => StoreApi<DeviceChoices> = memoised(createDeviceChoices);

function createDeviceChoices(): StoreApi<DeviceChoices> {
  const store = createStore<DeviceChoices>()(() => ({
    devices: {},
    probes: {},
    background: true,
    status: { kind: 'idle' },
  }));
  keepInBrowser(store, 'x3d-studio.choices', {
    kept: ({ devices, probes, background }) => ({ version: VERSION, devices, probes, background }),
    read: (saved) => {
      const { version, devices, probes, background } = recordOf(saved);
      if (version !== VERSION) return {};
      return { devices: devicesFrom(devices), probes: probesFrom(probes), background: background !== false };
    },
  });
  return store;
}

/** Adds what came out for a candidate on a device. */
export function addRow(store: StoreApi<DeviceChoices>, key: DeviceKey, row: TrialRow): void {
  store.setState(({ devices }) => ({ devices: { ...devices, [key]: withRow(rowsOf({ devices }, key), row) } }));
}

/** Forgets what was tried on one device, and what its comparison with WASM said. */
export function forgetDevice(store: StoreApi<DeviceChoices>, key: DeviceKey): void {
  store.setState(({ devices: { [key]: _, ...devices }, probes: { [key]: __, ...probes } }) => ({ devices, probes }));
}

/** Why a GPU is not to be trusted; null where it agreed with WASM, undefined where it was not compared. */
export function distrustOf({ probes }: Pick<DeviceChoices, 'probes'>, gpu: DeviceKey): string | null | undefined {
  return Object.hasOwn(probes, gpu) ? probes[gpu] : undefined;
}

/** Keeps what the comparison of a GPU with WASM said. */
export function keepDistrust(store: StoreApi<DeviceChoices>, gpu: DeviceKey, objection: string | null): void {
  store.setState(({ probes }) => ({ probes: { ...probes, [gpu]: objection } }));
}

/** What was tried on a device, in the order it was. */
export function rowsOf({ devices }: Pick<DeviceChoices, 'devices'>, key: DeviceKey): readonly TrialRow[] {
  return Object.hasOwn(devices, key) ? (devices[key] ?? NO_ROWS) : NO_ROWS;
}

/** How networks run on a device. */
export function chosenSetup(
  choices: Pick<DeviceChoices, 'devices'>,
  key: DeviceKey,
  target: TrialRow['target'],
  network?: NetworkPlace,
): RunSetup {
  const rows = rowsOf(choices, key);
  return rows.length === 0 ? NO_SETUP : setupOf(rows, target, network);
}

/** The choices of a device as JSON, to be looked at or sent. */
export function choicesJson(choices: Pick<DeviceChoices, 'devices'>, key: DeviceKey): string {
  return `${JSON.stringify({ version: VERSION, device: key, rows: rowsOf(choices, key) }, null, 2)}\n`;
}

/** What was saved, as far as it can be used: whole rows. */
function devicesFrom(saved: unknown): DeviceChoices['devices'] {
  const entries = Object.entries(recordOf(saved));
  return Object.fromEntries(
    entries.map(([key, rows]): [DeviceKey, readonly TrialRow[]] => [
      key,
      Array.isArray(rows) ? rows.filter(isRow) : [],
    ]),
  );
}

function probesFrom(saved: unknown): DeviceChoices['probes'] {
  const known = Object.entries(recordOf(saved)).filter(([, said]) => said === null || typeof said === 'string');
  return Object.fromEntries(known) as DeviceChoices['probes'];
}

const VERDICTS: ReadonlySet<unknown> = new Set(['adopted', 'slower', 'no-gain', 'wrong', 'unsupported', 'faulted']);

function isRow(value: unknown): value is TrialRow {
  if (!isRecord(value) || !isRecord(value.verdict)) return false;
  const { target, candidate, place, against, layers, threads, tries, at, verdict } = value;
  const texts = [candidate, place, against].every((text) => typeof text === 'string');
  const numbers = [layers, threads, tries, at].every((number) => Number.isFinite(number));
  return texts && numbers && (target === 'wasm' || target === 'webgpu') && isVerdict(verdict);
}

/** A verdict with all that is shown of it. */
function isVerdict(verdict: TrialRow['verdict'] | Readonly<Record<string, unknown>>): boolean {
  const { kind, why, deviation, bound, speedup, interval, blocks } = recordOf(verdict);
  if (!VERDICTS.has(kind)) return false;
  if (kind === 'unsupported' || kind === 'faulted') return typeof why === 'string';
  if (!Number.isFinite(bound) || (deviation !== null && typeof deviation !== 'number')) return false;
  if (kind === 'wrong') return true;
  const isInterval = Array.isArray(interval) && interval.length === 2 && interval.every(Number.isFinite);
  return Number.isFinite(speedup) && Number.isFinite(blocks) && (interval === null || isInterval);
}
