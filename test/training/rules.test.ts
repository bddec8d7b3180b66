import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tensorsOf } from '../../src/architecture/walk';
import type { ActType } from '../../src/design/design';
import { activationFunction } from '../../src/layers/activationFunction';
import { ACTIVATIONS } from '../../src/layers/activationFunctions';
import { type FieldsOf, LAYERS, type LayerKind } from '../../src/layers/index';
import { openInNode } from '../../src/runtime/nodeSession';
import { elementCount, type Shape } from '../../src/tensor/shape';
import { float32, type Tensor } from '../../src/tensor/tensor';
import { startGraph } from '../../src/training/graphWriter';
import { TRAINING_RULES } from '../../src/training/rules/index';
import { normaliseRows } from '../../src/training/rules/normalised';
import { sfc32 } from '../../src/weights/generator';
import { runs } from '../setup/runs';

/** A layer by itself: its fields, the [N, C, T, H, W] of its inputs, and the seed of all its numbers. */
interface Alone<K extends LayerKind> {
  readonly kind: K;
  readonly fields: FieldsOf[K];
  readonly inputs: readonly Shape[];
  readonly mode?: 'train' | 'eval';
  /** Of its numbers, and by which the order of rows is drawn. */
  readonly seed: number;
  /** Changes what is drawn for an input, so that no value lies on a kink. */
  readonly shape?: (value: number) => number;
  /** Step of the differences. */
  readonly step?: number;
}

/** [N, C, …] as training runs it: [C, N·…]. */
const rows = ([n = 1, c = 1, ...rest]: Shape): Shape => [c, n * elementCount(rest)];

/**
 * The largest relative error of the directional derivatives along random directions, one for every input and parameter:
 * of Σ r·y, r random, by the rule's backward pass against central differences of its forward pass, extrapolated once.
 */
async function worstError<K extends LayerKind>(alone: Alone<K>): Promise<number> {
  const { kind, fields, inputs, mode = 'train', seed, shape = (value) => value, step = 0.02 } = alone;
  const op = LAYERS[kind];
  const output = op.outputShape(fields, inputs[0] ?? [], inputs[1] ?? []);
  const uniform = sfc32(seed, 7);
  const drawn = (size: Shape, map = (value: number) => value): Tensor<'float32'> =>
    float32(
      size,
      Float32Array.from({ length: elementCount(size) }, () => map(2 * uniform() - 1)),
    );
  const w = startGraph('wasm', seed % 2 === 0 ? 'NTHW' : 'HWTN');
  const feeds: Record<string, Tensor<'float32'>> = {};
  const input = (name: string, tensor: Tensor<'float32'>) => {
    feeds[name] = tensor;
    return w.input(name, tensor.shape);
  };
  const xs = inputs.map((size, index) =>
    input(
      `x${index}`,
      drawn(rows(size), (v) => shape(1.5 * v)),
    ),
  );
  const stored = new Map(
    tensorsOf({ kind, fields }).map((tensor) => {
      const positive = tensor.name === 'running_var' || (tensor.shape.length === 1 && tensor.name === 'weight');
      return [
        tensor.name,
        input(
          tensor.name,
          drawn(tensor.shape, (v) => (positive ? 1 + v / 2 : v)),
        ),
      ];
    }),
  );
  const get = (name: string) => stored.get(name) ?? expect.fail(`${kind} stores no ${name}`);
  const pass = w.within('layer', 'forward', () =>
    TRAINING_RULES[kind].forward({
      w,
      fields,
      inputs: xs,
      inputShapes: inputs,
      output,
      parameter: get,
      buffer: get,
      mode,
      draw: (size, draw) =>
        input(
          'drawn',
          drawn(size, (v) => (draw.kind === 'keep' ? (v < 0 ? 0 : 2) : 0.2 + v / 10)),
        ),
    }),
  );
  const gradient = input('r', drawn(pass.output.shape));
  const found = w.within('layer', 'backward', () =>
    pass.backward(gradient, { inputs: xs.map(() => true), parameters: true }),
  );
  w.output(pass.output, 'y');
  const gradients = [
    ...found.inputs.map((value, index) => [`x${index}`, value] as const),
    ...Object.entries(found.parameters),
  ];
  for (const [name, value] of gradients) if (value) w.output(value, `d:${name}`);
  const session = await openInNode(w.graph('a layer'));
  try {
    const results = await session.run(feeds);
    const r = feeds.r?.data ?? [];
    const valueAt = async (name: string, direction: Float32Array, distance: number) => {
      const at = feeds[name] as Tensor<'float32'>;
      const moved = float32(
        at.shape,
        at.data.map((value, index) => value + distance * (direction[index] ?? 0)),
      );
      const y = (await session.run({ ...feeds, [name]: moved }, ['y'])).get('y')?.data as Float32Array;
      return y.reduce((sum, value, index) => sum + value * (r[index] ?? 0), 0);
    };
    let worst = 0;
    for (const [name, value] of gradients) {
      if (!value) continue;
      const g = results.get(`d:${name}`)?.data as Float32Array;
      const at = feeds[name] as Tensor<'float32'>;
      expect(g.length, `${kind} ${name}`).toBe(at.data.length);
      const direction = Float32Array.from(at.data, () => 2 * uniform() - 1);
      const slope = async (h: number) =>
        ((await valueAt(name, direction, h)) - (await valueAt(name, direction, -h))) / (2 * h);
      const measured = (4 * (await slope(step))) / 3 - (await slope(2 * step)) / 3;
      const factor = name in found.parameters ? (found.factor ?? 1) : 1;
      const computed = factor * g.reduce((sum, each, index) => sum + each * (direction[index] ?? 0), 0);
      // The length of the gradient, so that a direction across it is no excuse.
      const scale = factor * Math.sqrt(g.reduce((sum, each) => sum + each * each, 0)) * Math.sqrt(1 / 3) + 1e-3;
      worst = Math.max(worst, Math.abs(measured - computed) / scale);
    }
    return worst;
  } finally {
    await session.close();
  }
}

const seed = fc.integer({ min: 0, max: 2 ** 31 });
const size = fc.integer({ min: 1, max: 9 });
const sizes = fc.record({
  n: fc.constantFrom(1, 2, 3),
  t: fc.constantFrom(1, 2, 5),
  h: fc.integer({ min: 3, max: 11 }),
  w: fc.integer({ min: 3, max: 11 }),
});
const plain = { bias: false, groups: 1, padding: [0, 0, 0], stride: [1, 1, 1], paddingMode: 'zeros' } as const;

/** Convolutions are linear in input and weight: what is left is the rounding of float32 sums. */
const LINEAR = 2e-4;
/** Of curved functions a fifth-order remainder is left too. */
const CURVED = 3e-3;

describe('a gradient is what central differences measure', () => {
  test('channel-wise 3×3×3, in every form: 1, 3 and 24 channels, strides 1 to 3, rows no window reads, T = 1, 2, 5', async () => {
    const shape = fc.tuple(fc.constantFrom(1, 3, 24), sizes, fc.constantFrom(1, 2, 3), fc.constantFrom(0, 1), seed);
    await fc.assert(
      fc.asyncProperty(shape, async ([channels, { n, t, h, w }, stride, padded, seed]) => {
        const padding = [1, padded, padded] as const;
        const fields = { ...plain, in: channels, out: channels, groups: channels, padding };
        const conv = { ...fields, kernel: [3, 3, 3], stride: [1, stride, stride] } as const;
        expect(await worstError({ kind: 'conv3d', fields: conv, inputs: [[n, channels, t, h, w]], seed })).toBeLessThan(
          LINEAR,
        );
      }),
      { ...runs(250), seed: 14 },
    );
  });

  test('5×1×1 channel by channel, 1×3×3 and 1×1×1 over all channels, with bias and strides', async () => {
    const kernels = fc.constantFrom([5, 1, 1] as const, [1, 3, 3] as const, [1, 1, 1] as const);
    const shape = fc.tuple(
      fc.constantFrom(1, 2, 5),
      fc.constantFrom(1, 4),
      kernels,
      sizes,
      fc.constantFrom(1, 2, 3),
      seed,
    );
    await fc.assert(
      fc.asyncProperty(shape, async ([from, to, kernel, { n, t, h, w }, strided, seed]) => {
        const channelwise = kernel[0] === 5;
        const stride = channelwise ? 1 : strided;
        const padding = [(kernel[0] - 1) / 2, (kernel[1] - 1) / 2, (kernel[2] - 1) / 2] as const;
        const groups = channelwise ? from : 1;
        const out = channelwise ? from : to;
        const fields = { ...plain, in: from, out, groups, padding, kernel, bias: true };
        const conv = { ...fields, stride: [1, stride, stride] } as const;
        expect(await worstError({ kind: 'conv3d', fields: conv, inputs: [[n, from, t, h, w]], seed })).toBeLessThan(
          LINEAR,
        );
      }),
      { ...runs(150), seed: 14 },
    );
  });

  test('borders that reflect, repeat and go round, around every kernel', async () => {
    const kernels = fc.constantFrom([5, 1, 1] as const, [1, 3, 3] as const, [3, 3, 3] as const);
    const modes = fc.constantFrom('reflect' as const, 'replicate' as const, 'circular' as const);
    const shape = fc.tuple(kernels, modes, sizes, fc.constantFrom(1, 2, 3), seed);
    await fc.assert(
      fc.asyncProperty(shape, async ([kernel, paddingMode, { n, h, w }, stride, seed]) => {
        const dense = kernel[0] === 1;
        const fields = { ...plain, in: 3, out: dense ? 4 : 3, groups: dense ? 1 : 3, kernel, paddingMode };
        const padding = [(kernel[0] - 1) / 2, (kernel[1] - 1) / 2, (kernel[2] - 1) / 2] as const;
        const strides = [1, kernel[1] > 1 ? stride : 1, kernel[1] > 1 ? stride : 1] as const;
        const conv = { ...fields, padding, stride: strides };
        expect(await worstError({ kind: 'conv3d', fields: conv, inputs: [[n, 3, 3, h, w]], seed })).toBeLessThan(
          LINEAR,
        );
      }),
      { ...runs(100), seed: 14 },
    );
  });

  test('batch, instance and group norm, by their own statistics and by running ones', async () => {
    const kinds = fc.constantFrom('batchNorm3d' as const, 'instanceNorm3d' as const, 'groupNorm' as const);
    const shape = fc.tuple(kinds, fc.boolean(), fc.boolean(), fc.boolean(), sizes, fc.constantFrom(1, 2, 3), seed);
    await fc.assert(
      fc.asyncProperty(shape, async ([kind, affine, tracks, evaluates, { n, t, h, w }, groups, seed]) => {
        const channels = 6;
        const common = { channels, eps: 1e-3, affine, requiresGrad: true };
        const inputs = [[n, channels, t, h, w]];
        const mode = evaluates ? 'eval' : 'train';
        const tracking = { ...common, momentum: 0.1, trackRunningStats: tracks };
        const error =
          kind === 'groupNorm'
            ? worstError({ kind, fields: { ...common, groups }, inputs, mode, seed, step: 0.05 })
            : kind === 'batchNorm3d'
              ? worstError({ kind, fields: { ...tracking, sync: false }, inputs, mode, seed, step: 0.05 })
              : worstError({ kind, fields: tracking, inputs, mode, seed, step: 0.05 });
        expect(await error).toBeLessThan(CURVED);
      }),
      { ...runs(150), seed: 14 },
    );
  });

  test.each(Object.keys(ACTIVATIONS) as ActType[])('%s', async (type) => {
    const kinks = [-3, 0, 3, 6];
    // Values keep a distance of 0.1 from every kink, more than the differences reach.
    const away = (value: number) => {
      const kink = kinks.find((each) => Math.abs(4 * value - each) < 0.1);
      return kink === undefined ? 4 * value : kink + (4 * value < kink ? -0.1 : 0.1);
    };
    for (const numParameters of type === 'PReLU' ? [1, 5] : [1]) {
      const fields = { fn: activationFunction(type, { numParameters }), inplace: false };
      const alone = { kind: 'activation', fields, inputs: [[2, 5, 2, 3, 4]], seed: 3, shape: away } as const;
      expect(await worstError(alone)).toBeLessThan(CURVED);
    }
  });

  test('sums, SE products, linear layers, dropout, and pools by mean and by maximum', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(sizes, size, seed), async ([{ n, t, h, w }, channels, seed]) => {
        const whole = [n, channels, t, h, w];
        const gate = [n, channels, 1, 1, 1];
        const errors = [
          await worstError({ kind: 'add', fields: {}, inputs: [whole, whole], seed }),
          await worstError({ kind: 'multiply', fields: {}, inputs: [whole, gate], seed }),
          await worstError({ kind: 'globalPool', fields: { type: 'avg' }, inputs: [whole], seed }),
          await worstError({ kind: 'globalPool', fields: { type: 'max' }, inputs: [whole], seed, step: 1e-4 }),
          await worstError({ kind: 'dropout', fields: { ratio: 0.5 }, inputs: [[n, channels]], seed }),
          await worstError({
            kind: 'linear',
            fields: { in: channels, out: 4, bias: true, initStd: 0.01 },
            inputs: [[n, channels]],
            seed,
          }),
        ];
        const [sum, product, mean, maximum, dropped, linear] = errors;
        expect(Math.max(sum ?? 1, product ?? 1, mean ?? 1, dropped ?? 1, linear ?? 1)).toBeLessThan(LINEAR);
        // A step small enough to pass nobody is one that rounding shows in.
        expect(maximum).toBeLessThan(2e-2);
      }),
      { ...runs(30), seed: 14 },
    );
  });
});

test('of equal maxima the first gets the whole gradient, as in PyTorch', async () => {
  const w = startGraph('wasm');
  const x = w.input('x', [1, 5]);
  const pass = w.within('pool', 'forward', () =>
    TRAINING_RULES.globalPool.forward({
      w,
      fields: { type: 'max' },
      inputs: [x],
      inputShapes: [[1, 1, 5, 1, 1]],
      output: [1, 1, 1, 1, 1],
      parameter: () => x,
      buffer: () => x,
      mode: 'train',
      draw: () => x,
    }),
  );
  const { inputs } = pass.backward(w.input('r', [1, 1]), { inputs: [true], parameters: false });
  if (inputs[0]) w.output(inputs[0], 'dx');
  const session = await openInNode(w.graph('pool'));
  const feeds = { x: float32([1, 5], Float32Array.of(1, 2, 2, -1, 2)), r: float32([1, 1], Float32Array.of(3)) };
  expect([...((await session.run(feeds)).get('dx')?.data ?? [])]).toEqual([0, 3, 0, 0, 0]);
  await session.close();
});

test('short rows whose values differ little keep all their digits: mean 0 and variance 1 as float64 has them', async () => {
  const row = fc.record({
    columns: fc.integer({ min: 2, max: 64 }),
    offset: fc.constantFrom(0, 3, -40, 700),
    spread: fc.constantFrom(1, 1e-2, 1e-4),
    seed,
  });
  await fc.assert(
    fc.asyncProperty(row, async ({ columns, offset, spread, seed }) => {
      const uniform = sfc32(seed, 7);
      const values = Float32Array.from(
        { length: columns },
        () => offset * (1 + spread * uniform()) + uniform() * spread,
      );
      const eps = 1e-9;
      const mean = values.reduce((sum, value) => sum + value, 0) / columns;
      const variance = Array.from(values, (value) => (value - mean) ** 2).reduce((a, b) => a + b, 0) / columns;
      const w = startGraph('wasm');
      w.output(normaliseRows(w, w.input('x', [1, columns]), eps, null).output, 'y');
      const session = await openInNode(w.graph('norm'));
      const found = (await session.run({ x: float32([1, columns], values) })).get('y');
      await session.close();
      const truth = Array.from(values, (value) => (value - mean) / Math.sqrt(variance + eps));
      expect(Math.max(...truth.map((value, at) => Math.abs(value - Number(found?.data[at]))))).toBeLessThan(1e-5);
    }),
    { ...runs(100), seed: 14 },
  );
});
