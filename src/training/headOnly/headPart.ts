import { type Architecture, CLIP, type Layer } from '../../architecture/architecture';
import { LAYERS } from '../../layers/index';

/** Path of the layer whose output are the pooled features. */
export const POOL = 'head.pool';

/**
 * What follows the head's pool, as a network of its own: fc1, its activation, dropout, fc2. It reads pooled features
 * [N, C] where a network reads a clip, and its paths are the whole network's. @throws Error without a head or its pool
 */
export function headPart(architecture: Architecture): Architecture {
  const head = architecture.parts.find(({ kind }) => kind === 'head');
  const pool = architecture.layers.find(({ path }) => path === POOL);
  if (!head || !pool || !LAYERS[pool.kind].global) throw new Error('The network has no head that pools whole maps.');
  const rewired = ({ inputs, ...layer }: Layer): Layer =>
    ({ ...layer, inputs: inputs.map((path) => (path === POOL ? CLIP : path)) }) as Layer;
  const layers = architecture.layers.slice(architecture.layers.indexOf(pool) + 1).map(rewired);
  // A pool leaves axes of size 1 behind.
  return { ...architecture, clip: pool.output.slice(0, 2), parts: [{ ...head, children: layers }], layers };
}
