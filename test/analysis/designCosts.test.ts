import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costsByPath, designCosts } from '../../src/analysis/costs';
import { build } from '../../src/architecture/build';
import type { Design, StageOverride } from '../../src/design/design';
import { PRESETS } from '../../src/design/presets';
import { ShapeError } from '../../src/tensor/shape';
import { designOf, GOLDEN } from '../golden/architectures';
import { plainDesign, unusualDesign } from '../lowering/randomDesign';

const totalOf = (design: Design) => costsByPath(build(design)).get('');

test.each(PRESETS)('$label costs what its layers cost', ({ design }) => {
  expect(designCosts(design)).toEqual(totalOf(design));
});

test('every network of the golden data costs what its layers cost', () => {
  for (const entry of GOLDEN) expect(designCosts(designOf(entry)), entry.name).toEqual(totalOf(designOf(entry)));
});

const override: fc.Arbitrary<StageOverride> = fc.record(
  {
    blocks: fc.integer({ min: 1, max: 6 }),
    width: fc.constantFrom(8, 24, 40),
    stride: fc.constantFrom(1, 2, 3),
    se: fc.oneof(fc.constantFrom('all' as const, 'half' as const, 'none' as const), fc.array(fc.boolean())),
  },
  { requiredKeys: [] },
);

test('random designs, with stages set by hand, cost what their layers cost', () => {
  fc.assert(
    fc.property(
      fc.oneof(plainDesign, unusualDesign),
      override,
      fc.integer({ min: 1, max: 5 }),
      (plain, layer1, depth) => {
        const reference = { ...plain.reference, gamma_d: depth };
        const design = { ...plain, reference, overrides: { layer1 } };
        const expected = orShapeError(() => totalOf(design));
        expect(orShapeError(() => designCosts(design))).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});

test('a bottleneck without channels is refused as building refuses it', () => {
  const { design } = PRESETS[0] ?? {};
  if (!design) throw new Error('no preset');
  const empty = { ...design, reference: { ...design.reference, gamma_b: 0.01 } };
  expect(() => build(empty)).toThrow(ShapeError);
  expect(() => designCosts(empty)).toThrow(ShapeError);
});

function orShapeError<T>(compute: () => T): T | 'shape error' {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ShapeError) return 'shape error';
    throw error;
  }
}
