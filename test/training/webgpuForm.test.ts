import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import { census } from '../../src/lowering/census';
import type { OnnxGraph } from '../../src/onnx/graph';
import { openInNode } from '../../src/runtime/nodeSession';
import { answerCase } from '../../src/training/answerGolden';
import { caseDeviations } from '../../src/training/goldenDeviations';
import type { CaseAnswer, CaseQuestion } from '../../src/training/goldenForm';
import { DEFAULT_RECIPE, type Recipe } from '../../src/training/recipe';
import { trainingGraph, updateGraph } from '../../src/training/trainingGraph';
import { readGolden } from '../golden/read';
import { checkGraph } from '../onnx/checkGraph';

const { cases } = readGolden<{ readonly cases: readonly (CaseQuestion & CaseAnswer)[] }>('training');
/** In `npm test` those that differ most in kind. */
const TRIED = [
  'leaky_head_max',
  'circular',
  'group_norm',
  'instance_norm',
  'frozen_1',
  'with_cp',
  'prelu',
  'no_affine',
];
const tried = cases.filter(({ name }) => process.env.X3D_LONG === '1' || TRIED.some((part) => name.includes(part)));

/** Blocks 1, 2 and 3 of 8, 16 and 32 channels. */
const SMALL: Design = {
  reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.33, num_stages: 3, spatial_strides: [2, 2, 2] },
  clip: { n: 16, t: 8, h: 32, w: 32, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 8, mid_channels: 128, dropout_ratio: 0.5 },
  overrides: { layer3: { blocks: 3 } },
};

const OPTIMIZERS: readonly Recipe['optimizer'][] = [
  { type: 'SGD', momentum: 0.9, nesterov: true, weightDecay: 5e-5 },
  { type: 'AdamW', betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0.05 },
];

/** Operators without a WebGPU kernel in onnxruntime-web 1.30, and what it refuses at run time. */
function refusedByWebGpu({ nodes }: OnnxGraph): readonly string[] {
  const missing = new Set(['Sign', 'Sum', 'FusedMatMul']);
  return nodes
    .filter(
      ({ op, outputs, attributes }) =>
        missing.has(op) ||
        (op === 'BatchNormalization' && attributes.training_mode === 1) ||
        (op === 'Split' && outputs.length > 7) ||
        (/^Conv/.test(op) && (attributes.kernel_shape as readonly number[]).length > 2),
    )
    .map(({ name }) => name);
}

describe('the form that WebGPU runs', () => {
  test.each(tried.map((each) => [each.name, each] as const))('gives the gradients of %s', async (_, each) => {
    const deviations = caseDeviations(each, await answerCase(each, openInNode, { target: 'webgpu' }));
    expect(deviations.filter(({ share }) => !(share <= 1))).toEqual([]);
  });

  test.each(OPTIMIZERS)('has only operators with a kernel there, whatever the design: $type', (optimizer) => {
    for (const { kwargs, head, input } of cases) {
      const [n = 1, in_channels = 3, t = 1, h = 1, w = 1] = input;
      const design = {
        reference: { ...REFERENCE_DEFAULTS, in_channels, ...kwargs },
        clip: { n, t, h, w, interval: 1 },
        head: { ...HEAD_DEFAULTS, ...head },
        overrides: {},
      } as Design;
      const recipe: Recipe = { ...DEFAULT_RECIPE, optimizer, batch: n };
      const { graph } = trainingGraph(build(design), recipe, { target: 'webgpu' });
      expect(refusedByWebGpu(graph)).toEqual([]);
      expect(checkGraph(graph)).toEqual([]);
      expect(checkGraph(updateGraph(build(design), recipe, 'webgpu'))).toEqual([]);
    }
  });

  test('a step of the network with blocks 1, 2, 3 is at most 700 dispatches', () => {
    const { graph } = trainingGraph(build(SMALL), { ...DEFAULT_RECIPE, batch: 16 }, { target: 'webgpu' });
    expect(census(graph).dispatches).toBeLessThanOrEqual(700);
  });
});
