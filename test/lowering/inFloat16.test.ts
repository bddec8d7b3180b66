import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { toOnnx } from '../../src/export/onnxGraph';
import { inFloat16 } from '../../src/lowering/inFloat16';
import { lower } from '../../src/lowering/pipeline';
import { runGraph } from '../../src/runtime/nodeSession';
import { namedClip, namedWeights } from '../../src/weights/named';
import { PROBE_DESIGN } from '../../src/worker/parity';
import { worstParity } from './parity';

test('a graph in float16 has no float32 but at its borders, and computes the same to 11 bits', async () => {
  const architecture = build(PROBE_DESIGN);
  const graph = lower(toOnnx(architecture, namedWeights(architecture)), 'webgpu');
  const half = inFloat16(graph);
  expect(half.inputs).toEqual(graph.inputs);
  expect(half.outputs).toEqual(graph.outputs);
  expect([...half.initializers.values()].filter(({ dtype }) => dtype === 'float32')).toEqual([]);
  expect(half.nodes.length).toBe(graph.nodes.length + graph.inputs.length + graph.outputs.length);
  expect(half.nodes.every(({ origins }) => origins.length > 0)).toBe(
    graph.nodes.every(({ origins }) => origins.length > 0),
  );
  const feeds = { clip: namedClip(architecture.clip) };
  const distance = worstParity(await runGraph(half, feeds), await runGraph(graph, feeds));
  expect(distance).toBeGreaterThan(1e-5);
  expect(distance).toBeLessThan(1e-2);
});
