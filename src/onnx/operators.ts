import {
  asFirst,
  batchNormalization,
  broadcast,
  concat,
  constant,
  conv,
  convTranspose,
  expand,
  flatten,
  gather,
  gemm,
  globalPool,
  layerNormalization,
  matMul,
  pad,
  pool,
  reduce,
  reshape,
  type ShapeRule,
  slice,
  split,
  squeeze,
  tile,
  transpose,
  unsqueeze,
} from './shapeRules';

/** What checking and shape inference know of an operator. */
interface Operator {
  readonly shape: ShapeRule;
  /** Fewest and most inputs. */
  readonly inputs: readonly [least: number, most: number];
  /** Attributes it may have in the operator sets 13 to 21. */
  readonly attributes: readonly string[];
}

const WINDOW = ['auto_pad', 'dilations', 'kernel_shape', 'pads', 'strides'];
const POOL = [...WINDOW, 'ceil_mode', 'storage_order', 'count_include_pad'];
const REDUCE = ['axes', 'keepdims', 'noop_with_empty_axes'];

function operator(shape: ShapeRule, least: number, most: number, attributes: readonly string[] = []): Operator {
  return { shape, inputs: [least, most], attributes };
}

function alike(names: readonly string[], each: Operator): Readonly<Record<string, Operator>> {
  return Object.fromEntries(names.map((name) => [name, each]));
}

/**
 * The operators that our graphs are written in, and those that other tools write X3D in
 * (https://onnx.ai/onnx/operators/). An operator that is not here can be decoded and run, but not checked or lowered.
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries<Operator>({
    Conv: operator(conv, 2, 3, [...WINDOW, 'group']),
    ConvTranspose: operator(convTranspose, 2, 3, [...WINDOW, 'group', 'output_padding', 'output_shape']),
    Gemm: operator(gemm, 2, 3, ['alpha', 'beta', 'transA', 'transB']),
    MatMul: operator(matMul, 2, 2),

    BatchNormalization: operator(batchNormalization, 5, 5, ['epsilon', 'momentum', 'training_mode']),
    GroupNormalization: operator(asFirst, 3, 3, ['epsilon', 'num_groups', 'stash_type']),
    InstanceNormalization: operator(asFirst, 3, 3, ['epsilon']),
    LayerNormalization: operator(layerNormalization, 2, 3, ['axis', 'epsilon', 'stash_type']),

    ...alike(['Add', 'Sub', 'Mul', 'Div', 'Pow', 'PRelu', 'Equal', 'Greater'], operator(broadcast, 2, 2)),
    ...alike(['Max', 'Min', 'Sum'], operator(broadcast, 1, Number.POSITIVE_INFINITY)),
    Where: operator(broadcast, 3, 3),

    ...alike(['Identity', 'Relu', 'Sigmoid', 'HardSwish', 'Tanh', 'Erf', 'Exp', 'Log'], operator(asFirst, 1, 1)),
    ...alike(['Neg', 'Abs', 'Sign', 'Sqrt', 'Reciprocal'], operator(asFirst, 1, 1)),
    ...alike(['LeakyRelu', 'Elu', 'com.microsoft.QuickGelu'], operator(asFirst, 1, 1, ['alpha'])),
    Dropout: operator(asFirst, 1, 3, ['seed']),
    Cast: operator(asFirst, 1, 1, ['to', 'saturate']),
    Gelu: operator(asFirst, 1, 1, ['approximate']),
    HardSigmoid: operator(asFirst, 1, 1, ['alpha', 'beta']),
    Softmax: operator(asFirst, 1, 1, ['axis']),
    Clip: operator(asFirst, 1, 3),

    ...alike(['GlobalAveragePool', 'GlobalMaxPool'], operator(globalPool, 1, 1)),
    ...alike(['AveragePool', 'MaxPool'], operator(pool, 1, 1, POOL)),
    ...alike(['ReduceMean', 'ReduceMax', 'ReduceSum'], operator(reduce, 1, 2, REDUCE)),

    Reshape: operator(reshape, 2, 2, ['allowzero']),
    Flatten: operator(flatten, 1, 1, ['axis']),
    Squeeze: operator(squeeze, 1, 2),
    Unsqueeze: operator(unsqueeze, 2, 2),
    Transpose: operator(transpose, 1, 1, ['perm']),
    Expand: operator(expand, 2, 2),
    Tile: operator(tile, 2, 2),
    Slice: operator(slice, 3, 5),
    Split: operator(split, 1, 2, ['axis', 'num_outputs']),
    Concat: operator(concat, 1, Number.POSITIVE_INFINITY, ['axis']),
    Gather: operator(gather, 2, 2, ['axis']),
    Pad: operator(pad, 2, 4, ['mode']),
    Constant: operator(constant, 0, 0, ['value']),
  }),
);
