import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costsByPath } from '../../src/analysis/costs';
import { inferenceMemory } from '../../src/analysis/memory';
import { predictTime } from '../../src/analysis/predictedTime';
import { receptiveFields } from '../../src/analysis/receptiveField';
import { trainingMemory, unitsOf } from '../../src/analysis/trainingMemory';
import { build, buildDistinct } from '../../src/architecture/build';
import type { Design } from '../../src/design/design';
import { PRESETS, presetNamed } from '../../src/design/presets';
import { layerColumns } from '../../src/scaling/layerColumns';
import { factsOf, measureNamed, subjectOf } from '../../src/scaling/measures';
import { plainDesign, unusualDesign } from '../lowering/randomDesign';
import { runs } from '../setup/runs';

const DEVICE = {
  name: 'test',
  macsPerSecond: 2e10,
  bytesPerSecond: 1e10,
  dispatchSeconds: 2e-5,
  channelwiseMacsPerSecond: 3e9,
  functionsPerSecond: 4e8,
};

/** The measures that come from few blocks, from all layers. */
function theLongWay(design: Design) {
  const architecture = build(design);
  const { plain, checkpointed } = trainingMemory(architecture);
  const field = receptiveFields(architecture).get('conv5')?.local;
  const costs = costsByPath(architecture).get('');
  return {
    convActivations: 4 * (costs?.convActivations ?? 0),
    activations: 4 * (costs?.activations ?? 0),
    peakLive: inferenceMemory(architecture).peakBytes,
    trainingMemory: (design.reference.with_cp ? checkpointed : plain).peakBytes,
    fieldFrames: field?.t.size,
    fieldPixels: field?.h.size,
    predictedTime: expect.closeTo(predictTime(architecture, DEVICE).ms, 6),
  };
}

test.each(PRESETS)('$label measured by its distinct blocks equals the whole network', ({ design }) => {
  for (const with_cp of [false, true]) {
    const checkpointing = { ...design, reference: { ...design.reference, with_cp } };
    expect(factsOf(checkpointing, DEVICE)).toMatchObject(theLongWay(checkpointing));
  }
});

test('so do random designs of any depth, frozen or not', () => {
  const design = fc
    .record({
      plain: fc.oneof(plainDesign, unusualDesign),
      gamma_d: fc.constantFrom(0.5, 1.5, 2.2, 4),
      with_cp: fc.boolean(),
      norm_eval: fc.boolean(),
      frozen_stages: fc.integer({ min: -1, max: 1 }),
      se: fc.oneof(fc.constant(undefined), fc.array(fc.boolean(), { maxLength: 8 })),
    })
    .map(({ plain, se, ...change }) => ({
      ...plain,
      reference: { ...plain.reference, ...change },
      overrides: se ? { layer1: { se } } : {},
    }));
  fc.assert(
    fc.property(design, (random) => {
      expect(factsOf(random, DEVICE)).toMatchObject(theLongWay(random));
    }),
    runs(300),
  );
});

test('X3D-L has 12 distinct blocks of 55: per stage the first, one with SE, one without', () => {
  const { design } = presetNamed('L');
  const { parts, layers } = buildDistinct(design);
  const { units, elements } = layerColumns(design);
  // Stem and the distinct blocks, conv5 and the head; each block of the network stands for one of them.
  expect(
    unitsOf({ parts })
      .map(({ path }) => path)
      .slice(0, 5),
  ).toEqual(['stem', 'layer1.0', 'layer1.1', 'layer1.2', 'layer2.0']);
  expect(new Set(units).size).toBe(1 + 12 + 2);
  expect(units).toHaveLength(1 + 55 + 2);
  // The second block is plain, the third has SE again.
  expect(units.slice(0, 6)).toEqual([0, 1, 2, 3, 2, 3]);
  expect(elements).toHaveLength(1 + layers.length);
});

test('without a device there is no predicted time', () => {
  expect(measureNamed('predictedTime').of(subjectOf(presetNamed('S').design))).toBeNaN();
});
