import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costsByPath } from '../../src/analysis/costs';
import { build } from '../../src/architecture/build';
import type { LazyTensor } from '../../src/checkpoint/checkpointFile';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import type { Design } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import { elementCount } from '../../src/tensor/shape';
import { float32 } from '../../src/tensor/tensor';
import { anyDialect, anySavedDesign, type NamedShape, RUNS, savedAs, shapesOf } from './anySavedDesign';

const checkpointOf = (tensors: Iterable<NamedShape>) =>
  referenceNames({
    entries: new Map<string, LazyTensor>(
      [...tensors].map(([name, shape]) => [
        name,
        { dtype: 'float32', shape, read: async () => float32(shape, new Float32Array(elementCount(shape))) },
      ]),
    ),
  });

/** How many things are set by hand. */
const settings = ({ overrides }: Design) =>
  Object.values(overrides).reduce((sum, stage) => sum + Object.keys(stage ?? {}).length, 0);

describe('what the reference’s numbers do not explain was set by hand', () => {
  test('X3D-XL comes back from its names and shapes, in every scheme, and has the parameters of the TensorFlow port', () => {
    const { design } = presetNamed('XL');
    expect(costsByPath(build(design)).get('')?.parameters).toBe(11_080_886);
    for (const dialect of ['mmaction2', 'slowfast', 'pytorchvideo'] as const) {
      const found = recognise(checkpointOf(savedAs(dialect, design))).design;
      expect(shapesOf(found)).toEqual(shapesOf(design));
      expect(found.reference).toMatchObject({ gamma_b: 2.25, gamma_d: 5 });
      expect(found.overrides).toMatchObject({ layer2: { width: 72 }, layer3: { width: 136 }, layer4: { width: 280 } });
    }
  });

  test('any stages, widths, depths and SE come back with the same tensors, and as few settings', () => {
    fc.assert(
      fc.property(anySavedDesign, anyDialect, (design, dialect) => {
        const found = recognise(checkpointOf(savedAs(dialect, design))).design;
        expect(shapesOf(found)).toEqual(shapesOf(design));
        expect(settings(found)).toBeLessThanOrEqual(settings(design));
      }),
      { numRuns: RUNS },
    );
  });

  test('without head, conv5 or last stages, what is there shows the same, and the ledger lacks the rest', async () => {
    await fc.assert(
      fc.asyncProperty(anySavedDesign, anyDialect, fc.integer({ min: 1, max: 4 }), async (whole, dialect, kept) => {
        const stages = Math.min(kept, whole.reference.num_stages);
        const key = (name: string) => checkpointOf(all).tensors.get(name)?.name;
        const all = savedAs(dialect, whole);
        const left = new Set(
          [...checkpointOf(all).tensors.values()]
            .filter(({ key: each }) => cutOff(each, stages))
            .map(({ name }) => name),
        );
        const cut = checkpointOf(all.filter(([name]) => !left.has(name)));
        expect(key('conv5.conv.weight')).toBeDefined();
        const { design } = recognise(cut);
        expect(design.head).toBeNull();
        expect(design.reference.num_stages).toBe(stages);
        const backbone = shapesOf(design).filter(([name]) => !cutOff(name, stages));
        expect(backbone).toEqual(shapesOf(whole).filter(([name]) => !cutOff(name, stages)));
        const { ledger } = await fitCheckpoint(cut, build(design), { seed: 1 });
        expect(ledger).toMatchObject({ unexpected: [], wrongShape: [] });
        expect(ledger.missing.map(({ key }) => key).every((missing) => missing.startsWith('conv5.'))).toBe(true);
      }),
      { numRuns: RUNS / 2 },
    );
  });
});

const cutOff = (key: string, stages: number) =>
  /^(conv5|head)\./.test(key) || Number(/^layer(\d)/.exec(key)?.[1] ?? 0) > stages;
