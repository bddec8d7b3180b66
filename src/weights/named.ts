import type { Architecture } from '../architecture/architecture';
import { stateDictOf } from '../architecture/walk';
import { elementCount, type Shape } from '../tensor/shape';
import { float32, type StateDict, type Tensor } from '../tensor/tensor';
import { fnv1a, mulberry32 } from './generator';

/**
 * `named` weights: every value is a function of its tensor's name, so that anyone can make the same network without a
 * file and check us. Norms are far from the identity and no block is switched off, so a wrong lowering shows.
 * Formula: test/golden/README.md, seeded.json.gz.
 */
export function namedWeights(architecture: Architecture): StateDict {
  return new Map(stateDictOf(architecture).map(({ key, shape, dtype }) => [key, namedTensor(key, shape, dtype)]));
}

/** The clip that belongs to `named` weights: uniform in ±1.7, a function of its position and its name alone. */
export function namedClip(shape: Shape, name = 'input'): Tensor<'float32'> {
  return drawn(name, shape, (u) => (2 * u - 1) * 1.7);
}

function namedTensor(key: string, shape: Shape, dtype: string): Tensor {
  if (dtype === 'int64') return { dtype: 'int64', shape, data: new BigInt64Array(elementCount(shape)) };
  return drawn(key, shape, formula(key, shape));
}

function formula(key: string, shape: Shape): (u: number) => number {
  if (key.endsWith('.running_mean') || key.endsWith('.bias')) return (u) => (u - 0.5) * 0.2;
  if (key.endsWith('.running_var')) return (u) => 0.8 + 0.4 * u;
  if (shape.length >= 2) {
    const bound = Math.sqrt(6 / elementCount(shape.slice(1)));
    return (u) => (2 * u - 1) * bound;
  }
  return key.includes('.conv3.') ? (u) => 0.2 + 0.2 * u : (u) => 0.8 + 0.4 * u;
}

function drawn(name: string, shape: Shape, value: (u: number) => number): Tensor<'float32'> {
  const uniform = mulberry32(fnv1a(name));
  return float32(
    shape,
    Float32Array.from({ length: elementCount(shape) }, () => value(uniform())),
  );
}
