import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { toOnnx } from '../../src/export/onnxGraph';
import { census, kernelsOf } from '../../src/lowering/census';
import { lower } from '../../src/lowering/pipeline';
import type { OnnxGraph } from '../../src/onnx/graph';
import { namedWeights } from '../../src/weights/named';
import { designOf } from '../golden/architectures';
import { frameSumBytes, isChannelwise } from './frameSum';

function x3d(frames: number): OnnxGraph {
  const kwargs = { gamma_w: 1, gamma_b: 2.25, gamma_d: 2.2 };
  const head = { kwargs: { num_classes: 400 } };
  const architecture = build(designOf({ kwargs, input: [1, 3, frames, 160, 160], head }));
  return lower(toOnnx(architecture, namedWeights(architecture)), 'webgpu');
}

test("X3D-XS on WebGPU is the 227 dispatches that onnxruntime-web 1.30's profile shows", () => {
  expect(census(x3d(4)).dispatches).toBe(227);
});

test('X3D-S on WebGPU needs at most 240 dispatches, and at most 60 % of the bytes of F_sum3', () => {
  const graph = x3d(13);
  const { dispatches, bytes } = census(graph);
  expect(dispatches).toBeLessThanOrEqual(240);
  const kernels = kernelsOf(graph);
  expect(kernels.filter(isChannelwise)).toHaveLength(26);
  expect(bytes / frameSumBytes(kernels, graph, 13)).toBeLessThanOrEqual(0.6);
});

test('a pair that is fused is one kernel of both layers', () => {
  const kernels = kernelsOf(x3d(4));
  const swish = kernels.filter(({ nodes }) => nodes.map(({ op }) => op).join() === 'Sigmoid,Mul');
  expect(swish).toHaveLength(26);
  expect(swish[0]?.origins).toEqual(['layer1.0.swish']);
  const conv1 = kernels.find(({ nodes }) => nodes[0]?.name.startsWith('layer1.0.conv1'));
  expect(conv1?.origins).toEqual(['layer1.0.conv1.conv', 'layer1.0.conv1.bn', 'layer1.0.conv1.activate']);
});
