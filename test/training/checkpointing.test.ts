import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { unitsOf } from '../../src/analysis/trainingMemory';
import { build } from '../../src/architecture/build';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import { encodeModel } from '../../src/onnx/encode';
import { joinChunks } from '../../src/onnx/wireWriter';
import { openInNode } from '../../src/runtime/nodeSession';
import { openSession, type Session } from '../../src/runtime/session';
import { DEFAULT_RECIPE } from '../../src/training/recipe';
import { TRAINING_INPUTS, TRAINING_OUTPUTS, trainingGraph } from '../../src/training/trainingGraph';
import { openTraining } from '../../src/training/trainingSession';
import { namedClip, namedWeights } from '../../src/weights/named';
import { endProfilingInNode } from '../bench/nodeProfile';

const design = (with_cp: boolean): Design => ({
  reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.33, num_stages: 2, spatial_strides: [2, 2], with_cp },
  clip: { n: 2, t: 4, h: 16, w: 16, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 3, mid_channels: 16, dropout_ratio: 0 },
  overrides: {},
});
const RECIPE = { ...DEFAULT_RECIPE, batch: 2 };

/** Nodes that a value rests on, directly or through others. */
function restsOn(nodes: readonly { inputs: readonly string[]; outputs: readonly string[] }[], value: string) {
  const byOutput = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const input of byOutput.get(name)?.inputs ?? []) visit(input);
  };
  visit(value);
  return seen;
}

test('with_cp gives the same weights but for the last digits, and updates running statistics of blocks twice a step', async () => {
  const states = [];
  for (const with_cp of [false, true]) {
    const architecture = build(design(with_cp));
    const weights = namedWeights(architecture);
    const session = await openTraining(architecture, RECIPE, { open: openInNode, weights, seed: 0 });
    await session.step([{ clips: namedClip([2, 3, 4, 16, 16]), labels: [0, 2] }]);
    const state = await session.state();
    const counters = session.layout.buffers.slots
      .filter(({ key }) => key.endsWith('.num_batches_tracked'))
      .map(({ key, offset }) => [key.replace('.num_batches_tracked', ''), state.buffers[offset]] as const);
    await session.close();
    states.push({ state, counters });
  }
  const [plain, checkpointed] = states;
  // onnxruntime fuses other nodes where a value is needed once, so digits behind the sixth may differ.
  plain?.state.weights.forEach((value, at) => {
    expect(Math.abs((checkpointed?.state.weights[at] ?? Number.NaN) - value)).toBeLessThan(1e-6);
  });
  expect(new Set(plain?.counters.map(([, count]) => count))).toEqual(new Set([1]));
  for (const [norm, count] of checkpointed?.counters ?? []) expect(count, norm).toBe(norm.startsWith('layer') ? 2 : 1);
});

test('onnxruntime computes block after block backwards: run again, gradients of weights, gradient of the input', async () => {
  const architecture = build(design(true));
  const opened: Session[] = [];
  const session = await openTraining(architecture, RECIPE, {
    open: async (graph, kept = []) => {
      const model = joinChunks(encodeModel(graph));
      opened.push(await openSession(ort, model, { provider: 'wasm', layout: 'NCHW', profiling: true, kept }));
      return opened.at(-1) as Session;
    },
    weights: namedWeights(architecture),
    seed: 0,
  });
  await session.step([{ clips: namedClip([2, 3, 4, 16, 16]), labels: [0, 2] }]);
  const kernels = await endProfilingInNode(opened[0] as Session);
  await session.close();
  const units = unitsOf(architecture).map(({ path }) => path);
  const order = kernels
    .filter(
      ({ op, node }) => /^(Fused)?(Conv|ConvTranspose|MatMul|Gemm)$/.test(op) && /\/(backward|again)\//.test(node),
    )
    .map(({ node }) => units.findIndex((path) => node.startsWith(`${path}.`)))
    .filter((unit) => unit >= 0);
  expect(order.length).toBeGreaterThanOrEqual(30);
  expect(order).toEqual(order.toSorted((a, b) => b - a));
});

test('every feature map of a block that runs again rests on the gradient that comes into it, so it cannot run before', () => {
  const { graph } = trainingGraph(build(design(true)), RECIPE, { target: 'wasm' });
  // A matrix made of weights alone is no feature map: what is no function of the clip may be made once, for both passes.
  const heavy = graph.nodes.filter(
    ({ name, op, outputs }) =>
      name.includes('/again/') &&
      /^(Conv|MatMul|Gemm|Batch)/.test(op) &&
      restsOn(graph.nodes, outputs[0] ?? '').has(TRAINING_INPUTS.clips),
  );
  expect(heavy.length).toBeGreaterThanOrEqual(20);
  for (const { outputs } of heavy) {
    const needed = restsOn(graph.nodes, outputs[0] ?? '');
    expect(
      [...needed].some((name) => name.startsWith('loss/')),
      outputs[0],
    ).toBe(true);
  }
  expect(graph.outputs.map(({ name }) => name)).toContain(TRAINING_OUTPUTS.weights);
});
