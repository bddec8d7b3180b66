import { createHash } from 'node:crypto';
import { build } from '../../src/architecture/build';
import { type Design, HEAD_DEFAULTS } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import { initWeights } from '../../src/weights/initialise';
import { inSession } from './inSession';
import { workerOf } from './runPanel';
import { TINY_DESIGN, tinyDesigns, UNUSUAL_DESIGNS } from './tinyDesigns';
import { expect, test } from './workersPage';

/** An emulated GPU compiles every network's shaders for seconds: `npm run test:long` tries them all. */
const LONG = process.env.X3D_LONG === '1';

/** Printed with every failure; another one draws other networks. */
const SEED = 20261123;

const TINY: Design = { ...TINY_DESIGN, head: { ...HEAD_DEFAULTS, num_classes: 5, mid_channels: 8 } };

test('capabilities: WebGPU emulated by SwiftShader, two threads, JSPI, WebCodecs', async ({ workers }) => {
  const capabilities = await workers.page.evaluate(() => window.workers.runner.capabilities);
  expect(capabilities).toMatchObject({ isolated: true, jspi: true, webCodecs: true });
  expect(capabilities.threads).toBeGreaterThan(1);
  expect(capabilities.webgpu).toMatchObject({ available: true, fallback: true, architecture: 'swiftshader' });
});

test(`WebGPU and WASM give equal outputs on tiny networks, ${LONG ? 'random and unusual ones' : 'two random ones'}, with no node off WebGPU`, async ({
  workers,
}) => {
  test.setTimeout(400_000);
  const designs = LONG ? [...tinyDesigns(12, SEED), ...UNUSUAL_DESIGNS] : tinyDesigns(2, SEED);
  // All on one provider, then all on the other: changing it ends the worker, and with it the shaders compiled so far.
  const found = await workers.page.evaluate(async (designs) => {
    const { runner, namedClip, worstDistance } = window.workers;
    const runAll = async (provider: 'webgpu' | 'wasm') => {
      const results = [];
      for (const design of designs) {
        const { n, t, h, w } = design.clip;
        const outputs = ['conv1_t', 'layer1.0.conv2', 'layer1'];
        const model = await runner.open({ design, weights: { kind: 'named' }, outputs, provider });
        const { outputs: tensors } = await model.run(namedClip([n, design.reference.in_channels, t, h, w]));
        results.push({ backend: model.backend, tensors });
        await model.close();
      }
      return results;
    };
    const gpu = await runAll('webgpu');
    const cpu = await runAll('wasm');
    return gpu.map(({ backend, tensors }, index) => ({
      gpu: backend,
      cpu: cpu[index]?.backend.provider,
      names: [...tensors.keys()],
      distance: worstDistance(tensors, cpu[index]?.tensors ?? new Map()),
    }));
  }, designs);
  for (const [index, { gpu, cpu, names, distance }] of found.entries()) {
    const which = `seed ${SEED}, network ${index}: ${JSON.stringify(designs[index])}`;
    // Falling back to the CPU is an error in every session we open: what ran here ran on WebGPU alone.
    expect(gpu, which).toMatchObject({ provider: 'webgpu', build: 'jspi', whyNotWebGpu: null });
    expect(cpu, which).toBe('wasm');
    expect(names, which).toEqual(expect.arrayContaining(['conv5', 'conv1_t', 'layer1.0.conv2', 'layer1']));
    expect(distance, which).toBeLessThanOrEqual(1e-4);
  }
});

for (const provider of ['webgpu', 'wasm'] as const) {
  const tag = provider === 'webgpu' ? '@long' : [];
  test(`every kernel of a run is timed on ${provider}, under the name of a node that knows its layers`, {
    tag,
  }, async ({ workers }) => {
    const found = await workers.page.evaluate(
      async ({ design, provider }) => {
        const { studio, host, namedClip } = window.workers;
        const params = { design, weights: { kind: 'named' }, outputs: [], target: provider } as const;
        const prepared = await studio.request('prepare', params);
        const build = provider === 'webgpu' ? 'jspi' : 'wasm';
        const model = await host.open(prepared, { build, provider }, { profiling: true });
        for (let run = 0; run < 3; run++) await model.run(namedClip([1, 3, 2, 16, 16]));
        const kernels = await model.profile();
        const unknown = kernels.map(({ node }) => node).filter((node) => !prepared.origins.has(node));
        const runs = [0, 1, 2].map((run) => kernels.filter((kernel) => kernel.run === run));
        return { unknown, counts: runs.map(({ length }) => length), programs: kernels.map(({ program }) => program) };
      },
      { design: TINY, provider },
    );
    expect(found.unknown).toEqual([]);
    expect(found.counts[0]).toBeGreaterThan(10);
    expect(new Set(found.counts).size).toBe(1);
    expect(found.programs.every((program) => (program === null) === (provider === 'wasm'))).toBe(true);
  });
}

test('without JSPI the asyncify build computes the same', { tag: '@long' }, async ({ workers }) => {
  const distance = await workers.page.evaluate(async (design) => {
    const { studio, host, namedClip, worstDistance } = window.workers;
    const clip = namedClip([1, 3, 2, 16, 16]);
    const run = async (provider: 'webgpu' | 'wasm') => {
      const params = { design, weights: { kind: 'named' }, target: provider, outputs: [] } as const;
      const model = await host.open(await studio.request('prepare', params), { build: 'asyncify', provider });
      return (await model.run(clip)).outputs;
    };
    return worstDistance(await run('webgpu'), await run('wasm'));
  }, TINY);
  expect(distance).toBeLessThanOrEqual(1e-4);
});

test('a node that WebGPU has no kernel for is named', async ({ workers }) => {
  const failure = await workers.page.evaluate(async () => {
    const { host, encodeModel, joinChunks } = window.workers;
    const node = { attributes: {}, origins: [] };
    const model = encodeModel({
      name: 'odd',
      opset: 17,
      inputs: [{ name: 'clip', dtype: 'float32', shape: [2, 3, 3] }],
      outputs: [{ name: 'y', dtype: 'float32', shape: [2] }],
      initializers: new Map(),
      nodes: [
        { ...node, op: 'Relu', name: 'relu', inputs: ['clip'], outputs: ['r'] },
        { ...node, op: 'Det', name: 'layer1.0.det', inputs: ['r'], outputs: ['d'] },
        { ...node, op: 'Relu', name: 'after', inputs: ['d'], outputs: ['y'] },
      ],
      metadata: new Map(),
    });
    const file = { model: joinChunks(model), layout: 'NCHW' } as const;
    const error = await host.open(file, { build: 'jspi', provider: 'webgpu' }).catch((error) => error);
    return { name: error.name, message: error.message, nodes: error.fields?.nodes };
  });
  expect(failure).toEqual({
    name: 'SessionError',
    message: expect.stringContaining('WebGPU has no kernel for Det (layer1.0.det)'),
    nodes: ['layer1.0.det'],
  });
});

test('a lost GPU is told, and the next open starts afresh', { tag: '@long' }, async ({ workers }) => {
  await inSession(
    workers.page,
    () => {
      // The device is caught where onnxruntime-web asks for it.
      const request = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (...args) {
        const device = await request.apply(this, args);
        Object.assign(globalThis, { device });
        return device;
      };
    },
    () => null,
  );
  const open = () =>
    workers.page.evaluate(async (design) => {
      const { runner, namedClip } = window.workers;
      const model = await runner.open({ design, weights: { kind: 'named' }, outputs: [], provider: 'webgpu' });
      await model.run(namedClip([1, 3, 2, 16, 16]));
      Object.assign(window, { model });
      return model.backend.provider;
    }, TINY);
  expect(await open()).toBe('webgpu');
  await workerOf(workers.page, 'session').evaluate(() =>
    (globalThis as unknown as { device: GPUDevice }).device.destroy(),
  );
  const failure = await workers.page.evaluate(async () => {
    const { model } = window as unknown as { model: import('../../src/worker/client').OpenModel };
    while (model.isOpen()) await new Promise((resolve) => setTimeout(resolve, 10));
    const error = await model.run(window.workers.namedClip([1, 3, 2, 16, 16])).catch((error) => error);
    return { name: error.name, message: error.message };
  });
  expect(failure).toEqual({ name: 'DeviceLost', message: expect.stringContaining('Run again to start over') });
  expect(await open()).toBe('webgpu');
});

test('a run is cancelled in the middle, and the next one works', async ({ workers }) => {
  const found = await workers.page.evaluate(async (tiny) => {
    const { runner, noiseClip } = window.workers;
    const design = { ...tiny, clip: { ...tiny.clip, t: 16, h: 224, w: 224 } };
    const open = () => runner.open({ design, weights: { kind: 'init', seed: 1 }, outputs: [], provider: 'wasm' });
    const clip = noiseClip([1, 3, 16, 224, 224], 1);
    const model = await open();
    const controller = new AbortController();
    const run = model.run(clip, { signal: controller.signal }).catch((error) => error.name);
    setTimeout(() => controller.abort(), 20);
    const cancelled = await run;
    const again = await (await open()).run(clip);
    return { cancelled, shape: again.outputs.get('logits')?.shape };
  }, TINY);
  expect(found).toEqual({ cancelled: 'AbortError', shape: [1, 5] });
});

test('a seed draws the same bits in Chromium and in Node', async ({ workers: { page } }) => {
  for (const seed of [0, 1, 4294967295]) {
    const hash = createHash('sha256');
    for (const { data } of initWeights(build(presetNamed('defaults').design), seed).values())
      hash.update(new Uint8Array(data.buffer));
    expect(await page.evaluate((value) => window.workers.weightsDigest(value), seed)).toBe(hash.digest('hex'));
  }
});
