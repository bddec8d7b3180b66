import { valueAt } from '../equivalence/algebra';
import { type Expression, listFact, numberFact, numbersOf } from '../equivalence/expression';
import type { ReadNode } from '../equivalence/interpret';
import { groupBy } from '../tensor/groupBy';
import { float32, type Tensor } from '../tensor/tensor';
import { type GraphLayer, scalingOf } from './graphLayers';
import { writtenNorm } from './writtenNorm';

/** What was read of a graph's weights. */
export interface GraphTensors {
  /** Under the reference's names, the head's as `head.fc1.weight`. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Epsilon of its norms; null where none is left in the graph. */
  readonly epsilon: number | null;
  /** True where norms were folded into convolutions, so that they come back as norms that only scale and shift. */
  readonly folded: boolean;
}

/** PyTorch's default, which mmcv and pytorchvideo keep. */
const EPSILON = 1e-5;

/**
 * The weights of named layers. A norm that was folded, wholly or in part, comes back as one over a mean of 0 and a
 * variance of 1 − ε, so that the network has the reference's tensors again and computes the same.
 */
export function tensorsOfLayers(layers: ReadonlyMap<string, GraphLayer>): GraphTensors {
  const epsilon = usualEpsilon([...layers.values()]);
  const tensors = new Map<string, Tensor>();
  let folded = false;
  for (const [path, layer] of layers) {
    if (path.startsWith('head.') || path.includes('.se_module.') || path === 'conv1_s') {
      addPlain(tensors, path === 'conv1_s' ? 'conv1_s.conv' : path, layer);
      continue;
    }
    tensors.set(`${path}.conv.weight`, float32(weightShape(layer.core), plainWeight(layer.core)));
    const norm = batchNormOf(layer);
    if (!norm) folded = true;
    const stored = norm ? statistics(norm, layer.core, epsilon ?? EPSILON) : scaling(layer, epsilon ?? EPSILON);
    for (const [suffix, tensor] of stored) tensors.set(`${path}.bn.${suffix}`, tensor);
  }
  return { tensors, epsilon, folded };
}

/** A layer without a norm: what scales and shifts it goes into its own weight and bias. */
function addPlain(tensors: Map<string, Tensor>, path: string, layer: GraphLayer): void {
  const { core } = layer;
  const { scale, shift } = scalingOf(layer);
  const shape = weightShape(core);
  const out = shape[0] ?? 1;
  const weight = plainWeight(core);
  const perOutput = weight.length / out;
  const scaled = scale.some((factor) => factor !== 1)
    ? weight.map((value, index) => value * valueAt(scale, Math.floor(index / perOutput)))
    : weight;
  tensors.set(`${path}.weight`, float32(path.startsWith('head.') ? [out, perOutput] : shape, scaled));
  const bias = numbersOf(core, 'bias');
  const added = Float32Array.from(
    { length: out },
    (_, channel) => (bias[channel] ?? 0) * valueAt(scale, channel) + valueAt(shift, channel),
  );
  if (bias.length > 0 || added.some((value) => value !== 0)) tensors.set(`${path}.bias`, float32([out], added));
}

function weightShape(core: Expression): readonly number[] {
  const channels = core.inputs[0]?.shape[1] ?? 0;
  const out = core.shape[1] ?? 0;
  if (core.operator === 'dense') return [out, channels];
  return [out, channels / numberFact(core, 'group'), ...listFact(core, 'kernel')];
}

function plainWeight(core: Expression): Float32Array<ArrayBuffer> {
  const weight = numbersOf(core, 'weight');
  return weight instanceof Float32Array ? (weight as Float32Array<ArrayBuffer>) : Float32Array.from(weight);
}

/** The one batch norm after a convolution; null where anything else scales it, or nothing does. */
function batchNormOf({ scaling: [node, ...others] }: GraphLayer): ReadNode | null {
  const isNorm = node?.node.op === 'BatchNormalization' && node.node.attributes.training_mode !== 1;
  return isNorm && others.length === 0 ? node : null;
}

function epsilonOf({ node }: ReadNode): number {
  const { epsilon } = node.attributes;
  return typeof epsilon === 'object' && 'float' in epsilon ? shortest(epsilon.float) : EPSILON;
}

/** The shortest decimal that is this number in float32: 0.001 for 0.0010000000474974513. */
export function shortest(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return value;
}

/** The epsilon that most norms have. */
function usualEpsilon(layers: readonly GraphLayer[]): number | null {
  const norms = layers.flatMap((layer) => batchNormOf(layer) ?? []);
  const [most] = [...groupBy(norms, epsilonOf)].sort(([, a], [, b]) => b.length - a.length);
  return most ? most[0] : null;
}

const SUFFIXES = ['weight', 'bias', 'running_mean', 'running_var'] as const;

/**
 * A batch norm's own tensors. An epsilon that is not the network's goes into the variance, to which it is added anyway;
 * a bias of the convolution before goes out of the mean.
 */
function statistics(norm: ReadNode, core: Expression, epsilon: number): ReadonlyMap<string, Tensor> {
  const bias = numbersOf(core, 'bias');
  const own = epsilonOf(norm);
  return new Map(
    SUFFIXES.map((suffix, index) => {
      const input = norm.inputs[index + 1];
      const numbers = input ? numbersOf(input, 'data') : new Float32Array();
      const data = numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
      const changed =
        suffix === 'running_mean' && bias.length > 0
          ? data.map((value, channel) => value - (bias[channel] ?? 0))
          : suffix === 'running_var' && own !== epsilon
            ? data.map((value) => value + own - epsilon)
            : data;
      return [suffix, float32([data.length], changed)];
    }),
  );
}

/** A norm that scales and shifts as the graph does: nothing at all where nothing stands there. */
function scaling(layer: GraphLayer, epsilon: number): ReadonlyMap<string, Tensor> {
  const { scale, shift } = scalingOf(layer);
  const bias = numbersOf(layer.core, 'bias');
  return writtenNorm(
    layer.core.shape[1] ?? 0,
    epsilon,
    (channel) => bias[channel] ?? 0,
    (channel) => valueAt(scale, channel),
    (channel) => valueAt(shift, channel),
  );
}
