import type { Architecture, Layer } from '../architecture/architecture';
import { type NamedTensor, stateDictOf } from '../architecture/walk';
import { LAYERS, type LayerKind } from '../layers/index';
import type { Draw, Initial } from '../layers/layerOp';
import { elementCount } from '../tensor/shape';
import { float32, type StateDict, type Tensor } from '../tensor/tensor';
import { fnv1a, sfc32, standardNormal } from './generator';

/**
 * Weights as the reference's `init_weights` leaves them, for a seed: Kaiming normal, norms the identity, the last norm
 * of every block zero where `zero_init_residual` is on (each block is then the identity of its shortcut), head normal
 * 0.01. A tensor's values depend on its name, its shape and the seed alone. Bit-identical in every engine.
 */
export function initWeights(architecture: Architecture, seed: number): StateDict {
  return new Map(
    stateDictOf(architecture).map((tensor) => [
      tensor.key,
      drawTensor(tensor, initialDraw(tensor, architecture), seed),
    ]),
  );
}

/** One tensor as the constructors of PyTorch and mmcv leave it, before any `init_weights`: what a partial checkpoint keeps. */
export function constructedTensor(tensor: NamedTensor, architecture: Architecture, seed: number): Tensor {
  return drawTensor(tensor, constructedDraw(tensor, architecture), seed);
}

function initialDraw(tensor: NamedTensor, { design }: Architecture): Draw {
  const zeroed = design.reference.zero_init_residual && /\.conv3\.bn\.(weight|bias)$/.test(tensor.key);
  return zeroed ? { constant: 0 } : initialOf(tensor).initialised;
}

/** ConvModule draws for the activation it holds: LeakyReLU's gain is √(2/(1 + slope²)) instead of √2 (mmcv conv_module.py). */
function constructedDraw(tensor: NamedTensor, { design }: Architecture): Draw {
  const draw = initialOf(tensor).constructed;
  const { act_cfg } = design.reference;
  const leaky = act_cfg.type === 'LeakyReLU' && /(conv1_t|conv1|conv5)\.conv\.weight$/.test(tensor.key);
  if (!leaky || !('deviation' in draw)) return draw;
  const slope = act_cfg.negative_slope ?? 0.01;
  return { deviation: draw.deviation / Math.sqrt(1 + slope * slope) };
}

function initialOf(tensor: NamedTensor): Initial {
  const initial = initialOfLayer(tensor.layer)[tensor.name];
  if (!initial) throw new Error(`${tensor.key}: the layer does not say how this tensor starts out`);
  return initial;
}

function initialOfLayer<K extends LayerKind>(layer: Layer<K>): Readonly<Record<string, Initial>> {
  return LAYERS[layer.kind].initial?.(layer.fields) ?? {};
}

function drawTensor(tensor: NamedTensor, draw: Draw, seed: number): Tensor {
  const count = elementCount(tensor.shape);
  if (tensor.dtype === 'int64') return { dtype: 'int64', shape: tensor.shape, data: new BigInt64Array(count) };
  const data = new Float32Array(count);
  if ('constant' in draw) return float32(tensor.shape, data.fill(draw.constant));
  const uniform = sfc32(fnv1a(tensor.key), seed);
  if ('bound' in draw) {
    for (let i = 0; i < count; i++) data[i] = (2 * uniform() - 1) * draw.bound;
  } else {
    const normal = standardNormal(uniform);
    for (let i = 0; i < count; i++) data[i] = normal() * draw.deviation;
  }
  return float32(tensor.shape, data);
}
