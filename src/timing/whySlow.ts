import type { DeviceProfile } from '../analysis/predictedTime';
import { groupBy } from '../tensor/groupBy';
import { countText, shareText } from '../text/numberText';
import type { LayerTimes } from './layerTimes';

interface Reason {
  /** What takes the time, in two or three words. */
  readonly title: string;
  readonly sentence: string;
  /** Its part of the run, 0 to 1; null where that cannot be said. */
  readonly share: number | null;
}

/** All that the answers follow from. What was not measured is null. */
export interface SlowFacts {
  readonly provider: 'webgpu' | 'wasm';
  readonly threads: number;
  /** The page is cross-origin isolated, so that threads may be used. */
  readonly isolated: boolean;
  /** Why it is not WebGPU; null when it is, or when WASM was asked for. */
  readonly whyNotWebGpu: string | null;
  /** The GPU is emulated on the CPU. */
  readonly emulated: boolean;
  readonly times: LayerTimes;
  /** Multiply-accumulates of the network, and of the lowered graph that ran. */
  readonly macs: { readonly network: number; readonly lowered: number };
  readonly device: DeviceProfile | null;
  /** Medians, in ms; null where they were not timed apart. */
  readonly copies: { readonly upload: number; readonly download: number } | null;
  readonly layers: readonly LayerFact[];
}

/** A layer of the network, for sums by kind. */
interface LayerFact {
  readonly path: string;
  /** As people call it: `3×3×3 channel-wise`. */
  readonly kind: string;
  readonly macs: number;
}

/** Layers that are named one by one. */
const LARGEST = 3;

/**
 * Answers in the order in which they matter: the backend first, since it decides everything, then whatever can be said
 * a share of, the largest first, then the rest.
 */
export function whySlow(facts: SlowFacts): readonly Reason[] {
  const shared = [kinds(facts), largest(facts), between(facts), launches(facts), copying(facts)].flat();
  return [
    ...backend(facts),
    ...shared.filter(({ share }) => share !== null).sort((a, b) => (b.share ?? 0) - (a.share ?? 0)),
    ...shared.filter(({ share }) => share === null),
    ...waste(facts),
    fallbacks(facts),
  ];
}

function backend({ provider, threads, isolated, whyNotWebGpu, emulated }: SlowFacts): Reason[] {
  if (provider === 'webgpu') {
    if (!emulated) return [];
    const sentence =
      'This GPU is emulated on the processor: its times say nothing about a real one. WASM is faster here.';
    return [{ title: 'Emulated GPU', sentence, share: null }];
  }
  const why = whyNotWebGpu === null ? 'WASM is chosen in the Run panel.' : whyNotWebGpu;
  const runs: Reason = {
    title: 'WASM, not WebGPU',
    sentence: `The network runs on the processor. ${why}`,
    share: null,
  };
  if (threads > 1) return [runs];
  const sentence = isolated
    ? 'This machine offers one core.'
    : 'The page is not cross-origin isolated, so WASM may not use threads. Reload once; else the host must send COOP and COEP headers.';
  return [runs, { title: 'One thread', sentence, share: null }];
}

/** The kind of layer that takes most, and the one that takes most beyond its part of the MACs. */
function kinds({ times, layers, macs }: SlowFacts): Reason[] {
  if (times.quietMs <= 0) return [];
  const sums = [...groupBy(layers, ({ kind }) => kind)].map(([kind, own]) => ({
    kind,
    time: own.reduce((sum, { path }) => sum + (times.layers.get(path)?.ms ?? 0), 0) / times.quietMs,
    work: macs.network > 0 ? own.reduce((sum, layer) => sum + layer.macs, 0) / macs.network : 0,
  }));
  const [most] = sums.toSorted((a, b) => b.time - a.time);
  const [beyond] = sums.toSorted((a, b) => b.time - b.work - (a.time - a.work));
  return [...new Set([most, beyond])].flatMap((sum) => (sum && sum.time > 0 ? [kindReason(sum)] : []));
}

function kindReason({ kind, time, work }: { kind: string; time: number; work: number }): Reason {
  const more = time > 1.5 * work ? ' MACs are not what they wait for: they move more bytes for each.' : '';
  const sentence = `They take ${shareText(time)} of the run and do ${shareText(work)} of the MACs.${more}`;
  return { title: `${kind} layers`, sentence, share: time };
}

function largest({ times }: SlowFacts): Reason[] {
  const top = [...times.layers.values()].sort((a, b) => b.ms - a.ms).slice(0, LARGEST);
  const sum = top.reduce((total, { ms }) => total + ms, 0);
  if (top.length === 0 || times.quietMs <= 0) return [];
  const list = top.map(({ path, ms }) => `${path} ${ms.toFixed(ms < 1 ? 2 : 1)} ms`).join(', ');
  return [
    {
      title: top.length === 1 ? 'The largest layer' : `The ${top.length} largest layers`,
      sentence: `${list}: together ${shareText(sum / times.quietMs)} of the run.`,
      share: sum / times.quietMs,
    },
  ];
}

function between({ times: { accounted }, provider }: SlowFacts): Reason[] {
  if (accounted >= 1) return [];
  const share = 1 - accounted;
  const what =
    provider === 'webgpu'
      ? 'waiting for copies, for commands to be encoded and sent, and for results'
      : 'copies and onnxruntime’s own work from kernel to kernel';
  return [
    { title: 'Between kernels', sentence: `${shareText(share)} of the run lies between kernels: ${what}.`, share },
  ];
}

function launches({ times, device }: SlowFacts): Reason[] {
  const count = times.kernels.length;
  const mean = `${countText(count, 'kernel')} a run, ${((1000 * times.kernelMs) / Math.max(1, count)).toFixed(0)} µs each on average.`;
  if (device === null) {
    return [
      { title: 'Launches', sentence: `${mean} Measure the device to see what launching them costs.`, share: null },
    ];
  }
  const share = (1000 * device.dispatchSeconds * count) / times.quietMs;
  const cost = `Launching one that does nothing takes ${(1e6 * device.dispatchSeconds).toFixed(1)} µs here`;
  return [{ title: 'Launches', sentence: `${mean} ${cost}, so ${shareText(share)} of the run is launches.`, share }];
}

function copying({ copies, times }: SlowFacts): Reason[] {
  if (copies === null) return [];
  const share = (copies.upload + copies.download) / times.quietMs;
  const sentence = `The clip takes ${copies.upload.toFixed(1)} ms to the GPU, the results ${copies.download.toFixed(1)} ms back.`;
  return [{ title: 'Copies', sentence, share }];
}

function waste({ macs }: SlowFacts): Reason[] {
  const ratio = macs.lowered / macs.network;
  if (!(ratio > 1.05)) return [];
  const sentence = `The graph that ran does ${ratio.toFixed(2)} times the network’s MACs: channel-wise convolutions are written as bands over frames, whose zeros are multiplied too, to save launches and copies.`;
  return [{ title: 'Wasted MACs', sentence, share: null }];
}

function fallbacks({ provider }: SlowFacts): Reason {
  const sentence =
    provider === 'webgpu'
      ? 'None: opening fails when a single node would leave the GPU, and this network opened.'
      : 'None: WASM runs every node itself.';
  return { title: 'Fallbacks', sentence, share: null };
}
