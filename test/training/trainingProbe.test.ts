import { expect, test } from 'vitest';
import { inferShapes } from '../../src/onnx/inferShapes';
import { openInNode } from '../../src/runtime/nodeSession';
import { float32 } from '../../src/tensor/tensor';
import { GRADIENT_LIMIT, probeGradients, trainingProbe } from '../../src/training/trainingProbe';

test('no ReLU of the probe reads a value nearer to 0 than 4e-5, so that no rounding turns a gradient on or off', async () => {
  const { graph, feeds } = trainingProbe('wasm');
  const relus = graph.nodes.filter(({ op, name }) => op === 'Max' && name.includes('/forward/'));
  expect(relus).toHaveLength(9);
  const shapes = inferShapes(graph);
  const read = relus.map(({ inputs: [name = ''] }) => ({
    name,
    dtype: 'float32' as const,
    shape: shapes.get(name) ?? [],
  }));
  const session = await openInNode({ ...graph, outputs: [...graph.outputs, ...read] });
  const values = await session.run(
    feeds,
    read.map(({ name }) => name),
  );
  await session.close();
  const nearest = [...values.values()].map(({ data }) =>
    (data as Float32Array).reduce((least, value) => Math.min(least, Math.abs(value)), Number.POSITIVE_INFINITY),
  );
  expect(Math.min(...nearest)).toBeGreaterThan(4e-5);
});

test('the form that WebGPU runs agrees within the limit, and a wrong digit in one gradient does not', async () => {
  const open: Parameters<typeof probeGradients>[0] = (graph) => openInNode(graph);
  expect(await probeGradients(open)).toBeLessThan(GRADIENT_LIMIT);
  const wrong = await probeGradients(async (graph, target) => {
    const session = await openInNode(graph);
    if (target === 'wasm') return session;
    return {
      ...session,
      run: async (...asked) => {
        const results = await session.run(...asked);
        return new Map(
          Array.from(results, ([name, { shape, data }]) => [
            name,
            float32(
              shape,
              (data as Float32Array).map((value, at) => (at === 100 ? value * 1.01 + 1e-3 : value)),
            ),
          ]),
        );
      },
    };
  });
  expect(wrong).toBeGreaterThan(GRADIENT_LIMIT);
});
