import { expect, test } from 'vitest';
import { roundRepeats, roundSqueeze, roundWidth, truncateWidth } from '../../src/architecture/rounding';
import { repeatsText, roundingText, truncationText } from '../../src/present/derivations';
import { macsFormula, parameterFormula, sizeFormula } from '../../src/present/formulas';
import { subjectOf } from '../../src/present/subject';
import { preset } from '../diagram/designs';

const architecture = preset('S');
const layer = (path: string) =>
  architecture.layers.find((candidate) => candidate.path === path) as (typeof architecture.layers)[number];
const plain = (lines: readonly string[]) => lines.map((line) => line.replaceAll('\u202f', ' '));

test('rounding is shown with its candidates and the 0.9 rule', () => {
  expect(roundingText(roundWidth(24, 1.35))).toBe('24 × 1.35 = 32.4 → candidates 32 and 40 → 32 (≥ 0.9 × 32.4)');
  expect(roundingText(roundWidth(24, 1))).toBe('24 × 1 = 24');
  expect(roundingText(roundSqueeze(54, 1 / 16))).toBe('54 / 16 = 3.375 → 8, the least there is');
  expect(roundingText(roundWidth(24, 0))).toBe('24, left as it is');
});

test('where rounding lost more than a tenth, the next multiple: the squeeze of layer4', () => {
  expect(roundingText(roundSqueeze(432, 1 / 16))).toBe('432 / 16 = 27 → 24, which is under 0.9 × 27, so 32');
});

test('blocks round up and bottlenecks are cut', () => {
  expect(repeatsText(roundRepeats(5, 2.2))).toBe('⌈2.2 × 5⌉ = 11');
  expect(truncationText(truncateWidth(96, 2.25))).toBe('⌊96 × 2.25⌋ = 216');
});

test('a channel-wise convolution: weights, MACs and output size with the numbers put in', () => {
  const conv = layer('layer3.4.conv2.conv');
  expect(plain(parameterFormula(conv))).toEqual(['weight: 216 × 1 × 3 × 3 × 3 = 5 832']);
  expect(plain(macsFormula(conv)).slice(0, 3)).toEqual([
    'outputs: 1 × 216 × 13 × 10 × 10 = 280 800',
    'each sees 1 × 3 × 3 × 3 = 27 weights',
    '280 800 × 27 = 7 581 600',
  ]);
  expect(sizeFormula(layer('layer3.0.conv2.conv'))).toEqual([
    'T: ⌊(13 + 2 × 1 − 3) / 1⌋ + 1 = 13',
    'H: ⌊(20 + 2 × 1 − 3) / 2⌋ + 1 = 10',
    'W: ⌊(20 + 2 × 1 − 3) / 2⌋ + 1 = 10',
  ]);
});

test('a layer without weights says so instead of showing a formula', () => {
  expect(parameterFormula(layer('layer3.4.swish'))).toEqual(['It stores nothing that is learnt.']);
  expect(macsFormula(layer('layer3.4.swish'))).toHaveLength(1);
});

test('the subject of a run is its blocks, of a lost path nothing, of no selection the network', () => {
  expect(subjectOf(architecture, 'layer3.1…')).toMatchObject({ title: 'Blocks 1–10', label: '(plain, SE) × 5' });
  expect(subjectOf(architecture, 'layer3.1…')?.parts).toHaveLength(10);
  expect(subjectOf(architecture, 'layer9.0')).toBeNull();
  expect(subjectOf(architecture, null)?.sentence).toContain('26 residual blocks in 4 stages, 370 layers');
  expect(subjectOf(architecture, 'conv1_t.bn')?.around.map(({ path }) => path)).toEqual(['stem', 'conv1_t']);
});
