import { describe, expect, test } from 'vitest';
import { gradCam, type HeadWeights } from '../../../src/analysis/activations/gradCam';
import { build } from '../../../src/architecture/build';
import { HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../../src/design/design';
import { toOnnx } from '../../../src/export/onnxGraph';
import { runGraph } from '../../../src/runtime/nodeSession';
import type { Tensor } from '../../../src/tensor/tensor';
import { namedClip, namedWeights } from '../../../src/weights/named';

/** A tiny network whose blocks are no identities: its weights are functions of their names. */
function tiny(pool: 'avg' | 'max', fc1_bias: boolean) {
  const architecture = build({
    reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.3, gamma_d: 0.2, num_stages: 1, spatial_strides: [2] },
    clip: { n: 1, t: 3, h: 17, w: 13, interval: 1 },
    head: { ...HEAD_DEFAULTS, num_classes: 5, mid_channels: 11, spatial_type: pool, fc1_bias },
    overrides: {},
  });
  const weights = namedWeights(architecture);
  const values = (key: string) => weights.get(key)?.data as Float32Array;
  const head: HeadWeights = {
    pool,
    fc1: values('head.fc1.weight'),
    fc1Bias: fc1_bias ? values('head.fc1.bias') : null,
    fc2: values('head.fc2.weight'),
    fc2Bias: values('head.fc2.bias'),
  };
  return { architecture, weights, head };
}

/** The head written out in float64, so that a difference quotient means something. */
function scoreOf(features: Float64Array, channels: number, head: HeadWeights, classIndex: number): number {
  const plane = features.length / channels;
  const pooled = Array.from({ length: channels }, (_, k) => {
    const values = [...features.subarray(k * plane, (k + 1) * plane)];
    return head.pool === 'max' ? Math.max(...values) : values.reduce((a, b) => a + b, 0) / plane;
  });
  const middle = head.fc2.length / head.fc2Bias.length;
  let score = head.fc2Bias[classIndex] ?? 0;
  for (let j = 0; j < middle; j++) {
    const z = pooled.reduce((sum, p, k) => sum + p * (head.fc1[j * channels + k] ?? 0), head.fc1Bias?.[j] ?? 0);
    score += Math.max(0, z) * (head.fc2[classIndex * middle + j] ?? 0);
  }
  return score;
}

/** A maximum has no gradient where two positions share it (a dead channel: all are 0). */
function hasTie(values: Float64Array): boolean {
  const most = Math.max(...values);
  return values.filter((value) => value === most).length > 1;
}

describe.each([
  ['avg', false],
  ['avg', true],
  ['max', false],
] as const)('with %s pooling, fc1 bias %s', (pool, bias) => {
  test('the channel weights are the mean numerical gradient, the map is ReLU of their sum, the score is the logit', async () => {
    const { architecture, weights, head } = tiny(pool, bias);
    const outputs = await runGraph(toOnnx(architecture, weights, { outputs: ['conv5'] }), {
      clip: namedClip(architecture.clip),
    });
    const features = outputs.get('conv5') as Tensor<'float32'>;
    const logits = outputs.get('logits') as Tensor<'float32'>;
    const [, channels = 0, ...positions] = features.shape;
    const plane = features.data.length / channels;

    for (const classIndex of [0, 3]) {
      const found = gradCam(features, head, classIndex);
      expect(found.score).toBeCloseTo(logits.data[classIndex] ?? 0, 4);
      expect(found.map.shape).toEqual(positions);

      const exact = Float64Array.from(features.data);
      const step = 1e-5;
      const nudged = (at: number, by: number) => {
        const moved = exact.slice();
        moved[at] = (moved[at] ?? 0) + by;
        return scoreOf(moved, channels, head, classIndex);
      };
      const gradient = exact.map((_, at) => (nudged(at, step) - nudged(at, -step)) / (2 * step));
      const alpha = Array.from({ length: channels }, (_, k) =>
        gradient.subarray(k * plane, (k + 1) * plane).reduce((a, b) => a + b / plane, 0),
      );
      let compared = 0;
      const largest = Math.max(...alpha.map(Math.abs));
      expect(largest).toBeGreaterThan(0);
      for (const [k, weight] of alpha.entries()) {
        if (pool === 'max' && hasTie(exact.subarray(k * plane, (k + 1) * plane))) continue;
        compared++;
        expect(Math.abs((found.weights[k] ?? 0) - weight)).toBeLessThan(1e-4 * largest);
      }
      expect(compared).toBeGreaterThan(channels / 4);
      const map = Array.from({ length: plane }, (_, i) =>
        Math.max(
          0,
          alpha.reduce((sum, weight, k) => sum + weight * (exact[k * plane + i] ?? 0), 0),
        ),
      );
      const brightest = Math.max(...map, 1e-12);
      for (const [i, value] of map.entries()) {
        expect(Math.abs((found.map.data[i] ?? 0) - value)).toBeLessThan(1e-3 * brightest);
      }
    }
  });
});
