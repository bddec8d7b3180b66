import type { OnnxNode } from '../onnx/graph';

/**
 * Layers that a replacement computes: those of every node it stands for, each once, in forward order. Passes go
 * through here, so that a kernel measured in a lowered graph can be drawn on the layers it serves.
 */
export function originsOf(nodes: readonly OnnxNode[]): readonly string[] {
  return [...new Set(nodes.flatMap((node) => node.origins))];
}
