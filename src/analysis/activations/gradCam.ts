import { elementCount } from '../../tensor/shape';
import { float32, type Tensor } from '../../tensor/tensor';

/** The head of an X3D as Grad-CAM needs it: global pool, fc1, ReLU, fc2 (mmaction2's X3DHead in eval mode). */
export interface HeadWeights {
  readonly pool: 'avg' | 'max';
  /** `[mid, C]`. */
  readonly fc1: Float32Array;
  /** `[mid]`; null without. */
  readonly fc1Bias: Float32Array | null;
  /** `[classes, mid]`. */
  readonly fc2: Float32Array;
  /** `[classes]`. */
  readonly fc2Bias: Float32Array;
}

/** Where a class is seen. */
export interface GradCam {
  /** `[T, H, W]` of the feature map, 0 where nothing speaks for the class. */
  readonly map: Tensor<'float32'>;
  /** Weight of every channel: the mean over all positions of ∂score/∂feature, `[C]`. */
  readonly weights: Float64Array;
  /** The class's score before softmax, computed on the way. */
  readonly score: number;
}

/**
 * Grad-CAM (Selvaraju et al. 2017, eq. 1 and 2) of features `[1, C, T, H, W]`, over space and time. The head is so short
 * that its gradient has a closed form: with pooled features p and z = W₁p + b₁,
 *
 *   g_k = ∂score/∂p_k = Σ_j W₂[class, j] · [z_j > 0] · W₁[j, k]
 *
 * The mean over a channel hands g_k / THW to every position, the maximum hands g_k to the largest one alone; averaged
 * over the positions, both give the weight α_k = g_k / THW. The map is ReLU(Σ_k α_k A_k).
 */
export function gradCam(features: Tensor<'float32'>, head: HeadWeights, classIndex: number): GradCam {
  const [, channels = 0, ...positions] = features.shape;
  const plane = elementCount(positions);
  const channel = (k: number) => features.data.subarray(k * plane, (k + 1) * plane);
  const pooled = Float64Array.from({ length: channels }, (_, k) => POOLS[head.pool](channel(k)));

  const middle = head.fc1.length / channels;
  const gradient = new Float64Array(channels);
  let score = head.fc2Bias[classIndex] ?? 0;
  for (let j = 0; j < middle; j++) {
    const row = head.fc1.subarray(j * channels, (j + 1) * channels);
    const z = row.reduce((sum, weight, k) => sum + weight * (pooled[k] ?? 0), head.fc1Bias?.[j] ?? 0);
    if (z <= 0) continue;
    const outer = head.fc2[classIndex * middle + j] ?? 0;
    score += outer * z;
    row.forEach((weight, k) => {
      gradient[k] = (gradient[k] ?? 0) + outer * weight;
    });
  }

  const weights = gradient.map((g) => g / plane);
  const sums = new Float64Array(plane);
  weights.forEach((weight, k) => {
    channel(k).forEach((value, i) => {
      sums[i] = (sums[i] ?? 0) + weight * value;
    });
  });
  const map = Float32Array.from(sums, (sum) => Math.max(0, sum));
  return { map: float32(positions, map), weights, score };
}

const POOLS: Readonly<Record<HeadWeights['pool'], (values: Float32Array) => number>> = {
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  max: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
};
