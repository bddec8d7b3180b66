import { elementCount, ShapeError } from '../tensor/shape';
import { int64 } from '../tensor/tensor';
import { defineLayer, KEEPS_INPUT, type OnnxCall } from './layerOp';

/**
 * A fully connected layer. What comes from a pool, [N, C, 1, 1, 1], is flattened first, as X3DHead does (`view`); or it is
 * applied at every position of [N, C, T, H, W], as a 1×1×1 convolution with the same weight is.
 */
export interface Linear {
  readonly in: number;
  readonly out: number;
  readonly bias: boolean;
  /** Deviation that init_weights draws the weight with. */
  readonly initStd: number;
  /** At every position: [N, in, T, H, W] → [N, out, T, H, W]. */
  readonly everyPosition?: boolean;
}

export const linear = defineLayer<Linear>({
  torchClass: () => 'Linear',
  outputShape(l, input) {
    const [n = 0, ...rest] = input;
    if (l.everyPosition) {
      if (input.length !== 5 || rest[0] !== l.in)
        throw new ShapeError(`expected [N, ${l.in}, T, H, W], found [${input}]`);
      return [n, l.out, ...rest.slice(1)];
    }
    if (elementCount(rest) !== l.in) throw new ShapeError(`expected [N, ${l.in}], found [${input}]`);
    return [n, l.out];
  },
  stores(l, sink) {
    sink.parameter('weight', [l.out, l.in]);
    if (l.bias) sink.parameter('bias', [l.out]);
  },
  // X3DHead.init_weights: normal_init(std=init_std); PyTorch's constructor: uniform ±1/√in.
  initial(l) {
    const constructed = { bound: 1 / Math.sqrt(l.in) };
    return {
      weight: { constructed, initialised: { deviation: l.initStd } },
      bias: { constructed, initialised: { constant: 0 } },
    };
  },
  /** N·out·in, times positions. A bias is not counted. */
  macs: (l, output) => elementCount(output) * l.in,
  onnx(l, { inputs: [input = []] }): readonly OnnxCall[] {
    const bias = l.bias ? ['bias'] : [];
    if (l.everyPosition)
      return [
        {
          op: 'Reshape',
          from: ['weight', 'shape'],
          to: 'kernel',
          constants: { shape: int64([l.out, l.in, 1, 1, 1]) },
        },
        { op: 'Conv', from: ['x', 'kernel', ...bias], to: 'y', attributes: { kernel_shape: [1, 1, 1] } },
      ];
    const flat = input.length > 2;
    return [
      ...(flat ? [{ op: 'Flatten', from: ['x'], to: 'flat', attributes: { axis: 1 } }] : []),
      { op: 'Gemm', from: [flat ? 'flat' : 'x', 'weight', ...bias], to: 'y', attributes: { transB: 1 } },
    ];
  },
  torch: (l) => `nn.Linear(${l.in}, ${l.out}, bias=${l.bias ? 'True' : 'False'})`,
  saved: () => KEEPS_INPUT,
});
