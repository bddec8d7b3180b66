import type { Kernel } from '../../src/lowering/census';
import type { OnnxGraph } from '../../src/onnx/graph';
import { inferShapes } from '../../src/onnx/inferShapes';
import { elementCount, type Shape } from '../../src/tensor/shape';

/**
 * Bytes that a network moves on WebGPU when its channel-wise convolutions are computed frame by frame, the lowering that
 * ours is compared with: one depthwise convolution over all frames and two over all but one, whose slices are copied
 * before and whose results are padded after, and two sums. Weights left out, and everything else taken to be equal,
 * which favours it.
 * @param kernels all kernels of our lowering of the network.
 */
export function frameSumBytes(kernels: readonly Kernel[], graph: OnnxGraph, frames: number): number {
  const shapes = inferShapes(graph);
  return kernels.reduce(
    (sum, kernel) => sum + (isChannelwise(kernel) ? channelwiseBytes(kernel, shapes, frames) : kernel.bytes),
    0,
  );
}

/** True of the kernels of conv2. */
export function isChannelwise({ nodes }: Kernel): boolean {
  return nodes[0]?.name.includes('conv2') ?? false;
}

function channelwiseBytes({ nodes }: Kernel, shapes: ReadonlyMap<string, Shape>, frames: number): number {
  const bytes = (name = '') => 4 * elementCount(shapes.get(name) ?? []);
  const [x, y] = [bytes(nodes[0]?.inputs[0]), bytes(nodes.at(-1)?.outputs[0])];
  const rest = (frames - 1) / frames;
  const [slices, convolutions, pads, sums] = [4 * rest * x, (1 + 2 * rest) * (x + y), 2 * (rest + 1) * y, 6 * y];
  return slices + convolutions + pads + sums;
}
