import fc from 'fast-check';
import type { Attribute, OnnxGraph, OnnxNode, ValueInfo } from '../../src/onnx/graph';
import { elementCount } from '../../src/tensor/shape';
import { ARRAYS, BYTES, type DType, type Tensor } from '../../src/tensor/tensor';

const dtype = fc.constantFrom<DType>(...(Object.keys(ARRAYS) as DType[]));
const shape = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 });

/** Tensors of every element type over random bits, NaNs of all kinds included. */
export const tensor: fc.Arbitrary<Tensor> = fc.tuple(dtype, shape).chain(([kind, sizes]) => {
  const byteLength = elementCount(sizes) * BYTES[kind];
  return fc
    .uint8Array({ minLength: byteLength, maxLength: byteLength })
    .map((bytes) => ({ dtype: kind, shape: sizes, data: new ARRAYS[kind](bytes.slice().buffer) }) as Tensor);
});

const float = fc.float({ noNaN: true });
const attribute: fc.Arbitrary<Attribute> = fc.oneof(
  fc.maxSafeInteger(),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.maxSafeInteger()),
  float.map((value) => ({ float: value })),
  fc.array(float, { maxLength: 80 }).map((values) => ({ floats: values })),
  tensor.map((value) => ({ tensor: value })),
);

const name = fc.string({ unit: 'grapheme', maxLength: 12 });
const names = fc.array(name, { maxLength: 4 });
const node: fc.Arbitrary<OnnxNode> = fc.record({
  op: fc.constantFrom('Conv', 'Mul', 'com.microsoft.QuickGelu'),
  name,
  inputs: names,
  outputs: names,
  attributes: fc.dictionary(name, attribute, { maxKeys: 4 }),
  origins: fc.constant([]),
});
const valueInfo: fc.Arbitrary<ValueInfo> = fc.record({
  name: name.map((text) => `value ${text}`),
  dtype,
  shape: fc.array(fc.integer({ min: -1, max: 4096 }), { maxLength: 5 }),
});

/** Graphs that a file can hold; they need not compute anything. */
export const randomGraph: fc.Arbitrary<OnnxGraph> = fc.record({
  name,
  opset: fc.integer({ min: 7, max: 21 }),
  inputs: fc.array(valueInfo, { maxLength: 3 }),
  outputs: fc.array(valueInfo, { maxLength: 3 }),
  initializers: fc.array(fc.tuple(name, tensor), { maxLength: 4 }).map((entries) => new Map(entries)),
  nodes: fc.array(node, { maxLength: 6 }),
  metadata: fc.array(fc.tuple(name, name), { maxLength: 3 }).map((entries) => new Map(entries)),
});
