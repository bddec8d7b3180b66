import fc from 'fast-check';
import { build } from '../../src/architecture/build';
import { isLegal } from '../../src/architecture/problems';
import { stateDictOf } from '../../src/architecture/walk';
import { DIALECTS, type DialectName } from '../../src/checkpoint/dialects';
import { completeDesign } from '../../src/design/complete';
import type { Design, StageOverride } from '../../src/design/design';
import type { Shape } from '../../src/tensor/shape';

/** Cases each property draws: a tenth in `npm test`. */
export const RUNS = process.env.X3D_LONG === '1' ? 600 : 60;

/** Small designs with stages, widths, depths and SE set by hand, as a designer here can make them. */
export const anySavedDesign: fc.Arbitrary<Design> = fc
  .record({
    gamma_w: fc.constantFrom(0.3, 0.5, 1, 1.45),
    gamma_b: fc.constantFrom(0.5, 1, 2.25, 3),
    gamma_d: fc.constantFrom(0.4, 0.5, 1, 2.2),
    num_stages: fc.integer({ min: 1, max: 4 }),
    se_style: fc.constantFrom('half', 'all'),
    se_ratio: fc.constantFrom(null, 1 / 16, 0.25, 0.3),
    in_channels: fc.constantFrom(1, 3),
    strides: fc.array(fc.constantFrom(1, 2), { minLength: 4, maxLength: 4 }),
    head: fc.constantFrom(
      null,
      { num_classes: 2, mid_channels: 16 },
      { num_classes: 5, mid_channels: 8, fc1_bias: true },
    ),
    overrides: fc.array(anyOverride(), { minLength: 4, maxLength: 4 }),
  })
  .map(({ strides, head, overrides, num_stages, ...reference }) =>
    completeDesign({
      reference: { ...reference, num_stages, spatial_strides: strides.slice(0, num_stages) },
      clip: { n: 1, t: 2, h: 32, w: 32, interval: 1 },
      head,
      overrides: Object.fromEntries(
        overrides.slice(0, num_stages).flatMap((stage, index) => (stage ? [[`layer${index + 1}`, stage]] : [])),
      ),
    }),
  )
  .filter((design) => isLegal(design));

function anyOverride(): fc.Arbitrary<StageOverride | null> {
  return fc.option(
    fc.record(
      {
        blocks: fc.integer({ min: 1, max: 5 }),
        width: fc.constantFrom(8, 16, 24, 40, 72),
        se: fc.oneof(
          fc.constantFrom('all' as const, 'half' as const, 'none' as const),
          fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
        ),
      },
      { requiredKeys: [] },
    ),
  );
}

/** Schemes that have a name for every tensor of the designs above. */
export const anyDialect = fc.constantFrom<DialectName>(
  'mmaction2',
  'backbone',
  'slowfast',
  'pytorchvideo',
  'efficient',
);

/** A tensor by its name: a file's table of contents. */
export type NamedShape = readonly [name: string, shape: Shape];

/** The state dict of a design as a project saves it: what its scheme leaves out is left out. */
export function savedAs(dialect: DialectName, design: Design): readonly NamedShape[] {
  const { write, fc1IsConvolution } = DIALECTS[dialect];
  return stateDictOf(build(design)).flatMap(({ key, shape }): readonly NamedShape[] => {
    const name = write(key);
    if (name === null) return [];
    return [[name, fc1IsConvolution && key === 'head.fc1.weight' ? [...shape, 1, 1, 1] : shape]];
  });
}

/** Keys and shapes of all that a design stores. */
export function shapesOf(design: Design): readonly NamedShape[] {
  return stateDictOf(build(design)).map(({ key, shape }) => [key, shape]);
}
