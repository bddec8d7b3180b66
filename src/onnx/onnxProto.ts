import type { DType } from '../tensor/tensor';

/**
 * Field numbers of the messages of onnx.proto that we write and read
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; the same numbers for every IR version).
 */
export const FIELDS = {
  model: { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8, metadataProps: 14 },
  opsetId: { domain: 1, version: 2 },
  entry: { key: 1, value: 2 },
  graph: { node: 1, name: 2, initializer: 5, input: 11, output: 12, sparseInitializer: 15 },
  node: { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 },
  attribute: { name: 1, f: 2, i: 3, s: 4, t: 5, floats: 7, ints: 8, type: 20 },
  tensor: {
    dims: 1,
    dataType: 2,
    name: 8,
    rawData: 9,
    dataLocation: 14,
    floatData: 4,
    int32Data: 5,
    int64Data: 7,
    doubleData: 10,
  },
  valueInfo: { name: 1, type: 2 },
  type: { tensorType: 1 },
  tensorType: { elemType: 1, shape: 2 },
  shape: { dim: 1 },
  dim: { value: 1, param: 2 },
} as const;

/** AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7 } as const;

/** TensorProto.DataType of each element type. */
export const DATA_TYPE: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
};

/** TensorProto.DataLocation.EXTERNAL: the values lie in another file. */
export const EXTERNAL = 1;

/** A size the file leaves open (a symbolic dimension such as `batch`). */
export const OPEN_SIZE = -1;

/** The IR version that came with an operator set (https://github.com/onnx/onnx/blob/main/docs/Versioning.md). */
export function irVersion(opset: number): number {
  if (opset < 15) return 7;
  if (opset < 19) return 8;
  return opset < 21 ? 9 : 10;
}

/** A node's operator in two parts: `com.microsoft.QuickGelu` is QuickGelu of com.microsoft; `Conv` has no domain. */
export function splitOp(op: string): { readonly domain: string; readonly type: string } {
  const dot = op.lastIndexOf('.');
  return { domain: op.slice(0, Math.max(dot, 0)), type: op.slice(dot + 1) };
}
