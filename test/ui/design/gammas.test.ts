import { expect, test } from 'vitest';
import type { Overrides } from '../../../src/design/design';
import { presetNamed } from '../../../src/design/presets';
import { basisOf, GAMMAS } from '../../../src/ui/design/gammas';

test('the line of depth ends in the blocks that are built, also where some are set by hand', () => {
  const { design } = presetNamed('S');
  expect(GAMMAS.gamma_d.line(design)).toBe('⌈1·2·5·3 × 2.2⌉ = 3·5·11·7');
  expect(GAMMAS.gamma_d.line({ ...design, overrides: { layer3: { blocks: 4 } } })).toBe(
    '⌈1·2·5·3 × 2.2⌉ = 3·5·11·7, by hand 3·5·4·7',
  );
});

test('depth leads to no other network where the blocks of every stage are set by hand', () => {
  const { design } = presetNamed('S');
  const results = (overrides: Overrides) =>
    new Set([1, 1.5, 2, 5].map((depth) => GAMMAS.gamma_d.resultOf(basisOf({ ...design, overrides }), depth)));
  const two = { layer1: { blocks: 1 }, layer2: { blocks: 2 } };
  expect(results({}).size).toBe(4);
  expect(results(two).size).toBe(4);
  expect([...results({ ...two, layer3: { blocks: 3 }, layer4: { blocks: 1 } })]).toEqual(['1·2·3·1']);
});
