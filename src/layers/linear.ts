import { elementCount, type Shape, ShapeError } from '../tensor/shape';
import { defineLayer, type OnnxCall } from './layerOp';

/** A fully connected layer. What comes from a pool, [N, C, 1, 1, 1], is flattened first, as X3DHead does (`view`). */
export interface Linear {
  readonly in: number;
  readonly out: number;
  readonly bias: boolean;
  /** Deviation that init_weights draws the weight with. */
  readonly initStd: number;
}

/** N·out·in. A bias is not counted. */
const macs = (l: Linear, output: Shape): number => elementCount(output) * l.in;

export const linear = defineLayer<Linear>({
  torchClass: () => 'Linear',
  outputShape(l, [input = []]) {
    const [n = 0, ...rest] = input;
    if (elementCount(rest) !== l.in) throw new ShapeError(`expected [N, ${l.in}], found [${input}]`);
    return [n, l.out];
  },
  tensors: (l) => [
    { name: 'weight', shape: [l.out, l.in], dtype: 'float32', role: 'parameter', requiresGrad: true },
    ...(l.bias
      ? [{ name: 'bias', shape: [l.out], dtype: 'float32', role: 'parameter', requiresGrad: true } as const]
      : []),
  ],
  // X3DHead.init_weights: normal_init(std=init_std); PyTorch's constructor: uniform ±1/√in.
  initial(l) {
    const constructed = { bound: 1 / Math.sqrt(l.in) };
    return {
      weight: { constructed, initialised: { deviation: l.initStd } },
      bias: { constructed, initialised: { constant: 0 } },
    };
  },
  macs,
  flops: (l, { output }) => ({ mmcv: macs(l, output), mmengine: macs(l, output) }),
  onnx(l, { inputs: [input = []] }): readonly OnnxCall[] {
    const flat = input.length > 2;
    return [
      ...(flat ? [{ op: 'Flatten', from: ['x'], to: 'flat', attributes: { axis: 1 } }] : []),
      {
        op: 'Gemm',
        from: [flat ? 'flat' : 'x', 'weight', ...(l.bias ? ['bias'] : [])],
        to: 'y',
        attributes: { transB: 1 },
      },
    ];
  },
  torch: (l) => `nn.Linear(${l.in}, ${l.out}, bias=${l.bias ? 'True' : 'False'})`,
  saved: () => ({ inputs: [0], output: false, own: 0 }),
});
