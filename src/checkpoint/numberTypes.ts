import { fromFloat16 } from '../tensor/float16';
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

/** bfloat16 is the upper half of a float32. */
function fromBfloat16(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const wide = new Uint32Array(bits.length);
  for (const [index, half] of bits.entries()) wide[index] = half << 16;
  return new Float32Array(wide.buffer);
}

/** A counter as int64, whatever a tool kept it as; what is no number counts as 0. */
export function toInt64(tensor: Tensor): Tensor<'int64'> {
  if (tensor.dtype === 'int64') return tensor;
  const whole = (value: number) => BigInt(Number.isFinite(value) ? Math.trunc(value) : 0);
  return { dtype: 'int64', shape: tensor.shape, data: BigInt64Array.from([...toFloat32(tensor).data].map(whole)) };
}
