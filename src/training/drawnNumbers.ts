import { elementCount } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { fnv1a, sfc32 } from '../weights/generator';
import type { Draw } from './trainingGraph';

/** The random numbers of one pass: a function of the seed, the layer's name and how many passes came before. */
export function drawnNumbers(draws: readonly Draw[], seed: number, pass: number): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(draws.map((draw) => [draw.name, drawn(draw, seed, pass)]));
}

function drawn({ name, shape, kind }: Draw, seed: number, pass: number): Tensor {
  const uniform = sfc32(fnv1a(`${name} ${pass}`), seed);
  const data = new Float32Array(elementCount(shape));
  if (kind.kind === 'keep') {
    const kept = kind.ratio < 1 ? 1 / (1 - kind.ratio) : 0;
    for (let at = 0; at < data.length; at++) data[at] = uniform() < kind.ratio ? 0 : kept;
  } else {
    const { lower, upper } = kind;
    for (let at = 0; at < data.length; at++) data[at] = lower + (upper - lower) * uniform();
  }
  return float32(shape, data);
}
