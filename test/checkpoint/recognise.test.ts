import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { roundRepeats, roundSqueeze, roundWidth, truncateWidth } from '../../src/architecture/rounding';
import { stateDictOf } from '../../src/architecture/walk';
import { CheckpointError } from '../../src/checkpoint/checkpointError';
import type { LazyTensor } from '../../src/checkpoint/checkpointFile';
import { DIALECTS, type DialectName } from '../../src/checkpoint/dialects';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { intervalOf, simplest } from '../../src/checkpoint/interval';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import type { Design } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import { elementCount } from '../../src/tensor/shape';
import { float32 } from '../../src/tensor/tensor';
import { GOLDEN, type GoldenArchitecture } from '../golden/architectures';

type Shapes = Iterable<readonly [name: string, shape: readonly number[]]>;

/** Names and shapes alone; values are zeros where a test reads them. */
function checkpointOf(tensors: Shapes) {
  const entries = new Map<string, LazyTensor>();
  for (const [name, shape] of tensors)
    entries.set(name, {
      dtype: 'float32',
      shape,
      read: async () => float32(shape, new Float32Array(elementCount(shape))),
    });
  return referenceNames({ entries });
}

/** The state dict of a design as a project would save it. */
function savedBy(name: DialectName, design: Design): Shapes {
  return stateDictOf(build(design)).map(({ key, shape }) => [DIALECTS[name].write(key) ?? key, shape]);
}

const golden = ({ state_dict, head }: GoldenArchitecture): Shapes => [
  ...state_dict.map(([name, shape]) => [`backbone.${name}`, shape] as const),
  ...(head?.state_dict ?? []).map(([name, shape]) => [`cls_head.${name}`, shape] as const),
];

describe('names and shapes decide', () => {
  test.each(GOLDEN)('$name: a design with exactly these tensors', (entry) => {
    const { design } = recognise(checkpointOf(golden(entry)));
    const head = (entry.head?.state_dict ?? []).map(([name, shape]) => [`head.${name}`, shape]);
    expect(stateDictOf(build(design)).map(({ key, shape }) => [key, shape])).toEqual([...entry.state_dict, ...head]);
  });

  test('the published networks come back with their published gammas', () => {
    for (const name of ['S', 'L'] as const) {
      const { design } = presetNamed(name);
      expect(recognise(checkpointOf(savedBy('slowfast', design))).design).toEqual(design);
    }
  });

  test('of several gammas it takes the roundest, and says which others give the same tensors', () => {
    const { decided, undecided } = recognise(checkpointOf(savedBy('mmaction2', presetNamed('M').design)));
    const of = (field: string) => decided.find((each) => each.field === field);
    expect(of('reference.gamma_d')).toMatchObject({ value: '2.2' });
    expect(of('reference.gamma_b')?.interval?.from).toBe(2.25);
    // 24 × γ rounds to 24, and no tenth is lost: γ from 16/(0.9 × 24) to 20/24 would give 16.
    expect(of('reference.gamma_w')).toMatchObject({ value: '1' });
    expect(of('reference.gamma_w')?.interval?.from).toBeCloseTo(16 / 0.9 / 24, 9);
    expect(undecided.map(({ field }) => field)).toEqual([
      ...['reference.gamma_w', 'reference.gamma_b', 'reference.gamma_d', 'reference.se_ratio'],
      ...['reference.spatial_strides', 'clip', 'reference.act_cfg', 'reference.conv_cfg'],
      ...['reference.norm_cfg.type', 'reference.norm_cfg.eps', 'head.spatial_type', 'head.dropout_ratio'],
      ...['head.init_std', 'head.label_smooth_eps'],
    ]);
  });

  test('the roundest number of an interval gives what the interval was made for', () => {
    const rules = [
      (gamma: number) => roundWidth(24, gamma).result,
      (gamma: number) => truncateWidth(200, gamma).result,
      (gamma: number) => roundRepeats(5, gamma).result,
      (gamma: number) => roundSqueeze(108, gamma).result,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.double({ min: 0.05, max: 8, noNaN: true }), (rule, gamma) => {
        const interval = intervalOf(rule, rule(gamma));
        expect(interval?.from).toBeLessThanOrEqual(gamma);
        expect(interval?.to).toBeGreaterThan(gamma);
        if (interval) expect(rule(simplest(interval, interval.from))).toBe(rule(gamma));
      }),
    );
  });

  test('float64 decides where a product is cut: 200 × 0.29 is 57', () => {
    const interval = intervalOf((gamma) => truncateWidth(200, gamma).result, 58);
    expect(interval?.from).toBeGreaterThan(0.29);
    expect(intervalOf((gamma) => truncateWidth(200, gamma).result, 57)?.to).toBeGreaterThan(0.29);
  });
});

describe('what is no X3D of this family is said with the first tensor that does not fit', () => {
  const { design } = presetNamed('S');
  const changed = (change: (name: string, shape: readonly number[]) => readonly number[] | null) =>
    [...savedBy('pytorchvideo', design)].flatMap(([name, shape]) => {
      const now = change(name, shape);
      return now ? [[name, now] as const] : [];
    });

  test.each<[string, Shapes, string]>([
    ['another model', [['encoder.0.weight', [64, 3]]], 'None of its 1 tensors has a name of X3D'],
    [
      'a ResNet',
      [
        ['conv1.weight', [64, 3, 7, 7]],
        ['layer1.0.conv1.weight', [64, 64, 3, 3]],
      ],
      'None of its 2 tensors has a name of X3D',
    ],
    [
      'a gap in the blocks',
      changed((name, shape) => (name.includes('3.res_blocks.4.') ? null : shape)),
      'blocks.3.res_blocks.5.',
    ],
    [
      'a stem of another width',
      changed((name, shape) => (name.includes('conv.conv_t') ? [20, 3, 1, 3, 3] : shape)),
      'blocks.0.conv.conv_xy.weight',
    ],
    [
      'planes of no one gamma_b',
      changed((name, shape) =>
        /1\.res_blocks\.\d\..*(_a|_b|norm_b\.0|_c)\./.test(name)
          ? shape.map((size) => (size === 54 ? 60 : size))
          : shape,
      ),
      'no gamma_b gives 60 of 24 channels and the planes of the other blocks',
    ],
  ])('%s', (_, shapes, message) => {
    expect(() => recognise(checkpointOf(shapes))).toThrow(CheckpointError);
    expect(() => recognise(checkpointOf(shapes))).toThrow(message);
  });
});

describe('the ledger of a file that does not fit', () => {
  const { design } = presetNamed('S');
  const ledgerOf = async (file: Design, network: Design) =>
    (await fitCheckpoint(checkpointOf(savedBy('mmaction2', file)), build(network), { seed: 1 })).ledger;

  test('names what is expected, what is found, and the gamma that would fit', async () => {
    const wider: Design = { ...design, reference: { ...design.reference, gamma_b: 3 } };
    const { wrongShape, missing, unexpected, drawn } = await ledgerOf(wider, design);
    expect(wrongShape[0]).toEqual({
      key: 'layer1.0.conv1.conv.weight',
      name: 'backbone.layer1.0.conv1.conv.weight',
      expected: [54, 24, 1, 1, 1],
      found: [72, 24, 1, 1, 1],
      wouldFit: 'gamma_b 3',
    });
    expect(missing).toEqual([]);
    expect(unexpected).toEqual([]);
    expect(drawn).toEqual(wrongShape.map(({ key }) => key));
  });

  test('finds other classes, other channels and other squeezes', async () => {
    const head = { ...(design.head as NonNullable<Design['head']>), num_classes: 174 };
    const other: Design = { ...design, head, reference: { ...design.reference, in_channels: 2, se_ratio: 0.25 } };
    const { wrongShape } = await ledgerOf(other, design);
    expect(new Set(wrongShape.map(({ wouldFit }) => wouldFit))).toEqual(
      new Set(['in_channels 2', 'se_ratio 0.25', 'head.num_classes 174']),
    );
  });

  test('a deeper file has unexpected blocks, a shallower one leaves blocks missing', async () => {
    const deeper: Design = { ...design, reference: { ...design.reference, gamma_d: 5 } };
    expect((await ledgerOf(deeper, design)).unexpected[0]?.name).toBe('backbone.layer1.3.conv1.conv.weight');
    expect((await ledgerOf(design, deeper)).missing[0]?.key).toBe('layer1.3.conv1.conv.weight');
  });

  test('norm statistics that are absent are marked', async () => {
    const untracked: Design = {
      ...design,
      reference: { ...design.reference, norm_cfg: { type: 'BN3d', track_running_stats: false } },
    };
    const { missing } = await ledgerOf(untracked, design);
    expect(missing.length).toBeGreaterThan(100);
    expect(missing.every(({ statistics }) => statistics)).toBe(true);
  });
});
