import { floatOf } from '../onnx/attributes';
import type { OnnxNode } from '../onnx/graph';
import { float32, type Tensor } from '../tensor/tensor';
import { derived } from './derived';
import type { GraphView } from './graphView';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

/**
 * BatchNormalization(Conv(x)) is one convolution: with s = scale / √(variance + ε), its weight is s·W and its bias
 * s·(b − mean) + shift (Ioffe & Szegedy 2015, section 3.1). The fold is done in float64 and rounded once.
 * A convolution whose own result has another reader keeps its norm.
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

/** Weight, bias, mean and variance; null where they are not constants. */
function statisticsOf(norm: OnnxNode, view: GraphView): readonly Tensor<'float32'>[] | null {
  const found = norm.inputs.slice(1).flatMap((name) => floats(view.constant(name)) ?? []);
  return found.length === 4 ? found : null;
}

/** Scale and shift that a norm over running statistics applies to each channel, in float64. */
function scaleAndShiftOf(statistics: readonly Float32Array[], epsilon: number) {
  const [gamma, beta, mean, variance] = statistics;
  const channels = gamma?.length ?? 0;
  const [scale, shift] = [new Float64Array(channels), new Float64Array(channels)];
  for (let c = 0; c < channels; c++) {
    const factor = (gamma?.[c] ?? 0) / Math.sqrt((variance?.[c] ?? 0) + epsilon);
    scale[c] = factor;
    shift[c] = (beta?.[c] ?? 0) - (mean?.[c] ?? 0) * factor;
  }
  return { scale, shift };
}

function fold(conv: OnnxNode, norm: OnnxNode, view: GraphView): { weight: Tensor; bias: Tensor } | null {
  const statistics = statisticsOf(norm, view);
  const weight = floats(view.constant(conv.inputs[1] ?? ''));
  const bias = conv.inputs[2] ? floats(view.constant(conv.inputs[2])) : float32([weight?.shape[0] ?? 0]);
  if (!statistics || !weight || !bias) return null;
  const epsilon = floatOf(norm, 'epsilon', 1e-5);
  const [channels = 1] = weight.shape;
  return {
    weight: derived(weight.shape, [weight, ...statistics], (values = new Float32Array(), ...rest) => {
      const { scale } = scaleAndShiftOf(rest, epsilon);
      const folded = new Float32Array(values.length);
      const perChannel = values.length / channels;
      for (let c = 0, i = 0; c < channels; c++) {
        const factor = scale[c] ?? 0;
        for (const end = (c + 1) * perChannel; i < end; i++) folded[i] = (values[i] ?? 0) * factor;
      }
      return folded;
    }),
    bias: derived([channels], [bias, ...statistics], (own = new Float32Array(), ...rest) => {
      const { scale, shift } = scaleAndShiftOf(rest, epsilon);
      return own.map((value, c) => value * (scale[c] ?? 0) + (shift[c] ?? 0));
    }),
  };
}

function floats(tensor: Tensor | undefined): Tensor<'float32'> | null {
  return tensor?.dtype === 'float32' ? tensor : null;
}
