import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import type { Design } from '../../src/design/design';
import { toOnnx } from '../../src/export/onnxGraph';
import { lower, TARGETS, type Target } from '../../src/lowering/pipeline';
import { runGraph } from '../../src/runtime/nodeSession';
import { namedClip, namedWeights } from '../../src/weights/named';
import { designOf } from '../golden/architectures';
import { checkGraph } from '../onnx/checkGraph';
import { runs } from '../setup/runs';
import { worstParity } from './parity';
import { plainDesign, unusualDesign } from './randomDesign';

/** float32: PyTorch itself is 5e-7 from float64 on these networks. */
const PARITY = 1e-5;

describe.each(Object.keys(TARGETS) as Target[])('lowering for %s', (target) => {
  test('every pass leaves the outputs of a random design as they were', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(plainDesign, fc.boolean(), (design, inside) => stepByStep(design, target, inside)),
      runs(60),
    );
  });

  test('every norm, activation and border is lowered exactly', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(unusualDesign, (design) => stepByStep(design, target, false)),
      runs(120),
    );
  });
});

/** Runs the graph after each pass that changed it, and compares it with the one before. */
async function stepByStep(design: Design, target: Target, inside: boolean): Promise<void> {
  const architecture = build(design);
  const outputs = inside
    ? ['conv1_s', 'layer1.0.conv1.conv', 'layer1.0.conv2', 'layer1.0.swish', 'layer1']
    : ['layer1', 'conv5'];
  const feeds = { clip: namedClip(architecture.clip) };
  let graph = toOnnx(architecture, namedWeights(architecture), { outputs });
  let before = await runGraph(graph, feeds);
  for (const pass of TARGETS[target].passes({})) {
    const next = pass.run(graph);
    expect(checkGraph(next), pass.name).toEqual([]);
    expect(next.inputs, pass.name).toBe(graph.inputs);
    expect(next.outputs, pass.name).toEqual(graph.outputs);
    expect(next.nodes.filter(({ origins }) => origins.length === 0)).toEqual([]);
    const after = await runGraph(next, feeds);
    expect(worstParity(after, before), pass.name).toBeLessThanOrEqual(PARITY);
    [graph, before] = [next, after];
  }
}

test('one changed weight of one conv2 breaks parity', async () => {
  const architecture = build(designOf({ kwargs: { gamma_w: 0.3, gamma_d: 1.5 }, input: [1, 3, 5, 40, 40] }));
  const weights = namedWeights(architecture);
  const feeds = { clip: namedClip(architecture.clip) };
  const expected = await runGraph(toOnnx(architecture, weights), feeds);
  const key = 'layer2.1.conv2.conv.weight';
  const tensor = weights.get(key);
  if (tensor?.dtype !== 'float32') throw new Error(`${key} is missing`);
  const data = tensor.data.slice();
  data[13] = (data[13] ?? 0) + 1;
  const changed = toOnnx(architecture, new Map(weights).set(key, { ...tensor, data }));
  for (const target of ['webgpu', 'wasm'] as const) {
    const right = await runGraph(lower(toOnnx(architecture, weights), target), feeds);
    expect(worstParity(right, expected)).toBeLessThanOrEqual(PARITY);
    expect(worstParity(await runGraph(lower(changed, target), feeds), expected)).toBeGreaterThan(10 * PARITY);
  }
});
