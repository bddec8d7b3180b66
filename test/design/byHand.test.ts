import { expect, test } from 'vitest';
import { byHand } from '../../src/design/byHand';
import { presetNamed } from '../../src/design/presets';

const { design } = presetNamed('S');

test('what was set of single stages is told stage by stage, and nothing of a preset', () => {
  expect(byHand(design)).toEqual([]);
  const layer3 = { blocks: 6, width: 120, se: [true, true, false, true, true, true] };
  expect(byHand({ ...design, overrides: { layer1: {}, layer2: { stride: 1, se: 'none' }, layer3 } })).toEqual([
    'layer2: stride 1, SE none',
    'layer3: 6 blocks, width 120, SE in 5 of 6 blocks',
  ]);
});
