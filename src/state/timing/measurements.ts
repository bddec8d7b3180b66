import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeviceProfile } from '../../analysis/predictedTime';
import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { singleClip } from '../../design/singleClip';
import { recordOf } from '../../text/json';
import type { Comparison } from '../../timing/comparison';
import type { LayerTimes } from '../../timing/layerTimes';
import type { Summary } from '../../timing/summary';
import type { WarmUp } from '../../timing/warmUp';
import type { YardstickKind } from '../../timing/yardsticks';
import type { Backend, OpenModel, ProviderChoice, RunStep } from '../../worker/client';
import type { WeightsChoice } from '../../worker/studioProtocol';
import type { OpeningTimes } from '../run/runStore';
import { keepInBrowser } from '../storage';
import type { StepProgress, TaskStatus } from '../task';

/** What can be measured, one thing at a time. */
export type MeasureTask = 'runs' | 'layers' | 'comparison' | 'device';

/** What a measurement is busy with: opening networks, a yardstick, or runs. */
export type MeasureStep = RunStep | YardstickKind | 'warm-up' | 'run' | 'copies';

/** Which measurement a status is about. */
export interface MeasureWork {
  readonly task: MeasureTask;
}

export interface MeasureProgress extends StepProgress<MeasureStep> {
  /** Waiting for the tab to be looked at again. */
  readonly paused: boolean;
}

/** One network as it is to be measured. */
export interface Contender {
  /** What the screen calls it: `X3D-S on WASM`. */
  readonly name: string;
  readonly design: Design;
  readonly weights: WeightsChoice;
  readonly provider: ProviderChoice;
  /** `plain`: as PyTorch's exporter writes it; only WASM runs that. */
  readonly form: 'lowered' | 'plain';
}

/** What a series of runs gave, as far as it has come. */
export interface RunsReport {
  readonly of: Contender;
  readonly backend: Backend;
  readonly opening: OpeningTimes;
  /** Every run in order, the first one included, in ms: from the clip in the worker's memory to results in it. */
  readonly times: readonly number[];
  readonly warmUp: WarmUp;
  /** The runs after warm-up; null while there are none. */
  readonly warm: Summary | null;
  /** Median of what a run takes besides, between page and worker, in ms: the clip is copied there, results come back. */
  readonly handOver: number;
  /** Copies to and from the GPU, timed in runs of their own; null on WASM, and before they were made. */
  readonly copies: CopyTimes | null;
  /** Bytes of the clip, and of the results. */
  readonly bytes: { readonly clip: number; readonly results: number };
  /** Runs set aside because the tab was in the background. */
  readonly setAside: number;
}

/** Medians over a few runs whose parts waited for each other, in ms. */
export interface CopyTimes {
  readonly n: number;
  readonly upload: number;
  readonly compute: number;
  readonly download: number;
}

/** A network's time by layer, and all that is needed to draw, explain and save it. */
export interface LayersReport {
  readonly of: Contender;
  readonly backend: Backend;
  readonly times: LayerTimes;
  /** Every profiled run, in ms. */
  readonly wall: readonly number[];
  readonly kernels: Awaited<ReturnType<OpenModel['profile']>>;
  readonly origins: OpenModel['prepared']['origins'];
  /** Multiply-accumulates the lowered graph does, multiplications by a band's zeros included. */
  readonly loweredMacs: number;
}

/** Two networks that ran interleaved, as far as they have come. */
export interface ComparisonReport {
  readonly a: Contender;
  readonly b: Contender;
  readonly backends: readonly [a: Backend, b: Backend];
  /** In the order they ran: A B B A, A B B A, … */
  readonly runs: readonly { readonly which: 'a' | 'b'; readonly ms: number }[];
  readonly comparison: Comparison;
  /** Blocks that were to be counted; a comparison that was stopped has fewer. */
  readonly planned: number;
}

/** A device that was measured: where, and what it can do. */
export interface MeasuredDevice extends DeviceProfile {
  readonly provider: Backend['provider'];
  /** When, in ms since 1970. */
  readonly at: number;
}

/** All that was measured since the page was loaded; what a device can do is kept for the next visit. */
export interface Measurements {
  readonly status: TaskStatus<MeasureWork, MeasureProgress>;
  readonly runs: RunsReport | null;
  readonly layers: LayersReport | null;
  readonly comparison: ComparisonReport | null;
  readonly devices: Readonly<Partial<Record<Backend['provider'], MeasuredDevice>>>;
}

/** Makes the store of measurements: none but of the devices that were measured in earlier visits. Changed by measure.ts. */
export function createMeasurements(): StoreApi<Measurements> {
  const store = createStore<Measurements>()(() => ({
    status: { kind: 'idle' },
    runs: null,
    layers: null,
    comparison: null,
    devices: {},
  }));
  keepInBrowser(store, 'x3d-studio.devices', {
    kept: ({ devices }) => ({ devices }),
    read: (saved) => ({ devices: devicesFrom(saved) }),
  });
  return store;
}

/** The devices that were saved, as far as they can be used: each with all of its numbers. */
function devicesFrom(saved: unknown): Measurements['devices'] {
  const devices = recordOf(recordOf(saved).devices);
  const known = (provider: Backend['provider']): MeasuredDevice | null => {
    const device = recordOf(devices[provider]);
    const { name, provider: own, at, ...numbers } = device;
    const { macsPerSecond, bytesPerSecond, dispatchSeconds } = numbers;
    const needed = [at, macsPerSecond, bytesPerSecond, dispatchSeconds];
    const whole = [...needed, ...Object.values(numbers)].every((value) => Number.isFinite(value) && Number(value) >= 0);
    return own === provider && typeof name === 'string' && whole ? (device as unknown as MeasuredDevice) : null;
  };
  const [webgpu, wasm] = [known('webgpu'), known('wasm')];
  return { ...(webgpu && { webgpu }), ...(wasm && { wasm }) };
}

/** The layers' times if they are of this network, whatever its weights and batch; else null. */
export function layersFor(report: LayersReport | null, design: Design): LayersReport | null {
  if (report === null) return null;
  return sameValue(singleClip(report.of.design), singleClip(design)) ? report : null;
}
