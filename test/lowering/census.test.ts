import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { toOnnx } from '../../src/export/onnxGraph';
import { census, type Kernel, kernelsOf } from '../../src/lowering/census';
import { lower } from '../../src/lowering/pipeline';
import type { OnnxGraph } from '../../src/onnx/graph';
import { inferShapes } from '../../src/onnx/inferShapes';
import { elementCount } from '../../src/tensor/shape';
import { namedWeights } from '../../src/weights/named';
import { designOf } from '../golden/architectures';

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
  const channelwise = kernelsOf(graph).filter(({ nodes }) => nodes[0]?.name.includes('conv2'));
  expect(channelwise).toHaveLength(26);
  const difference = channelwise.reduce((sum, kernel) => sum + frameSumBytes(kernel, graph, 13) - kernel.bytes, 0);
  expect(bytes / (bytes + difference)).toBeLessThanOrEqual(0.6);
});

/**
 * Bytes that the channel-wise convolution moves as F_sum3: one depthwise convolution over all frames and two over all
 * but one, whose slices are copied before and whose results are padded after, and two sums. Weights left out, and
 * everything else taken to be equal, which favours F_sum3.
 */
function frameSumBytes({ nodes }: Kernel, graph: OnnxGraph, frames: number): number {
  const shapes = inferShapes(graph);
  const bytes = (name = '') => 4 * elementCount(shapes.get(name) ?? []);
  const [x, y] = [bytes(nodes[0]?.inputs[0]), bytes(nodes.at(-1)?.outputs[0])];
  const rest = (frames - 1) / frames;
  const [slices, convolutions, pads, sums] = [4 * rest * x, (1 + 2 * rest) * (x + y), 2 * (rest + 1) * y, 6 * y];
  return slices + convolutions + pads + sums;
}

test('a pair that is fused is one kernel of both layers', () => {
  const kernels = kernelsOf(x3d(4));
  const swish = kernels.filter(({ nodes }) => nodes.map(({ op }) => op).join() === 'Sigmoid,Mul');
  expect(swish).toHaveLength(26);
  expect(swish[0]?.origins).toEqual(['layer1.0.swish']);
  const conv1 = kernels.find(({ nodes }) => nodes[0]?.name.startsWith('layer1.0.conv1'));
  expect(conv1?.origins).toEqual(['layer1.0.conv1.conv', 'layer1.0.conv1.bn', 'layer1.0.conv1.activate']);
});
