import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receptiveFields, seenBy } from '../../src/analysis/receptiveField';
import { type Architecture, CLIP } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { stateDictOf } from '../../src/architecture/walk';
import { type Design, type NormCfg, REFERENCE_DEFAULTS } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import { toOnnx } from '../../src/export/onnxGraph';
import { runGraph } from '../../src/runtime/nodeSession';
import { elementCount } from '../../src/tensor/shape';
import { float32, type Tensor } from '../../src/tensor/tensor';

const strides = fc.constantFrom<readonly number[]>([1], [2], [3], [1, 2], [2, 1], [2, 2]);

/** Networks without SE whose every step keeps positive values positive and zeros zero. */
const localDesign: fc.Arbitrary<Design> = fc
  .record({
    spatial_strides: strides,
    gamma_d: fc.constantFrom(0.5, 1),
    norm_cfg: fc.constantFrom<NormCfg | null>(null, { type: 'BN3d' }, { type: 'BN3d', affine: false }),
    t: fc.integer({ min: 9, max: 17 }),
    h: fc.integer({ min: 33, max: 48 }),
    w: fc.integer({ min: 33, max: 48 }),
  })
  .map(({ t, h, w, ...reference }) => ({
    reference: {
      ...REFERENCE_DEFAULTS,
      ...reference,
      gamma_w: 0.3,
      gamma_b: 0.5,
      in_channels: 1,
      num_stages: reference.spatial_strides.length,
      se_ratio: null,
    },
    // Several clips in a batch, one changed position in each: one run instead of many.
    clip: { n: 4, t, h, w, interval: 1 },
    head: null,
    overrides: {},
  }));

test('a field is exactly what changes when one position of the clip does', async () => {
  await fc.assert(
    fc.asyncProperty(localDesign, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), async (design, draws) => {
      const architecture = build(design);
      const { t, h, w } = design.clip;
      const pokes = draws.map((draw) => [draw % t, (draw >> 5) % h, (draw >> 11) % w] as const);
      const clip = float32(architecture.clip);
      pokes.forEach(([pt, ph, pw], n) => {
        clip.data[((n * t + pt) * h + ph) * w + pw] = 1;
      });
      const leaves = architecture.layers.map(({ path }) => path);
      const graph = toOnnx(architecture, positiveWeights(architecture), { outputs: leaves });
      const results = await runGraph(graph, { [CLIP]: clip });
      const fields = receptiveFields(architecture);
      for (const layer of architecture.layers) {
        const local = fields.get(layer.path)?.local;
        const values = results.get(layer.path) as Tensor<'float32'> | undefined;
        if (!local || !values) throw new Error(`${layer.path} is missing`);
        pokes.forEach(([pt, ph, pw], n) => {
          const reached = (axis: 't' | 'h' | 'w', poke: number, outputs: number) =>
            Array.from({ length: outputs }, (_, index) => seenBy(local[axis], index, design.clip[axis])).flatMap(
              ([first, last], index) => (first <= poke && poke <= last ? [index] : []),
            );
          const [, , to = 1, ho = 1, wo = 1] = layer.output;
          const expected = [reached('t', pt, to), reached('h', ph, ho), reached('w', pw, wo)];
          expect(changed(values, n), layer.path).toEqual(
            expected.some((axis) => axis.length === 0) ? [[], [], []] : expected,
          );
        });
      }
    }),
    { numRuns: 12 },
  );
});

/** Every weight 1 over its fan-in, norms the identity: zeros stay zero, and what is reached stays above zero. */
function positiveWeights(architecture: Architecture): Map<string, Tensor> {
  return new Map(
    stateDictOf(architecture).map(({ key, shape, dtype }): [string, Tensor] => {
      const count = elementCount(shape);
      if (dtype === 'int64') return [key, { dtype, shape, data: new BigInt64Array(count) }];
      const constant = /running_mean$|bias$/.test(key) ? 0 : 1 / Math.max(1, elementCount(shape.slice(1)));
      return [key, float32(shape, new Float32Array(count).fill(constant))];
    }),
  );
}

/** Positions along t, h and w at which any value of clip n is not zero. Their product is the whole support. */
function changed({ shape, data }: Tensor<'float32'>, n: number): readonly (readonly number[])[] {
  const [, c = 1, t = 1, h = 1, w = 1] = shape;
  const seen = [new Set<number>(), new Set<number>(), new Set<number>()] as const;
  let count = 0;
  for (let index = 0; index < c * t * h * w; index++) {
    if (data[n * c * t * h * w + index] === 0) continue;
    count++;
    seen[0].add(Math.floor(index / (h * w)) % t);
    seen[1].add(Math.floor(index / w) % h);
    seen[2].add(index % w);
  }
  expect(count).toBe(c * seen[0].size * seen[1].size * seen[2].size);
  return seen.map((axis) => [...axis].sort((a, b) => a - b));
}

test('X3D-S without its gates: 5 frames after the stem, 2 more a block, and the stem sees 3 × 3 pixels', () => {
  const architecture = build(presetNamed('S').design);
  const fields = receptiveFields(architecture);
  expect(fields.get('stem')?.local).toMatchObject({ t: { size: 5, jump: 1 }, h: { size: 3, jump: 2, start: -1 } });
  const last = architecture.stages.reduce((sum, { blocks }) => sum + blocks.result, 0);
  expect(fields.get('conv5')?.local?.t.size).toBe(5 + 2 * last);
  // Each block's 3 × 3 reaches one step of its input to either side: 3, then 2 · jump a block.
  expect(fields.get('layer1')?.local?.h).toMatchObject({ size: 3 + 2 * 2 + 2 * 2 * 4, jump: 4 });
  expect(fields.get('conv5')?.local?.h.jump).toBe(32);
  expect(fields.get('conv5')?.size).toEqual([13, 160, 160]);
});

test('from the first SE on a field is global through the gate, and a pool has no local field', () => {
  const architecture = build(presetNamed('S').design);
  const fields = receptiveFields(architecture);
  const mark = (path: string) => fields.get(path)?.globalThrough;
  expect(mark('layer1.0.conv2.bn')).toBeNull();
  expect(mark('layer1.0.se_module.avg_pool')).toBe('pool');
  expect(fields.get('layer1.0.se_module.fc2')?.local).toBeNull();
  const first = architecture.layers.findIndex(({ path }) => path === 'layer1.0.se_module.scale');
  const after = architecture.layers.slice(first).filter(({ path }) => !path.includes('downsample'));
  for (const { path } of after) expect(mark(path), path).toMatch(/gate|pool/);
  expect(mark('layer1.0.se_module.scale')).toBe('gate');
  expect(mark('layer1.0')).toBe('gate');
  expect(mark('layer1.0.downsample.bn')).toBeNull();
});

test('norms that take their statistics from the clip make a field global, running statistics do not', () => {
  const marked = (norm_cfg: NormCfg) => {
    const design = presetNamed('XS').design;
    const architecture = build({ ...design, reference: { ...design.reference, se_ratio: null, norm_cfg } });
    return receptiveFields(architecture).get('stem')?.globalThrough;
  };
  expect(marked({ type: 'BN3d' })).toBeNull();
  expect(marked({ type: 'IN3d', track_running_stats: true })).toBeNull();
  expect(marked({ type: 'BN3d', track_running_stats: false })).toBe('norm');
  expect(marked({ type: 'GN', num_groups: 2 })).toBe('norm');
  expect(marked({ type: 'IN3d' })).toBe('norm');
});
