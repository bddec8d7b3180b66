import { expect, test } from 'vitest';
import { namedChanges } from '../../../src/analysis/designDifference';
import type { Design } from '../../../src/design/design';
import { PRESETS, type PresetName, presetNamed } from '../../../src/design/presets';
import { isOwnDesign, MOST_CHANGES, suggestedName } from '../../../src/state/document/designName';
import { tinyDesign } from '../../../src/training/tinyDesign';

const own: Design = tinyDesign(8, { t: 8, h: 32, w: 32 });

test('presets differ from each other in at most as many parameters as one may change of a preset', () => {
  const distances = PRESETS.flatMap((a) => PRESETS.map((b) => namedChanges(a.design, b.design).length));
  expect(Math.max(...distances)).toBe(MOST_CHANGES);
});

test('a design is called by its preset and what is different, up to where nothing is left of the preset', () => {
  const { design } = presetNamed('S');
  const edited = { ...design, reference: { ...design.reference, gamma_w: 1.5 } };
  expect(suggestedName({ design: edited, preset: 'S' })).toBe('X3D-S, γ_w 1.5');
  expect(isOwnDesign({ design: edited, preset: 'S' })).toBe(false);
  expect(suggestedName({ design: own, preset: 'S' })).toBe('Own design, 8 × 32 × 32');
});

test.each(PRESETS.map(({ name }) => name))('a small network of its own is not called %s', (preset: PresetName) => {
  expect(isOwnDesign({ design: own, preset })).toBe(true);
});
