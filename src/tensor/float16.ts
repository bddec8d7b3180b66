import type { Tensor } from './tensor';

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest IEEE 754 binary16 of a number, ties to even, as its bit pattern; beyond 65504 it is infinite. */
export function toFloat16(value: number): number {
  float[0] = value;
  const pattern = bits[0] ?? 0;
  const sign = (pattern >>> 16) & 0x8000;
  const exponent = ((pattern >>> 23) & 0xff) - 127;
  const fraction = pattern & 0x7f_ffff;
  if (exponent === 128) return sign | 0x7c00 | (fraction ? 0x200 : 0);
  if (exponent > 15) return sign | 0x7c00;
  if (exponent < -25) return sign;
  // 24 significant bits, of which the lowest go; subnormals lose more of them.
  const dropped = exponent < -14 ? -1 - exponent : 13;
  const significant = fraction | 0x80_0000;
  const kept = significant >>> dropped;
  const rest = significant & ((1 << dropped) - 1);
  const half = 1 << (dropped - 1);
  const rounded = rest > half || (rest === half && kept & 1) ? kept + 1 : kept;
  // A carry into the exponent is the right result, up to infinity.
  return sign | (exponent < -14 ? rounded : ((exponent + 14) << 10) + rounded);
}

/** The number a binary16 bit pattern stands for: 1 sign, 5 exponent (bias 15), 10 fraction bits. */
export function fromFloat16(pattern: number): number {
  const sign = pattern & 0x8000 ? -1 : 1;
  const exponent = (pattern >> 10) & 0x1f;
  const fraction = pattern & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A tensor of float32 as float16. */
export function halved({ shape, data }: Tensor<'float32'>): Tensor<'float16'> {
  return { dtype: 'float16', shape, data: Uint16Array.from(data, toFloat16) };
}
