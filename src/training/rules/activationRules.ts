import type { ActType } from '../../design/design';
import type { ActivationFunction } from '../../layers/activationFunction';
import { elementCount } from '../../tensor/shape';
import {
  add,
  divide,
  filled,
  type GraphWriter,
  isPositive,
  maximum,
  minimum,
  multiply,
  number,
  reshape,
  scaleRows,
  subtract,
  sum,
  type Value,
} from '../graphWriter';
import { sumOfRows } from '../longRows';

/** What an activation reads beside its input. */
interface ActivationInputs {
  readonly fn: ActivationFunction;
  /** PReLU's slopes: [1], or one a channel. */
  readonly weight: () => Value;
  /** RReLU's slopes of this step, of the input's shape; in eval mode their mean. */
  readonly slopes: () => Value | number;
}

/** An activation that was written: its result, and how its gradients follow. */
interface Activated {
  readonly y: Value;
  /** dy/dx, to be multiplied by the gradient of y. */
  slope(): Value;
  /** Gradient of PReLU's weight. */
  weightGradient?(gradient: Value): Value;
}

type ActivationRule = (w: GraphWriter, x: Value, inputs: ActivationInputs) => Activated;

/** 1/√(2π), of the normal density in GELU's derivative. */
const DENSITY = 0.3989422804014327;

const relu: ActivationRule = (w, x) => {
  // On WASM Max takes less time than Relu, which takes 4 ns an element.
  const y = w.target === 'wasm' ? maximum(w, x, 0) : w.node('Relu', [x]);
  // y is never below 0, so its sign is dy/dx: 1 above 0, and 0 at 0 as in PyTorch.
  return { y, slope: () => (w.target === 'wasm' ? w.node('Sign', [y]) : isPositive(w, y)) };
};

/** 1 above 0, `below` elsewhere, at 0 too. */
function leaky(w: GraphWriter, x: Value, below: Value | number): Value {
  const above = isPositive(w, x);
  return add(w, multiply(w, above, subtract(w, 1, below)), below);
}

/** ½ + ½·tanh(x/2), which WASM computes in three quarters of the time of its Sigmoid, and as exactly. */
function sigmoidByTanh(w: GraphWriter, x: Value): Value {
  const tanh = reshape(w, w.node('Tanh', [multiply(w, x, 0.5)]), [1, 1, elementCount(x.shape)]);
  const [mean, variance, half] = [filled(w, 1, 0), filled(w, 1, 1), filled(w, 1, 0.5)];
  return reshape(w, scaleRows(w, tanh, { scale: half, shift: half, mean, variance, eps: 0 }), x.shape);
}

const swish: ActivationRule = (w, x) => {
  const gate = w.target === 'wasm' ? sigmoidByTanh(w, x) : w.node('Sigmoid', [x]);
  const y = multiply(w, x, gate);
  return { y, slope: () => add(w, multiply(w, subtract(w, 1, y), gate), y) };
};

/**
 * Every activation of the reference in training. Derivatives at kinks are PyTorch's: ReLU and its bounded relatives 0,
 * the leaky ones their slope, Hardswish x/3 + ½ from −3 to 3 inclusive, HSigmoid's clamp 1 at both bounds.
 */
export const ACTIVATION_RULES: Readonly<Record<ActType, ActivationRule>> = {
  ReLU: relu,
  LeakyReLU: (w, x, { fn }) => ({
    y: w.node('LeakyRelu', [x], { alpha: { float: fn.negativeSlope } }),
    slope: () => leaky(w, x, fn.negativeSlope),
  }),
  PReLU(w, x, { weight }) {
    const stored = weight();
    const slopes = reshape(w, stored, [stored.shape[0] ?? 1, 1]);
    const below = minimum(w, x, 0);
    return {
      y: add(w, maximum(w, x, 0), multiply(w, below, slopes)),
      slope: () => leaky(w, x, slopes),
      weightGradient(gradient) {
        const byChannel = sumOfRows(w, multiply(w, gradient, below));
        return stored.shape[0] === 1 ? sum(w, byChannel, [0], 1) : byChannel;
      },
    };
  },
  ReLU6(w, x) {
    const y = w.node('Clip', [x, number(w, 0), number(w, 6)]);
    return { y, slope: () => multiply(w, isPositive(w, y), isPositive(w, subtract(w, 6, y))) };
  },
  RReLU(w, x, { slopes }) {
    const below = slopes();
    return {
      y: add(w, maximum(w, x, 0), multiply(w, minimum(w, x, 0), below)),
      slope: () => leaky(w, x, below),
    };
  },
  ELU(w, x, { fn }) {
    const y = w.node('Elu', [x], { alpha: { float: fn.alpha } });
    // Below 0, α·eˣ = y + α.
    return { y, slope: () => leaky(w, x, add(w, y, fn.alpha)) };
  },
  GELU(w, x) {
    const erf = w.node('Erf', [multiply(w, x, Math.SQRT1_2)]);
    const share = multiply(w, add(w, erf, 1), 0.5);
    return {
      y: multiply(w, x, share),
      slope() {
        const bell = w.node('Exp', [multiply(w, multiply(w, x, x), -0.5)]);
        return add(w, share, multiply(w, multiply(w, bell, DENSITY), x));
      },
    };
  },
  SiLU: swish,
  Swish: swish,
  Tanh(w, x) {
    const y = w.node('Tanh', [x]);
    return { y, slope: () => subtract(w, 1, multiply(w, y, y)) };
  },
  Sigmoid(w, x) {
    const y = w.node('Sigmoid', [x]);
    return { y, slope: () => multiply(w, y, subtract(w, 1, y)) };
  },
  HSwish: (w, x) => ({
    y: w.node('HardSwish', [x]),
    slope() {
      const above = isPositive(w, subtract(w, x, 3));
      const within = subtract(w, subtract(w, 1, isPositive(w, subtract(w, -3, x))), above);
      return add(w, multiply(w, within, add(w, divide(w, x, 3), 0.5)), above);
    },
  }),
  HSigmoid(w, x, { fn }) {
    const line = divide(w, add(w, x, fn.bias), fn.divisor);
    return {
      y: w.node('Clip', [line, number(w, fn.minimum), number(w, fn.maximum)]),
      slope() {
        const [under, over] = [subtract(w, fn.minimum, line), subtract(w, line, fn.maximum)];
        const within = multiply(w, subtract(w, 1, isPositive(w, under)), subtract(w, 1, isPositive(w, over)));
        return divide(w, within, fn.divisor);
      },
    };
  },
};
