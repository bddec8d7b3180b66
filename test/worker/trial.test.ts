import * as ort from 'onnxruntime-web';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import { decodeModel } from '../../src/onnx/decode';
import type { Adapter } from '../../src/runtime/capabilities';
import type { OrtModule } from '../../src/runtime/session';
import { setupOf, TOGETHER, type TrialRow } from '../../src/timing/trialRows';
import { choiceSentence } from '../../src/timing/trialText';
import { networkPlace } from '../../src/worker/networkPlace';
import { createSessions } from '../../src/worker/session';
import { runTrial, type TrialOptions } from '../../src/worker/trial';
import { overChannel, startStudio, WASM_ONLY } from './workers';

const design: Design = {
  reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.5, gamma_d: 0.2, num_stages: 1 },
  clip: { n: 1, t: 6, h: 16, w: 16, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 7, mid_channels: 16 },
  overrides: {},
};

const GPU: Adapter = {
  available: true,
  vendor: 'of',
  architecture: 'memory',
  device: '',
  description: '',
  fallback: false,
  features: [],
  float16: false,
  maxBufferSize: 2 ** 30,
  maxStorageBufferBindingSize: 2 ** 30,
};

const studio = startStudio();
/** The clock, in ms: it stands but for what the double's runs take, so that a busy machine changes no verdict. */
let clock = 0;
beforeEach(() => {
  clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What a model's nodes are called, which says what it was drawn as. */
function drawnAs(model: Uint8Array): string {
  return decodeModel(model)
    .nodes.map(({ name }) => name)
    .join(' ');
}

type Options = ort.InferenceSession.SessionOptions;

/** How a double of onnxruntime's session behaves with a model. */
interface Conduct {
  /** What every run takes, in ms, give or take a twentieth. */
  readonly ms: number;
  /** What is added to the first value of every result. */
  readonly lie?: number;
  readonly refuses?: 'to open' | 'to run';
}

/**
 * onnxruntime-web in which every run takes as long as it is told to; it computes right, unless it is told to lie.
 */
function runtimeThat(conduct: (names: string, options: Options) => Conduct): OrtModule {
  let runs = 0;
  const create = async (model: Uint8Array, options: Options) => {
    const { lie = 0, ms, refuses } = conduct(drawnAs(model), options);
    if (refuses === 'to open') throw new Error('no kernel for that');
    const session = await ort.InferenceSession.create(model);
    return {
      inputNames: session.inputNames,
      outputNames: session.outputNames,
      outputMetadata: session.outputMetadata,
      release: () => session.release(),
      run: async (feeds: Feeds, wanted: readonly string[] | Feeds) => {
        if (refuses === 'to run') throw new Error('it broke off');
        const names = Array.isArray(wanted) ? wanted : Object.keys(wanted);
        const results = await session.run(mapped(feeds, inMemory), names);
        for (const name of names) {
          const data = results[name]?.data as Float32Array;
          data[0] = (data[0] ?? 0) + lie;
          const into = (wanted as Feeds)[name];
          if (into) bytesOf(into).set(new Uint8Array(data.buffer));
        }
        clock += ms * (1 + (runs++ % 7) / 60);
        return results;
      },
    };
  };
  return {
    ...ort,
    env: { ...ort.env, webgpu: { device: memoryDevice() } },
    InferenceSession: { create },
  } as unknown as OrtModule;
}

type Feeds = Readonly<Record<string, ort.Tensor>>;

const mapped = (feeds: Feeds, to: (tensor: ort.Tensor) => ort.Tensor): Record<string, ort.Tensor> =>
  Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, to(tensor)]));

/** A buffer of the double's GPU: bytes in memory. */
const bytesOf = (tensor: ort.Tensor): Uint8Array => (tensor.gpuBuffer as unknown as MemoryBuffer).bytes;
interface MemoryBuffer {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function inMemory(tensor: ort.Tensor): ort.Tensor {
  if (tensor.location !== 'gpu-buffer') return tensor;
  return new ort.Tensor('float32', new Float32Array(bytesOf(tensor).slice(0, 4 * tensor.size).buffer), tensor.dims);
}

/** A GPU device of which nothing is asked but buffers and copies. */
function memoryDevice() {
  const copied = (from: MemoryBuffer, _: number, to: MemoryBuffer) => to.bytes.set(from.bytes);
  return {
    lost: new Promise(() => {}),
    addEventListener: () => {},
    createBuffer: ({ size }: { size: number }) => {
      const bytes = new Uint8Array(size);
      return {
        bytes,
        mapAsync: async () => {},
        getMappedRange: () => bytes.buffer,
        unmap: () => {},
        destroy: () => {},
      };
    },
    createCommandEncoder: () => ({ copyBufferToBuffer: copied, finish: () => null }),
    queue: {
      submit: () => {},
      writeBuffer: ({ bytes }: MemoryBuffer, _: number, data: Float32Array) => bytes.set(new Uint8Array(data.buffer)),
    },
  };
}

function trial(
  conduct: (names: string, threads: number, options: Options) => Conduct,
  known: readonly TrialRow[] = [],
  threads = 1,
  gpu?: { readonly float16: boolean },
) {
  const rows: TrialRow[] = [];
  const startSession = () =>
    overChannel(
      createSessions({
        load: async (_, threads) => {
          ort.env.wasm.numThreads = 1;
          return runtimeThat((names, options) => conduct(names, threads, options));
        },
        missing: async () => null,
      }),
    );
  const place = {
    studio,
    startSession,
    capabilities: { ...WASM_ONLY, threads, ...(gpu && { webgpu: { ...GPU, ...gpu } }) },
  };
  const run = (options: Partial<TrialOptions> = {}) =>
    runTrial(
      place,
      { design, weights: { kind: 'named' }, target: gpu ? 'webgpu' : 'wasm', known },
      { signal: new AbortController().signal, onRow: (row) => rows.push(row), goesOn: () => true, ...options },
    );
  return { rows, run };
}

const rowOf = (rows: readonly TrialRow[], candidate: string) => rows.find((row) => row.candidate === candidate);
const verdictOf = (rows: readonly TrialRow[], candidate: string) => rowOf(rows, candidate)?.verdict;
const isToeplitz = (names: string) => names.includes('/matrix');
const isPlanes = (names: string) => names.includes('/planes');
const isBandRows = (names: string) => names.includes('/band') && names.includes('/column');
const isChunks = (names: string) => names.includes('/gathered') && !names.includes('/column');

test('only what is equal and faster is adopted; what lies, is slow, or is refused says why', async () => {
  const { rows, run } = trial((names) => {
    // The whole network, which no form but the one adopted reaches.
    if (!names.includes('piece/')) return { ms: isToeplitz(names) ? 4 : 8 };
    if (isToeplitz(names)) return { ms: 4 };
    // Faster than all others, and wrong.
    if (isPlanes(names)) return { ms: 1, lie: 3 };
    if (isBandRows(names)) return { ms: 1, refuses: 'to run' };
    if (isChunks(names)) return { ms: 1, refuses: 'to open' };
    return { ms: 8 };
  });
  expect(await run()).toBe(true);
  const adopted = verdictOf(rows, 'form:toeplitz');
  if (adopted?.kind !== 'adopted' || adopted.interval === null) throw new Error(JSON.stringify(rows));
  expect(adopted.deviation).toBeLessThan(1e-5);
  expect(adopted.bound).toBe(1e-4);
  expect(adopted.speedup).toBeCloseTo(2, 1);
  expect(adopted.interval[0]).toBeGreaterThan(1.5);
  expect(verdictOf(rows, 'form:planes')).toMatchObject({ kind: 'wrong', bound: 1e-4 });
  expect(verdictOf(rows, 'form:chunks4')).toMatchObject({ kind: 'unsupported' });
  // Beside the form adopted before it.
  expect(rowOf(rows, 'form:plain')).toMatchObject({
    against: 'form:toeplitz',
    verdict: { kind: 'slower', interval: null },
  });
  expect(Object.values(setupOf(rows, 'wasm').forms)).toEqual(['toeplitz']);
  expect(rowOf(rows, TOGETHER)).toMatchObject({ place: 'network', against: 'start', verdict: { kind: 'adopted' } });
});

test('a device on which the first choice is the fastest keeps it', async () => {
  const { rows, run } = trial(() => ({ ms: 8 }));
  expect(await run()).toBe(true);
  expect(rows.length).toBeGreaterThan(5);
  expect(new Set(rows.map(({ verdict }) => verdict.kind))).toEqual(new Set(['no-gain']));
  expect(setupOf(rows, 'wasm')).toEqual({ threads: null, forms: {}, opening: {} });
});

test('one thread is chosen where two are slower, and the forms are tried with it', async () => {
  const { rows, run } = trial((_, threads) => ({ ms: threads === 2 ? 12 : 8 }), [], 2);
  await run();
  expect(rowOf(rows, 'threads:1')).toMatchObject({
    place: 'network',
    against: 'threads:2',
    verdict: { kind: 'adopted' },
  });
  expect(setupOf(rows, 'wasm').threads).toBe(1);
  expect(new Set(rows.map(({ threads }) => threads))).toEqual(new Set([1]));

  const other = trial((_, threads) => ({ ms: threads === 2 ? 5 : 8 }), [], 2);
  await other.run();
  expect(verdictOf(other.rows, 'threads:1')).toMatchObject({ kind: 'slower' });
  expect(setupOf(other.rows, 'wasm').threads).toBeNull();
});

test('a trial that is out of time ends between two runs, and another goes on where it stopped', async () => {
  const first = trial(() => ({ ms: 8 }));
  expect(await first.run({ goesOn: () => first.rows.length < 2 })).toBe(false);
  expect(first.rows).toHaveLength(2);
  const second = trial(() => ({ ms: 8 }), first.rows);
  expect(await second.run()).toBe(true);
  const tried = [...first.rows, ...second.rows].map(({ candidate, place }) => `${candidate} ${place}`);
  expect(new Set(tried).size).toBe(tried.length);
});

test('a trial that is stopped throws the reason, and ends its workers', async () => {
  const stop = new AbortController();
  const { run } = trial(() => ({ ms: 8 }));
  const stopped = run({ signal: stop.signal, onProgress: () => stop.abort(new Error('a run comes first')) });
  await expect(stopped).rejects.toThrow('a run comes first');
});

test('together they must compute what the network did, or none is used', async () => {
  const row = (candidate: string, place: string, verdict: TrialRow['verdict'], at: number): TrialRow => {
    return { target: 'wasm', candidate, place, layers: 1, against: 'form:rows', threads: 1, verdict, tries: 1, at };
  };
  const equal = { deviation: 1e-7, bound: 1e-4, speedup: 2, interval: [1.8, 2.2], blocks: 6 } as const;
  const rows = [row('form:toeplitz', 'shape', { kind: 'adopted', ...equal }, 1)];
  expect(setupOf(rows, 'wasm').forms).toEqual({ shape: 'toeplitz' });
  expect(setupOf(rows, 'webgpu').forms).toEqual({});
  for (const verdict of [
    { kind: 'wrong', deviation: 1, bound: 1e-4 },
    { kind: 'slower', ...equal, speedup: 0.8, interval: [0.7, 0.9] },
    { kind: 'faulted', why: 'it broke off' },
  ] as const) {
    expect(setupOf([...rows, row(TOGETHER, 'network', verdict, 2)], 'wasm')).toEqual({
      threads: null,
      forms: {},
      opening: {},
    });
  }
  // A choice made after that has not been compared together.
  const later = row('form:rows', 'other', { kind: 'adopted', ...equal }, 3);
  expect(
    setupOf([...rows, row(TOGETHER, 'network', { kind: 'wrong', deviation: 1, bound: 1e-4 }, 2), later], 'wasm').forms,
  ).toEqual({});
});

const HERE = networkPlace({ design, weights: { kind: 'named' } });

/** How the double is asked to open a network. */
function openedAs({ enableGraphCapture, executionProviders }: Options, names: string) {
  const [provider] = executionProviders ?? [];
  return {
    capture: enableGraphCapture === true,
    nhwc: typeof provider === 'object' && 'preferredLayout' in provider && provider.preferredLayout === 'NHWC',
    float16: names.includes('clip/cast'),
  };
}

test('on a GPU that proves them graph capture and float16 are adopted, float16 within a bound of its own', async () => {
  const conduct = (names: string, _: number, options: Options) => {
    const { capture, nhwc, float16 } = openedAs(options, names);
    return { ms: (capture ? 6 : 8) * (float16 ? 0.5 : 1) * (nhwc ? 1.5 : 1) };
  };
  const { rows, run } = trial(conduct, [], 1, { float16: true });
  expect(await run()).toBe(true);
  const float16 = verdictOf(rows, 'opening:float16');
  if (float16?.kind !== 'adopted') throw new Error(JSON.stringify(float16));
  // Rounded to 11 bits: beyond what float32 explains, within its own bound.
  expect(float16.deviation).toBeGreaterThan(1e-4);
  expect(float16.bound).toBe(2e-2);
  expect(verdictOf(rows, 'opening:buffers')).toMatchObject({ kind: 'no-gain' });
  expect(verdictOf(rows, 'opening:capture')).toMatchObject({ kind: 'adopted', bound: 1e-4 });
  expect(verdictOf(rows, 'opening:nhwc')).toMatchObject({ kind: 'slower', bound: 2e-2 });
  expect(setupOf(rows, 'webgpu', HERE).opening).toEqual({ keptBuffers: true, capture: true, float16: true });
  // Another network, or other weights, were not proved.
  const other = networkPlace({ design, weights: { kind: 'init', seed: 1 } });
  expect(setupOf(rows, 'webgpu', other).opening).toEqual({});
  expect(rowOf(rows, TOGETHER)).toMatchObject({ verdict: { kind: 'adopted', bound: 2e-2 } });
  expect(choiceSentence(rows, 'webgpu', HERE)).toContain('Networks run here with graph capture, and with float16.');
});

test('a GPU on which capture lies, NHWC is refused and float16 is missing keeps networks as they were', async () => {
  const conduct = (names: string, _: number, options: Options): Conduct => {
    const { capture, nhwc } = openedAs(options, names);
    if (capture) return { ms: 1, lie: 1 };
    return nhwc ? { ms: 1, refuses: 'to open' } : { ms: 8 };
  };
  const { rows, run } = trial(conduct, [], 1, { float16: false });
  expect(await run()).toBe(true);
  expect(verdictOf(rows, 'opening:capture')).toMatchObject({ kind: 'wrong', bound: 1e-4 });
  expect(verdictOf(rows, 'opening:nhwc')).toMatchObject({ kind: 'unsupported' });
  const why = expect.stringMatching('shader-f16');
  expect(verdictOf(rows, 'opening:float16')).toMatchObject({ kind: 'unsupported', why });
  expect(setupOf(rows, 'webgpu', HERE).opening).toEqual({});
});
