import { afterEach, expect, test } from 'vitest';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import { decodeModel } from '../../src/onnx/decode';
import type { Adapter, Capabilities } from '../../src/runtime/capabilities';
import { SessionError, sessionError } from '../../src/runtime/sessionError';
import { NO_SETUP } from '../../src/timing/trialRows';
import { VideoError } from '../../src/video/videoError';
import { namedClip } from '../../src/weights/named';
import { type Client, connect } from '../../src/worker/channel';
import { createRunner, type KnownDevice, type RunStep } from '../../src/worker/client';
import { RequestError } from '../../src/worker/failure';
import type { Exchange } from '../../src/worker/messages';
import { PROBE_DESIGN, worstDistance } from '../../src/worker/parity';
import type { SessionProtocol } from '../../src/worker/sessionProtocol';
import { overChannel, startSession, startStudio, WASM_ONLY } from './workers';

const design: Design = {
  reference: { ...REFERENCE_DEFAULTS, gamma_d: 0.2 },
  clip: { n: 1, t: 2, h: 32, w: 32, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 7, mid_channels: 16 },
  overrides: {},
};
const clip = namedClip([1, 3, 2, 32, 32]);
const named = { kind: 'named' } as const;

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const end of cleanUp.splice(0)) end();
});

function started(capabilities: Capabilities = WASM_ONLY, session = startSession, device?: KnownDevice) {
  const studio = startStudio();
  const runner = createRunner(studio, capabilities, session, device);
  cleanUp.push(
    () => runner.end(),
    () => studio.end(),
  );
  return { studio, runner };
}

test('a design becomes a network that runs, with its steps told and its times kept apart', async () => {
  const { runner } = started();
  const steps: RunStep[] = [];
  const model = await runner.open(
    { design, weights: named, outputs: ['layer2'], provider: 'auto' },
    { onProgress: (step) => steps.push(step) },
  );
  expect(steps).toEqual(['weights', 'export', 'lower', 'encode', 'load', 'compile']);
  expect(model.backend).toEqual({
    provider: 'wasm',
    build: 'wasm',
    threads: 1,
    adapter: null,
    whyNotWebGpu: 'This browser has no WebGPU.',
  });
  const { outputs, ms } = await model.run(clip);
  expect([...outputs].map(([name, { shape }]) => [name, shape])).toEqual(
    model.prepared.outputs.map(({ name, shape }) => [name, shape]),
  );
  expect([...outputs.keys()]).toEqual(['logits', 'conv5', 'layer2']);
  expect(outputs.get('logits')?.shape).toEqual([1, 7]);
  for (const time of [ms, model.ms.load, model.ms.compile, model.prepared.ms.encode]) expect(time).toBeGreaterThan(0);
});

test('a second network needs no second load, and its first one stays open', async () => {
  const { runner } = started();
  const params = { design, weights: named, outputs: [], provider: 'wasm' } as const;
  const [first, second] = [await runner.open(params), await runner.open(params)];
  expect(second.ms.load).toBe(0);
  const only = { outputs: ['logits'] };
  const distance = worstDistance((await first.run(clip, only)).outputs, (await second.run(clip, only)).outputs);
  expect(distance).toBe(0);
  await first.close();
  expect(second.isOpen()).toBe(true);
});

test('another seed gives other weights, another clip the same', async () => {
  const { studio } = started();
  const stem = async (seed: number, h: number) => {
    const { model } = await studio.request('prepare', {
      design: { ...design, clip: { ...design.clip, h } },
      weights: { kind: 'init', seed },
      target: 'wasm',
      outputs: [],
    });
    const { nodes, initializers } = decodeModel(model);
    const weight = nodes.find(({ op }) => op === 'Conv')?.inputs[1];
    return initializers.get(weight ?? '')?.data;
  };
  const first = await stem(1, 32);
  expect(first?.length).toBeGreaterThan(0);
  expect(await stem(1, 48)).toEqual(first);
  expect(await stem(2, 48)).not.toEqual(first);
});

test('every node of a prepared model is known to serve some layer', async () => {
  const { studio } = started();
  const { model, origins, nodeCount } = await studio.request('prepare', {
    design,
    weights: named,
    target: 'webgpu',
    outputs: [],
  });
  const names = decodeModel(model).nodes.map(({ name }) => name);
  expect(names).toHaveLength(nodeCount);
  for (const name of names) expect(origins.get(name)?.length, name).toBeGreaterThan(0);
});

test('an exported file is the plain network and carries its design', async () => {
  const { studio } = started();
  const file = await studio.request('exportOnnx', {
    design,
    weights: named,
    form: 'plain',
    dtype: 'float32',
    outputs: [],
  });
  const graph = decodeModel(new Uint8Array(await file.arrayBuffer()));
  expect(JSON.parse(graph.metadata.get('design') ?? '')).toEqual(design);
  expect(graph.nodes.find(({ op }) => op === 'Conv')?.name).toBe('conv1_s.conv');
});

test('an error arrives as data: class, message and fields', async () => {
  const { studio } = started();
  const file = new Blob(['this is no video']);
  const failure = await studio.request('openSource', { kind: 'video', file, name: 'a.mp4' }).catch((error) => error);
  expect(failure).toBeInstanceOf(RequestError);
  expect(failure.name).toBe(VideoError.name);
  expect(failure.fields).toMatchObject({ trouble: 'not-a-video', where: 'a.mp4' });
  expect(failure.message).toMatch(/^a\.mp4: /);
});

test('an unknown output is refused by the studio with what exists', async () => {
  const { runner } = started();
  const open = runner.open({ design, weights: named, outputs: ['layer9'], provider: 'wasm' });
  await expect(open).rejects.toMatchObject({ name: 'UnknownOutputError', message: expect.stringContaining('layer4') });
});

test('cancelling while the studio prepares rejects with the reason, and the studio goes on', async () => {
  const { studio } = started();
  const controller = new AbortController();
  const params = { design, weights: named, target: 'wasm', outputs: [] } as const;
  const cancelled = studio.request('prepare', params, {
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('enough')),
  });
  await expect(cancelled).rejects.toThrow('enough');
  await expect(studio.request('prepare', params)).resolves.toMatchObject({ layout: 'NCHW' });
});

test('cancelling a run ends its worker; the next open starts another', async () => {
  const { runner } = started();
  const params = { design, weights: named, outputs: [], provider: 'wasm' } as const;
  const model = await runner.open(params);
  const controller = new AbortController();
  const run = model.run(clip, { signal: controller.signal });
  controller.abort();
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  expect(model.isOpen()).toBe(false);
  await expect(model.run(clip)).rejects.toMatchObject({ name: 'AbortError' });
  const again = await runner.open(params);
  await expect(again.run(clip)).resolves.toHaveProperty('outputs');
});

test('a clip that does not fit is a SessionError of the run, and the session stays', async () => {
  const { runner } = started();
  const model = await runner.open({ design, weights: named, outputs: [], provider: 'wasm' });
  await expect(model.run(namedClip([1, 3, 1, 32, 32]))).rejects.toMatchObject({
    name: 'SessionError',
    fields: { step: 'run', provider: 'wasm' },
  });
  expect(model.isOpen()).toBe(true);
});

test('requests to a session worker that has nothing loaded fail, and say what to do', async () => {
  const session = startSession();
  cleanUp.push(() => session.end());
  await expect(session.request('run', { session: 1, feeds: { clip } })).rejects.toThrow(/Session 1 is not open/);
  const model = new Uint8Array();
  const open = session.request('open', { model, options: { provider: 'wasm', layout: 'NCHW' } });
  await expect(open).rejects.toThrow(/send `load` first/);
});

/** A GPU as far as the page can tell; onnxruntime-web's Node build then has none. */
const WITH_GPU: Capabilities = {
  ...WASM_ONLY,
  jspi: true,
  webgpu: {
    available: true,
    vendor: 'acme',
    architecture: 'one',
    device: '',
    description: '',
    fallback: false,
    features: [],
    float16: false,
    maxBufferSize: 2 ** 30,
    maxStorageBufferBindingSize: 2 ** 27,
  },
};

/** A device whose GPU was found right in an earlier visit. */
const TRUSTING = { distrust: () => null, keepDistrust: () => {} };

/** A session worker whose GPU is WASM behind a curtain: `open` may refuse its models, `bend` its results. */
function pretendedGpu(bend: (value: number) => number, open: () => void = () => {}): () => Client<SessionProtocol> {
  return () => {
    const session = startSession();
    const gpus = new Set<number>();
    return overChannel<SessionProtocol>({
      load: (params) => session.request('load', { ...params, build: 'wasm' }),
      open: async ({ model, options }) => {
        if (options.provider === 'webgpu') open();
        const opened = await session.request('open', { model, options: { ...options, provider: 'wasm' } });
        if (options.provider === 'webgpu') gpus.add(opened.session);
        return opened;
      },
      run: async (params) => {
        const result = await session.request('run', params);
        for (const { dtype, data } of gpus.has(params.session) ? result.outputs.values() : []) {
          if (dtype === 'float32') data.set(data.map(bend));
        }
        return result;
      },
      profile: (params) => session.request('profile', params),
      close: (params) => session.request('close', params),
      untilLost: () => new Promise(() => {}),
    });
  };
}

test('a GPU that cannot run the probe is not used, and the app is told why; it is asked once', async () => {
  const refuse = () => {
    throw new SessionError('compile', 'webgpu', 'no kernel');
  };
  const { runner } = started(
    WITH_GPU,
    pretendedGpu((value) => value, refuse),
  );
  const steps: RunStep[] = [];
  const params = { design, weights: named, outputs: [], provider: 'webgpu' } as const;
  const model = await runner.open(params, { onProgress: (step) => steps.push(step) });
  expect(steps).toContain('parity');
  expect(model.backend).toMatchObject({ provider: 'wasm', adapter: null });
  expect(model.backend.whyNotWebGpu).toBe('A test network does not run on this GPU: no kernel');
  expect(model.ms.check).toBeGreaterThan(0);
  steps.length = 0;
  const again = await runner.open(params, { onProgress: (step) => steps.push(step) });
  expect(steps).not.toContain('parity');
  expect(again.ms.check).toBe(0);
});

test('a GPU runs a network once on nothing where no clip is there yet, an emulated one and WASM never', async () => {
  const open = async (webgpu: typeof WITH_GPU.webgpu, provider: 'webgpu' | 'wasm', early: boolean) => {
    let runs = 0;
    const counted = pretendedGpu((value) => {
      runs++;
      return value;
    });
    const { runner } = started({ ...WITH_GPU, webgpu }, counted, { ...TRUSTING, setupOf: () => NO_SETUP });
    await runner.open({ design, weights: named, outputs: [], provider }, { isEarly: () => early });
    return runs > 0;
  };
  expect(await open(WITH_GPU.webgpu, 'webgpu', true)).toBe(true);
  expect(await open(WITH_GPU.webgpu, 'webgpu', false)).toBe(false);
  expect(await open({ ...(WITH_GPU.webgpu as Adapter), fallback: true }, 'webgpu', true)).toBe(false);
  expect(await open(WITH_GPU.webgpu, 'wasm', true)).toBe(false);
});

test('a GPU that is being readied is compared once, and a run that waits for it can be cancelled', async () => {
  let opened = 0;
  const count = () => void opened++;
  const { runner } = started(
    WITH_GPU,
    pretendedGpu((value) => value, count),
  );
  const params = { design, weights: named, outputs: [], provider: 'webgpu' } as const;
  const readied = runner.ready('webgpu');
  const stop = new AbortController();
  const cancelled = runner.open(params, { signal: stop.signal, onProgress: () => stop.abort(new Error('cancelled')) });
  await expect(cancelled).rejects.toThrow('cancelled');
  const model = await runner.open(params);
  await readied;
  expect(model.backend.provider).toBe('webgpu');
  // The probe, and the network.
  expect(opened).toBe(2);
  await runner.ready('webgpu');
  await runner.ready('wasm');
  expect(opened).toBe(2);
});

test('a GPU that was compared in an earlier visit is not compared again; what a first comparison says is kept', async () => {
  const kept = new Map<string, string | null>();
  const device: KnownDevice = {
    setupOf: () => ({ threads: null, forms: {}, opening: {} }),
    distrust: (gpu) => kept.get(gpu),
    keepDistrust: (gpu, objection) => kept.set(gpu, objection),
  };
  const params = { design, weights: named, outputs: [], provider: 'webgpu' } as const;
  const stepsOf = async (): Promise<readonly RunStep[]> => {
    const { runner } = started(
      WITH_GPU,
      pretendedGpu((value) => value),
      device,
    );
    const steps: RunStep[] = [];
    const model = await runner.open(params, { onProgress: (step) => steps.push(step) });
    expect(model.backend.provider).toBe('webgpu');
    return steps;
  };
  expect(await stepsOf()).toContain('parity');
  expect([...kept.values()]).toEqual([null]);
  expect(await stepsOf()).not.toContain('parity');
});

test('a WebGPU build that does not start: an error when asked for by name, else WASM and the reason', async () => {
  // The Node build has no WebGPU, so its keeper fails as it would in a browser whose device cannot be had.
  const { runner } = started(WITH_GPU);
  const params = { design, weights: named, outputs: [] };
  await expect(runner.open({ ...params, provider: 'webgpu' })).rejects.toMatchObject({
    name: 'SessionError',
    fields: { step: 'load', provider: 'webgpu' },
  });
  const chosen = await runner.open({ ...params, provider: 'auto' });
  expect(chosen.backend).toMatchObject({ provider: 'wasm', whyNotWebGpu: expect.stringContaining('does not start') });
});

test('a GPU that agrees with WASM is used, and named', async () => {
  const { runner } = started(
    WITH_GPU,
    pretendedGpu((value) => value * (1 + 1e-6)),
  );
  const model = await runner.open({ design, weights: named, outputs: [], provider: 'auto' });
  expect(model.backend).toMatchObject({ provider: 'webgpu', build: 'jspi', adapter: 'acme one', whyNotWebGpu: null });
});

test.each([
  ['slightly wrong', (value: number) => value * 1.001],
  ['not a number', () => Number.NaN],
  ['zero', () => 0],
])('a GPU whose results are %s is not used, even when asked for', async (_, bend) => {
  const { runner } = started(WITH_GPU, pretendedGpu(bend));
  const model = await runner.open({ design, weights: named, outputs: [], provider: 'webgpu' });
  expect(model.backend.provider).toBe('wasm');
  expect(model.backend.whyNotWebGpu).toMatch(/differs from WASM/);
});

test('a worker whose build broke down is ended, so that the next open starts another', async () => {
  let workers = 0;
  const { runner } = started(WASM_ONLY, () => {
    workers++;
    const session = startSession();
    return overChannel<SessionProtocol>({
      load: (params) => session.request('load', params),
      open: (params) => session.request('open', params),
      run: async () => {
        throw sessionError('run', 'wasm', 'The run stopped', new WebAssembly.RuntimeError('unreachable'));
      },
      profile: (params) => session.request('profile', params),
      close: (params) => session.request('close', params),
      untilLost: () => new Promise(() => {}),
    });
  });
  const params = { design, weights: named, outputs: [], provider: 'wasm' } as const;
  const model = await runner.open(params);
  await expect(model.run(clip)).rejects.toMatchObject({ name: 'SessionError', fields: { fatal: true } });
  expect(model.isOpen()).toBe(false);
  await runner.open(params);
  expect(workers).toBe(2);
});

test('an emulated GPU is used only when asked for', async () => {
  if (!WITH_GPU.webgpu.available) throw new Error('WITH_GPU has a GPU.');
  const emulated = { ...WITH_GPU, webgpu: { ...WITH_GPU.webgpu, fallback: true } };
  const { runner } = started(
    emulated,
    pretendedGpu((value) => value),
  );
  const params = { design, weights: named, outputs: [] };
  const chosen = await runner.open({ ...params, provider: 'auto' });
  expect(chosen.backend).toMatchObject({ provider: 'wasm', whyNotWebGpu: expect.stringContaining('emulated') });
  const asked = await runner.open({ ...params, provider: 'webgpu' });
  expect(asked.backend).toMatchObject({ provider: 'webgpu', adapter: 'acme one (emulated on the CPU)' });
});

test('a network too large for a buffer of the GPU: refused by name, or run on WASM when that is free to choose', async () => {
  if (!WITH_GPU.webgpu.available) throw new Error('WITH_GPU has a GPU.');
  const small = { ...WITH_GPU, webgpu: { ...WITH_GPU.webgpu, maxBufferSize: 1000 } };
  const { runner } = started(
    small,
    pretendedGpu((value) => value),
  );
  const params = { design, weights: named, outputs: [] };
  await expect(runner.open({ ...params, provider: 'webgpu' })).rejects.toMatchObject({
    name: 'UnsupportedError',
    message: expect.stringMatching(/takes \d+ MB, but a buffer of this GPU holds 1 MB/),
  });
  const chosen = await runner.open({ ...params, provider: 'auto' });
  expect(chosen.backend.whyNotWebGpu).toMatch(/a buffer of this GPU/);
});

test('a network that WASM cannot address is refused before anything is sent', async () => {
  const { runner } = started();
  const huge = { ...design, clip: { ...design.clip, t: 32, h: 4096, w: 4096 } };
  await expect(runner.open({ design: huge, weights: named, outputs: [], provider: 'wasm' })).rejects.toMatchObject({
    name: 'UnsupportedError',
    message: expect.stringMatching(/takes \d+ MB, but WASM has 4096 MB at most/),
  });
});

test('the probe looks at what was seen to fail: odd widths, an odd number of frames, every block with weights', () => {
  expect(PROBE_DESIGN.clip.t % 4).not.toBe(0);
  expect(Math.trunc(24 * PROBE_DESIGN.reference.gamma_b) % 4).not.toBe(0);
});

/** A protocol of its own for what the two real ones never do. */
interface Odd {
  count: Exchange<{ to: number }, { counted: number }, number>;
  fail: Exchange<unknown, null>;
}

test('progress arrives in order and before the result; what is no Error still becomes one', async () => {
  const { port1, port2 } = new MessageChannel();
  const { serve } = await import('../../src/worker/serve');
  serve<Odd>(port2, {
    count: async ({ to }, call) => {
      for (let i = 1; i <= to; i++) call.progress(i);
      return { counted: to };
    },
    fail: () => Promise.reject('just words'),
  });
  const client = connect<Odd>(port1);
  cleanUp.push(() => client.end());
  const seen: number[] = [];
  expect(await client.request('count', { to: 3 }, { onProgress: (n) => seen.push(n) })).toEqual({ counted: 3 });
  expect(seen).toEqual([1, 2, 3]);
  await expect(client.request('fail', null)).rejects.toThrow('just words');
});

test('what cannot be sent is an error of its request alone', async () => {
  const client = overChannel<Odd>({ count: async ({ to }) => ({ counted: to }), fail: async () => null });
  cleanUp.push(() => client.end());
  await expect(client.request('fail', () => {})).rejects.toMatchObject({ name: 'DataCloneError' });
  await expect(client.request('count', { to: 2 })).resolves.toEqual({ counted: 2 });
});

test('ending a client fails what is under way and all that comes after', async () => {
  const client = overChannel<Odd>({ count: () => new Promise(() => {}), fail: async () => null });
  const waiting = client.request('count', { to: 1 });
  client.end(new Error('closed'));
  await expect(waiting).rejects.toThrow('closed');
  await expect(client.request('count', { to: 1 })).rejects.toThrow('closed');
});
