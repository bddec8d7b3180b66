import { expect, test } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { GAMMAS } from '../../../src/ui/design/gammas';

test('the line of depth ends in the blocks that are built, also where some are set by hand', () => {
  const { design } = presetNamed('S');
  expect(GAMMAS.gamma_d.line(design)).toBe('⌈1·2·5·3 × 2.2⌉ = 3·5·11·7');
  expect(GAMMAS.gamma_d.line({ ...design, overrides: { layer3: { blocks: 4 } } })).toBe(
    '⌈1·2·5·3 × 2.2⌉ = 3·5·11·7, by hand 3·5·4·7',
  );
});
