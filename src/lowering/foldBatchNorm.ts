import { floatOf } from '../onnx/attributes';
import type { OnnxNode } from '../onnx/graph';
import { elementCount } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import type { GraphView } from './graphView';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

/**
 * BatchNormalization(Conv(x)) is one convolution: with s = scale / √(variance + ε), its weight is s·W and its bias
 * s·(b − mean) + shift (Ioffe & Szegedy 2015, section 3.1). The fold is done in float64 and rounded once.
 * A convolution whose own result somebody else wants keeps its norm.
 */
export const foldBatchNorm: Pass = {
  name: 'batch norm becomes part of the convolution before it',
  expects: 'norms over running statistics are BatchNormalization nodes',
  guarantees: 'no BatchNormalization reads a convolution that only it reads',
  run: (graph) =>
    rewrite(graph, (node, view, draft) => {
      const conv = view.producer(node.inputs[0] ?? '');
      if (node.op !== 'BatchNormalization' || conv?.op !== 'Conv' || !view.isPrivate(conv.outputs[0] ?? ''))
        return null;
      const folded = fold(conv, node, view);
      if (folded === null) return null;
      const to = draft(conv);
      const weight = to.constant('weight', folded.weight);
      const bias = to.constant('bias', folded.bias);
      return to.node('Conv', 'conv', [conv.inputs[0] ?? '', weight, bias], conv.attributes);
    }),
};

/** Scale and shift that a BatchNormalization applies to each channel, in float64; null where they are not constants. */
export function scaleAndShift(norm: OnnxNode, view: GraphView): { scale: Float64Array; shift: Float64Array } | null {
  const [gamma, beta, mean, variance] = norm.inputs.slice(1).map((name) => floats(view.constant(name)));
  if (!gamma || !beta || !mean || !variance) return null;
  const epsilon = floatOf(norm, 'epsilon', 1e-5);
  const scale = Float64Array.from(gamma, (g, c) => g / Math.sqrt((variance[c] ?? 0) + epsilon));
  const shift = Float64Array.from(beta, (b, c) => b - (mean[c] ?? 0) * (scale[c] ?? 0));
  return { scale, shift };
}

function fold(conv: OnnxNode, norm: OnnxNode, view: GraphView): { weight: Tensor; bias: Tensor } | null {
  const factors = scaleAndShift(norm, view);
  const weight = view.constant(conv.inputs[1] ?? '');
  const values = floats(weight);
  const bias = conv.inputs[2] ? floats(view.constant(conv.inputs[2])) : new Float32Array(factors?.scale.length ?? 0);
  if (!factors || !weight || !values || !bias) return null;
  const { scale, shift } = factors;
  const perChannel = elementCount(weight.shape.slice(1));
  const folded = new Float32Array(values.length);
  for (let c = 0; c < scale.length; c++) {
    const factor = scale[c] ?? 0;
    for (let i = c * perChannel; i < (c + 1) * perChannel; i++) folded[i] = (values[i] ?? 0) * factor;
  }
  return {
    weight: float32(weight.shape, folded),
    bias: float32(
      [scale.length],
      Float32Array.from(scale, (s, c) => (bias[c] ?? 0) * s + (shift[c] ?? 0)),
    ),
  };
}

function floats(tensor: Tensor | undefined): Float32Array | null {
  return tensor?.dtype === 'float32' ? tensor.data : null;
}
