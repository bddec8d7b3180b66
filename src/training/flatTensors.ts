import { float32 } from '../tensor/tensor';
import type { FlatVector } from './flatLayout';
import { concat, type GraphWriter, integers, multiply, reshape, type Value } from './graphWriter';
import type { NetworkGradients } from './networkPasses';

/** WebGPU refuses a Split with ten outputs or more, and binds eight buffers to a kernel: seven parts and the whole. */
const WEBGPU_PARTS = 7;

/** The tensors that lie in a flat vector, by key, in their own shapes. */
export function splitFlat(w: GraphWriter, flat: Value, { slots }: FlatVector): ReadonlyMap<string, Value> {
  const parts = splitInto(
    w,
    flat,
    slots.map(({ size }) => size),
  );
  return new Map(slots.map(({ key, shape }, index) => [key, reshape(w, parts[index] ?? flat, shape)]));
}

function splitInto(w: GraphWriter, flat: Value, sizes: readonly number[]): readonly Value[] {
  if (sizes.length <= 1) return [flat];
  const most = w.target === 'wasm' ? sizes.length : WEBGPU_PARTS;
  // Whole groups at the leaves of the tree make it smallest.
  let each = 1;
  while (each * most < sizes.length) each *= most;
  const groups = Array.from({ length: Math.ceil(sizes.length / each) }, (_, group) =>
    sizes.slice(group * each, (group + 1) * each),
  );
  const lengths = groups.map((group) => group.reduce((sum, size) => sum + size, 0));
  const parts = w.nodes('Split', [flat, integers(w, lengths)], groups.length, { axis: 0 });
  return groups.flatMap((group, index) => splitInto(w, parts[index] ?? flat, group));
}

/**
 * The other way: one flat vector of gradients in the slots' order, times their factors. onnxruntime computes first what
 * the last of a node's inputs rests on, by the order of nodes in the file: since the reshaped parts are written here,
 * registration order, the gradients of the last layer's weights come first, and what they need is freed on the way back.
 * Else all of them wait for the whole way back, and every activation with them.
 * @throws Error where one is missing
 */
export function joinFlat(
  w: GraphWriter,
  { parameters, factors }: Pick<NetworkGradients, 'parameters' | 'factors'>,
  { slots, length }: FlatVector,
): Value {
  const parts = slots.map(({ key, size }) => {
    const tensor = parameters.get(key);
    if (tensor === undefined) throw new Error(`${key} is trained and has no gradient.`);
    return reshape(w, tensor, [size]);
  });
  const joined = concat(w, parts, 0);
  const gains = float32([length]);
  for (const { key, offset, size } of slots) gains.data.fill(factors.get(key) ?? 1, offset, offset + size);
  return gains.data.every((gain) => gain === 1) ? joined : multiply(w, joined, w.constant(gains));
}
