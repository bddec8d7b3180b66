import { expect, test } from 'vitest';
// Not exported by the package: protobufjs' own code for onnx.proto, an encoder and decoder that is not ours.
import protobuf from '../../node_modules/onnxruntime-web/lib/onnxjs/ort-schema/protobuf/onnx.js';
import { decodeModel } from '../../src/onnx/decode';
import { encodeModel } from '../../src/onnx/encode';
import { joinChunks } from '../../src/onnx/wireWriter';
import { float32, type Tensor } from '../../src/tensor/tensor';

const { ModelProto } = protobuf.onnx;
const encode = (model: object): Uint8Array => ModelProto.encode(model).finish().slice();
const opsetImport = [{ domain: '', version: 17 }];

/** TensorProto.DataType by name, written out again so that a wrong code of ours shows. */
const [FLOAT, UINT8, INT8, INT32, INT64, BOOL, FLOAT16, DOUBLE] = [1, 2, 3, 6, 7, 9, 10, 11];

test.each<[string, object, Tensor]>([
  ['float_data', { dataType: FLOAT, dims: [2], floatData: [1.5, -2] }, float32([2], Float32Array.of(1.5, -2))],
  [
    'double_data',
    { dataType: DOUBLE, dims: [1], doubleData: [0.1] },
    { dtype: 'float64', shape: [1], data: Float64Array.of(0.1) },
  ],
  [
    'int64_data',
    { dataType: INT64, dims: [3], int64Data: [-1, 0, 2 ** 40] },
    { dtype: 'int64', shape: [3], data: BigInt64Array.of(-1n, 0n, 2n ** 40n) },
  ],
  ...(
    [
      ['int32', INT32, Int32Array.of(-5, 6)],
      ['int8', INT8, Int8Array.of(-5, 6)],
      ['uint8', UINT8, Uint8Array.of(250, 6)],
      ['bool', BOOL, Uint8Array.of(1, 0)],
      ['float16', FLOAT16, Uint16Array.of(0x3c00, 0xc000)],
    ] as const
  ).map(([dtype, dataType, data]): [string, object, Tensor] => [
    `int32_data of ${dtype}`,
    { dataType, dims: [2], int32Data: Array.from(data) },
    { dtype, shape: [2], data } as Tensor,
  ]),
  ['a scalar', { dataType: FLOAT, dims: [], floatData: [7] }, float32([], Float32Array.of(7))],
  ['no value at all', { dataType: FLOAT, dims: [0] }, float32([0])],
])('%s is read', (_, proto, tensor) => {
  const bytes = encode({ opsetImport, graph: { initializer: [{ name: 'w', ...proto }] } });
  expect(decodeModel(bytes).initializers.get('w')).toEqual(tensor);
});

test('fields we do not know are passed over', () => {
  const bytes = encode({
    irVersion: 8,
    producerName: 'pytorch',
    producerVersion: '1.13',
    docString: 'a network',
    opsetImport: [{ domain: 'com.microsoft', version: 1 }, ...opsetImport],
    graph: {
      name: 'g',
      docString: 'a graph',
      valueInfo: [{ name: 'v', type: { tensorType: { elemType: FLOAT } } }],
      node: [{ opType: 'Relu', name: 'r', input: ['x'], output: ['y'], docString: 'line 3' }],
    },
  });
  const { opset, nodes } = decodeModel(bytes);
  expect(opset).toBe(17);
  expect(nodes).toEqual([{ op: 'Relu', name: 'r', inputs: ['x'], outputs: ['y'], attributes: {}, origins: [] }]);
});

test('a symbolic size is open, and an input that repeats an initializer is left out', () => {
  const type = { tensorType: { elemType: FLOAT, shape: { dim: [{ dimParam: 'batch' }, { dimValue: 3 }] } } };
  const bytes = encode({
    opsetImport,
    graph: {
      input: [
        { name: 'x', type },
        { name: 'w', type },
      ],
      initializer: [{ name: 'w', dataType: FLOAT, dims: [1], floatData: [1] }],
    },
  });
  expect(decodeModel(bytes).inputs).toEqual([{ name: 'x', dtype: 'float32', shape: [-1, 3] }]);
});

test('the largest integer, which means "to the end", stays larger than any size', () => {
  const attribute = [{ name: 'ends', type: 7, ints: [{ low: -1, high: 0x7fffffff, unsigned: false }] }];
  const bytes = encode({ opsetImport, graph: { node: [{ opType: 'Slice', attribute }] } });
  expect(decodeModel(bytes).nodes[0]?.attributes.ends).toEqual([Number.MAX_SAFE_INTEGER]);
});

test.each([
  [
    'weights in another file',
    { initializer: [{ name: 'w', dataType: FLOAT, dataLocation: 1 }] },
    /w keeps its values in another file/,
  ],
  ['complex numbers', { initializer: [{ name: 'w', dataType: 14 }] }, /w has element type 14/],
  [
    'too few values',
    { initializer: [{ name: 'w', dataType: FLOAT, dims: [3], floatData: [1] }] },
    /w of shape 3 should hold 3 values, found 1/,
  ],
  [
    'a negative size',
    { initializer: [{ name: 'w', dataType: FLOAT, dims: [-1, -1], floatData: [1] }] },
    /w of shape -1 × -1/,
  ],
  [
    'a subgraph',
    { node: [{ opType: 'If', attribute: [{ name: 'then_branch', type: 5, g: {} }] }] },
    /then_branch is of type 5/,
  ],
  ['a sparse tensor', { sparseInitializer: [{}] }, /sparse initializer/],
  ['a sequence', { input: [{ name: 's', type: { sequenceType: {} } }] }, /s is no tensor/],
])('%s: refused, and named', (_, graph, message) => {
  expect(() => decodeModel(encode({ opsetImport, graph }))).toThrow(message);
});

test('what we write, protobufjs reads', () => {
  const bytes = joinChunks(
    encodeModel({
      name: 'graph',
      opset: 18,
      inputs: [{ name: 'x', dtype: 'float32', shape: [1, 3] }],
      outputs: [{ name: 'y', dtype: 'int64', shape: [] }],
      initializers: new Map([['w', float32([1, 40], new Float32Array(40).fill(0.5))]]),
      nodes: [
        {
          op: 'com.microsoft.FusedConv',
          name: 'conv',
          inputs: ['x', 'w', ''],
          outputs: ['y'],
          attributes: { pads: [0, 1, -1], alpha: { float: 0.25 }, activation: 'Relu', group: 2, b: { floats: [1, 2] } },
          origins: ['layer1.0'],
        },
      ],
      metadata: new Map([['design', '{}']]),
    }),
  );
  const read = ModelProto.toObject(ModelProto.decode(bytes), { longs: Number, bytes: Array });
  expect(read).toMatchObject({
    irVersion: 8,
    opsetImport: [{ version: 18 }, { domain: 'com.microsoft', version: 1 }],
    metadataProps: [{ key: 'design', value: '{}' }],
    graph: {
      name: 'graph',
      input: [
        { name: 'x', type: { tensorType: { elemType: FLOAT, shape: { dim: [{ dimValue: 1 }, { dimValue: 3 }] } } } },
      ],
      output: [{ name: 'y', type: { tensorType: { elemType: INT64, shape: {} } } }],
      initializer: [{ name: 'w', dims: [1, 40], dataType: FLOAT }],
      node: [
        {
          domain: 'com.microsoft',
          opType: 'FusedConv',
          name: 'conv',
          input: ['x', 'w', ''],
          output: ['y'],
          attribute: [
            { name: 'pads', type: 7, ints: [0, 1, -1] },
            { name: 'alpha', type: 1, f: 0.25 },
            { name: 'activation', type: 3, s: Array.from(new TextEncoder().encode('Relu')) },
            { name: 'group', type: 2, i: 2 },
            { name: 'b', type: 6, floats: [1, 2] },
          ],
        },
      ],
    },
  });
  const raw = new Uint8Array(read.graph.initializer[0].rawData);
  expect(Array.from(new Float32Array(raw.buffer))).toEqual(Array(40).fill(0.5));
});
