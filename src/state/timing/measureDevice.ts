import { float32 } from '../../tensor/tensor';
import {
  deviceProfile,
  type Limits,
  secondsPerLink,
  workOfLink,
  YARDSTICK_CLIP,
  YARDSTICK_SIZES,
  type YardstickKind,
  yardstickPair,
} from '../../timing/yardsticks';
import type { Backend } from '../../worker/client';
import type { Measurement } from './measuredRun';

/** Runs of each chain of a pair, besides one to warm up: as many as fit into a budget of ms, within bounds. */
const RUNS = { most: 8, least: 4, budget: 1000 } as const;
/** No larger size is tried once a run takes longer than this, in ms. */
const LONG_ENOUGH = 120;

/** In the order they are measured. */
const KINDS: readonly YardstickKind[] = ['compute', 'channelwise', 'function', 'copy', 'launch'];

/**
 * Measures what a device does at most through onnxruntime-web: matrix products, channel-wise filters, functions, copies
 * and launches. Larger sizes are tried while runs are short. The best one counts, but for copies the largest, which no
 * cache holds.
 * @throws RequestError as opening does; Error where the noise hides what is measured; the signal's reason
 */
export async function measureDevice(
  { measurements, runner: theRunner, attention, signal, onProgress }: Measurement,
  provider: Backend['provider'],
): Promise<void> {
  const runner = await theRunner();
  const clip = float32(YARDSTICK_CLIP, Float32Array.of(1));
  let backend: Backend | null = null;

  const measure = async (kind: YardstickKind, size: number, done: number) => {
    const pair = yardstickPair(kind, size);
    const [short, long] = [
      await runner.openYardstick(pair.short, provider, {
        signal,
        onProgress: (step) => step === 'load' && onProgress(step),
      }),
      await runner.openYardstick(pair.long, provider, { signal }),
    ];
    backend = long.backend;
    const times: { readonly short: number[]; readonly long: number[] } = { short: [], long: [] };
    const spent = () => [...times.short, ...times.long].reduce((sum, ms) => sum + ms, 0);
    for (let run = 0; run <= RUNS.most && (run <= RUNS.least || spent() < RUNS.budget); run++) {
      await attention.present(signal);
      onProgress(kind, done);
      const [first, second] = [await short.run(clip, { signal }), await long.run(clip, { signal })];
      if (run === 0) continue;
      times.short.push(first.ms);
      times.long.push(second.ms);
    }
    await short.close();
    await long.close();
    return { size, secondsPerLink: secondsPerLink(pair, times.short, times.long), fastest: Math.min(...times.long) };
  };

  const best = async (kind: YardstickKind): Promise<Limits[YardstickKind]> => {
    const sizes = YARDSTICK_SIZES[kind];
    let found: Limits[YardstickKind] | null = null;
    for (const [index, size] of sizes.entries()) {
      const { secondsPerLink, fastest } = await measure(
        kind,
        size,
        (KINDS.indexOf(kind) + index / sizes.length) / KINDS.length,
      );
      const rate = (seconds: number, of: number) => workOfLink({ kind, size: of }) / seconds;
      if (secondsPerLink !== null) {
        const better = !found || rate(secondsPerLink, size) > rate(found.secondsPerLink, found.size);
        if (kind === 'copy' || better) found = { size, secondsPerLink };
      }
      if (fastest > LONG_ENOUGH) break;
    }
    if (found) return found;
    throw new Error(
      `The runs differ more among themselves than by their work (${kind}). Measure again on a quiet machine.`,
    );
  };

  const limits: Limits = {
    compute: await best('compute'),
    channelwise: await best('channelwise'),
    function: await best('function'),
    copy: await best('copy'),
    launch: await best('launch'),
  };
  const measured = { ...deviceProfile(nameOf(backend, provider), limits), provider, at: Date.now() };
  measurements.setState(({ devices }) => ({ devices: { ...devices, [provider]: measured } }));
}

function nameOf(backend: Backend | null, provider: Backend['provider']): string {
  if (provider === 'webgpu') return `WebGPU, ${backend?.adapter ?? 'this GPU'}`;
  const threads = backend?.threads ?? 1;
  return `WASM, ${threads === 1 ? '1 thread' : `${threads} threads`}`;
}
