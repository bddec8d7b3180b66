import { elementCount, shapeText } from '../tensor/shape';
import { ARRAYS, BYTES, type DataOf, DTYPES, type DType, type Tensor } from '../tensor/tensor';
import { DATA_TYPE, EXTERNAL, FIELDS } from './onnxProto';
import {
  bigintsOf,
  bytesOf,
  type Field,
  fields,
  integerCount,
  integerOf,
  integersOf,
  OnnxError,
  stringOf,
} from './wireReader';

/**
 * A TensorProto: values from raw_data (a view where aligned, else a copy), or from the field of their type, as some
 * tools write small tensors. @throws OnnxError
 */
export function decodeTensor(bytes: Uint8Array): { readonly name: string; readonly tensor: Tensor } {
  let name = '';
  let raw: Uint8Array | undefined;
  let type = 0;
  const shape: number[] = [];
  for (const field of fields(bytes)) {
    if (field.number === FIELDS.tensor.name) name = stringOf(field);
    else if (field.number === FIELDS.tensor.dims)
      for (const size of integersOf(field)) {
        if (shape.length >= MOST_AXES)
          throw new OnnxError(`${name || 'a tensor'} has more than ${MOST_AXES} axes.`, bytes.byteOffset);
        shape.push(size);
      }
    else if (field.number === FIELDS.tensor.dataType) type = integerOf(field);
    else if (field.number === FIELDS.tensor.rawData) raw = bytesOf(field);
    else if (field.number === FIELDS.tensor.dataLocation && integerOf(field) === EXTERNAL) {
      throw new OnnxError(
        `${name} keeps its values in another file: export the model with the weights inside.`,
        bytes.byteOffset,
      );
    }
  }
  const dtype = dtypeOf(type, name, bytes.byteOffset);
  const data = raw === undefined ? typedData(dtype, bytes) : rawData(dtype, raw);
  const expected = elementCount(shape);
  if (data.length !== expected || shape.some((size) => size < 0)) {
    throw new OnnxError(
      `tensor ${name} of shape ${shapeText(shape)} should hold ${expected} values, found ${data.length}.`,
      bytes.byteOffset,
    );
  }
  // dtype and data come from one row of ARRAYS; TypeScript cannot follow the pairing through the union.
  return { name, tensor: { dtype, shape, data } as Tensor };
}

/** Axes that any operator we know of can have. */
export const MOST_AXES = 64;

/** Element type under an ONNX code. @throws OnnxError for those that we have no tensors of. */
export function dtypeOf(code: number, name: string, offset: number): DType {
  const dtype = DTYPES.find((candidate) => DATA_TYPE[candidate] === code);
  if (dtype === undefined) throw new OnnxError(`${name} has element type ${code}, which cannot be read here.`, offset);
  return dtype;
}

function rawData(dtype: DType, raw: Uint8Array): DataOf[DType] {
  const itemBytes = BYTES[dtype];
  if (raw.byteLength % itemBytes !== 0) {
    throw new OnnxError(`${raw.byteLength} bytes are no whole number of ${dtype} values.`, raw.byteOffset);
  }
  const aligned = raw.byteOffset % itemBytes === 0 ? raw : new Uint8Array(raw);
  return new ARRAYS[dtype](aligned.buffer as ArrayBuffer, aligned.byteOffset, raw.byteLength / itemBytes);
}

/**
 * float_data holds float32, double_data float64, int64_data int64, and int32_data all that is shorter (float16 as its
 * bits). Floats lie there just as in raw_data; integers are varints.
 */
function typedData(dtype: DType, tensor: Uint8Array): DataOf[DType] {
  if (dtype === 'float32' || dtype === 'float64') {
    const number = dtype === 'float32' ? FIELDS.tensor.floatData : FIELDS.tensor.doubleData;
    let byteLength = 0;
    for (const { bytes } of valuesIn(tensor, number)) byteLength += bytes.byteLength;
    const all = new Uint8Array(byteLength);
    let at = 0;
    for (const { bytes } of valuesIn(tensor, number)) {
      all.set(bytes, at);
      at += bytes.byteLength;
    }
    return rawData(dtype, all);
  }
  const number = dtype === 'int64' ? FIELDS.tensor.int64Data : FIELDS.tensor.int32Data;
  let count = 0;
  for (const field of valuesIn(tensor, number)) count += integerCount(field);
  const data = new ARRAYS[dtype](count);
  let at = 0;
  for (const field of valuesIn(tensor, number)) {
    if (data instanceof BigInt64Array) for (const value of bigintsOf(field)) data[at++] = value;
    else for (const value of integersOf(field)) data[at++] = value;
  }
  return data;
}

/** The fields of a tensor that hold its values, one after another: there may be one for each number. */
function* valuesIn(tensor: Uint8Array, number: number): Generator<Field> {
  for (const field of fields(tensor)) if (field.number === number) yield field;
}
