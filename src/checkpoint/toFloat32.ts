import { float32, type Tensor } from '../tensor/tensor';

/** A tensor's values as float32, which is what the network computes in; float16 and bfloat16 lose nothing on the way. */
export function toFloat32(tensor: Tensor): Tensor<'float32'> {
  switch (tensor.dtype) {
    case 'float32':
      return tensor;
    case 'float16':
      return float32(tensor.shape, Float32Array.from(tensor.data, fromFloat16));
    case 'bfloat16':
      return float32(tensor.shape, fromBfloat16(tensor.data));
    case 'int64':
      return float32(tensor.shape, Float32Array.from(tensor.data, Number));
    default:
      return float32(tensor.shape, Float32Array.from(tensor.data));
  }
}

/** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. */
function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. */
function fromBfloat16(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const wide = new Uint32Array(bits.length);
  for (const [index, half] of bits.entries()) wide[index] = half << 16;
  return new Float32Array(wide.buffer);
}
