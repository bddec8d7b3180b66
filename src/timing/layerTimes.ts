import type { KernelTime } from '../runtime/profile';
import { groupBy } from '../tensor/groupBy';
import { shareText } from '../text/numberText';
import { median } from './summary';

/** One kernel of the network, over all profiled runs. */
export interface TimedKernel extends Omit<KernelTime, 'run'> {
  /** Paths of the layers it computes (part of), in forward order; none where it only rearranges for the lowering. */
  readonly origins: readonly string[];
  /** The layer its time is counted for; null without origins. */
  readonly owner: string | null;
}

export interface LayerTime {
  readonly path: string;
  /** Sum of the medians of its kernels, in ms. */
  readonly ms: number;
  readonly kernels: readonly TimedKernel[];
}

/** A network's time by layer. */
export interface LayerTimes {
  /** Every layer that owns a kernel, by path. */
  readonly layers: ReadonlyMap<string, LayerTime>;
  /** Layers that a kernel of another layer computes on the way (a folded norm, a fused activation), and that other. */
  readonly inside: ReadonlyMap<string, string>;
  /** Kernels of no layer: what the lowering or onnxruntime put between them. */
  readonly unowned: readonly TimedKernel[];
  /** Every kernel of a run in the order they ran. */
  readonly kernels: readonly TimedKernel[];
  /** All kernels' medians together, in ms: the layers' times and those of no layer. */
  readonly kernelMs: number;
  /** The part of a run, from clip to results, that its own kernels take; the median over the runs. */
  readonly accounted: number;
  /** What a run takes in which no kernel was disturbed: `kernelMs` over `accounted`, in ms. */
  readonly quietMs: number;
  /** The runs as they were, the median, in ms. */
  readonly runMs: number;
  /** Runs counted, after warm-up. */
  readonly runs: number;
}

interface ProfiledGraph {
  /** Paths of the layers a node computes, by the node's name. */
  readonly origins: ReadonlyMap<string, readonly string[]>;
  /** Multiply-accumulates of a layer by path; decides which of several layers a kernel's time is counted for. */
  macsOf(path: string): number;
}

/**
 * Maps a profile back to layers. A kernel that computes several layers (a convolution with its norm folded in and its
 * activation fused) is counted for the one with the most MACs, the first of equals: what it takes cannot be split by
 * measurement, and the others are listed in `inside`.
 * @param kernels of all profiled runs; those of one run are those of every other, in the same order.
 * @param wall of the same runs, from clip to results, in ms.
 * @param skip runs at the beginning that were warm-up; at least one run is left.
 * @throws RangeError for a profile without kernels
 */
export function layerTimes(
  kernels: readonly KernelTime[],
  wall: readonly number[],
  graph: ProfiledGraph,
  skip: number,
): LayerTimes {
  const byRun = groupBy(kernels, ({ run }) => run);
  const warm = [...byRun.keys()].sort((a, b) => a - b).slice(Math.min(skip, byRun.size - 1));
  const runs = warm.flatMap((run) => [byRun.get(run) ?? []]);
  const timed = (runs[0] ?? []).map((kernel, index): TimedKernel => {
    const { run: _, ...rest } = kernel;
    const origins = graph.origins.get(kernel.node) ?? [];
    const ms = median(runs.flatMap((run) => run[index]?.ms ?? []));
    return { ...rest, ms, origins, owner: ownerOf(origins, graph) };
  });
  const owned = groupBy(timed, ({ owner }) => owner);
  const layers = [...owned].flatMap(([path, own]): LayerTime[] =>
    path === null ? [] : [{ path, ms: sumOf(own), kernels: own }],
  );
  const owners = new Map(layers.map((layer) => [layer.path, layer]));
  const inside = timed.flatMap(({ origins, owner }) =>
    origins.flatMap((path) => (owner === null || owners.has(path) ? [] : [[path, owner] as const])),
  );
  const kernelMs = sumOf(timed);
  const accounted = median(warm.flatMap((run, index) => sumOf(runs[index] ?? []) / (wall[run] ?? Number.NaN)));
  return {
    layers: owners,
    inside: new Map(inside),
    unowned: owned.get(null) ?? [],
    kernels: timed,
    kernelMs,
    accounted,
    quietMs: kernelMs / accounted,
    runMs: median(warm.flatMap((run) => wall[run] ?? [])),
    runs: runs.length,
  };
}

/** Largest part of a run that its kernels may leave unexplained before the screen says where it went. */
const AGREEMENT = 0.1;

/** Whether the kernels add up to the run, in words; and where they do not by 10 %, why. */
export function agreementText(times: LayerTimes, provider: 'webgpu' | 'wasm'): string {
  const { accounted } = times;
  const sum = `Run by run, the kernels add up to ${shareText(accounted)} of the run.`;
  return [sum, ...rest(accounted, provider), ...disturbed(times)].join(' ');
}

function rest(accounted: number, provider: 'webgpu' | 'wasm'): string[] {
  if (Math.abs(1 - accounted) <= AGREEMENT) return [];
  if (accounted > 1) return ['More than all: the kernels’ clock and the run’s are not the same one.'];
  const what =
    provider === 'webgpu'
      ? 'the GPU waits: for the clip to be copied in, for commands to be encoded and sent, for results to be read back'
      : 'the clip and the results are copied, and onnxruntime goes from kernel to kernel';
  return [`In the other ${shareText(1 - accounted)} ${what}.`];
}

function disturbed({ kernelMs, quietMs, runMs }: LayerTimes): string[] {
  if (Math.abs(1 - quietMs / runMs) <= AGREEMENT) return [];
  return [
    `Layers show each kernel’s own median over the runs, which leaves out what disturbed single ones: ${kernelMs.toFixed(1)} ms together, so a run that nothing disturbed would take ${quietMs.toFixed(1)} ms, where the median run took ${runMs.toFixed(1)} ms. This machine was busy with something else.`,
  ];
}

function ownerOf(origins: readonly string[], { macsOf }: ProfiledGraph): string | null {
  return origins.reduce<string | null>(
    (owner, path) => (owner === null || macsOf(path) > macsOf(owner) ? path : owner),
    null,
  );
}

function sumOf(kernels: readonly { readonly ms: number }[]): number {
  return kernels.reduce((sum, { ms }) => sum + ms, 0);
}
