import { TINY_DESIGN } from './tinyDesigns';
import { expect, test } from './workersPage';

for (const provider of ['wasm', 'webgpu'] as const) {
  const tag = provider === 'webgpu' ? '@long' : [];
  test(`runs, layers and a trace on ${provider}`, { tag }, async ({ workers }) => {
    const found = await workers.page.evaluate(
      async ({ design, provider }) => {
        const { measuring, measurements, chromeTrace } = window.workers;
        const of = { name: 'tiny', design, weights: { kind: 'named' }, provider, form: 'lowered' } as const;
        await measuring.timeRuns(of, 8);
        await measuring.timeLayers(of);
        const { runs, layers, status } = measurements.getState();
        if (!runs || !layers) throw new Error(JSON.stringify(status));
        const { times } = layers;
        const trace = chromeTrace(layers.kernels, layers.wall, layers.origins, { network: 'tiny' });
        return {
          status: status.kind,
          backend: runs.backend.provider,
          count: runs.times.length,
          warm: runs.warm,
          copies: runs.copies,
          layers: [...times.layers.keys()],
          inside: [...times.inside],
          kernels: times.kernels.length,
          accounted: times.accounted,
          sum: [...times.layers.values(), ...times.unowned].reduce((total, { ms }) => total + ms, 0),
          kernelMs: times.kernelMs,
          events: JSON.parse(JSON.stringify(trace)).traceEvents.length,
          profiled: layers.kernels.length + layers.wall.length,
        };
      },
      { design: TINY_DESIGN, provider },
    );
    expect(found).toMatchObject({ status: 'idle', backend: provider, count: 8 });
    expect(found.warm?.p50).toBeGreaterThan(0);
    expect(found.layers).toEqual(expect.arrayContaining(['conv1_s.conv', 'layer1.0.conv2.conv', 'head.fc2']));
    expect(found.inside).toEqual(expect.arrayContaining([['layer1.0.conv1.bn', 'layer1.0.conv1.conv']]));
    expect(found.sum).toBeCloseTo(found.kernelMs, 6);
    expect(found.accounted).toBeGreaterThan(0);
    // Three events name the process and its threads.
    expect(found.events).toBe(found.profiled + 3);
    if (provider === 'wasm') expect(found.copies).toBeNull();
    else expect(found.copies).toMatchObject({ upload: expect.any(Number), download: expect.any(Number) });
  });
}

test('A/B: WASM against WebGPU stay open beside each other and run in turn', async ({ workers }) => {
  const found = await workers.page.evaluate(async (design) => {
    const { measuring, measurements } = window.workers;
    const of = { name: 'tiny', design, weights: { kind: 'named' }, provider: 'wasm', form: 'lowered' } as const;
    await measuring.compare(of, { ...of, provider: 'webgpu' }, 6);
    const { comparison, status } = measurements.getState();
    if (!comparison) throw new Error(JSON.stringify(status));
    const { runs, backends } = comparison;
    return {
      order: runs.map(({ which }) => which).join(''),
      providers: backends.map(({ provider }) => provider),
      builds: backends.map(({ build }) => build),
      ...comparison.comparison,
    };
  }, TINY_DESIGN);
  expect(found.order).toBe('abba'.repeat(found.blocks + found.warmUpBlocks));
  expect(found.providers).toEqual(['wasm', 'webgpu']);
  expect(found.builds).toEqual(['jspi', 'jspi']);
  // What is left out as warm-up is made up for: 6 counted are the fewest that can tell.
  expect(found.blocks).toBeGreaterThanOrEqual(6);
  expect(found.interval).not.toBeNull();
});

test('cancelled in the middle, a measurement leaves what it has, and the next one works', async ({ workers }) => {
  const found = await workers.page.evaluate(async (design) => {
    const { measuring, measurements } = window.workers;
    const of = { name: 'tiny', design, weights: { kind: 'named' }, provider: 'wasm', form: 'lowered' } as const;
    const stop = measurements.subscribe(({ runs }) => runs?.times.length === 2 && measuring.cancel());
    await measuring.timeRuns(of, 300);
    stop();
    const cancelled = measurements.getState();
    await measuring.timeRuns(of, 3);
    return {
      kept: cancelled.runs?.times.length,
      status: cancelled.status.kind,
      again: measurements.getState().runs?.times.length,
    };
  }, TINY_DESIGN);
  expect(found).toEqual({ kept: 2, status: 'idle', again: 3 });
});
