import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COLOUR_SCALES, type ColourMeasure, stepOf } from '../../src/diagram/colourScales';
import { FAMILIES, type Family, familiesOf, labelOf, sentenceOf } from '../../src/diagram/looks';
import { preset } from './designs';

const tokens = readFileSync(new URL('../../src/ui/kit/tokens.css', import.meta.url), 'utf8');
const grounds = { light: '#ffffff', dark: '#0e1014' };

describe('the colours of the families', () => {
  test.each(Object.keys(FAMILIES) as Family[])('%s is the same in pictures and on the page', (family) => {
    const [light, dark] = [...tokens.matchAll(new RegExp(`--x3d-kind-${family}: (#[0-9a-f]{6})`, 'g'))].map(
      (m) => m[1],
    );
    expect(FAMILIES[family]).toMatchObject({ light, dark });
  });

  test.each(Object.entries(FAMILIES))('%s keeps 3 : 1 to its ground', (_, { light, dark }) => {
    expect(contrast(light, grounds.light)).toBeGreaterThanOrEqual(3);
    expect(contrast(dark, grounds.dark)).toBeGreaterThanOrEqual(3);
  });
});

describe('the colour scales', () => {
  const sequential = (Object.keys(COLOUR_SCALES) as ColourMeasure[]).filter((measure) => measure !== 'difference');

  test.each(sequential)('%s runs away from the ground in lightness, so it reads without colour vision', (measure) => {
    const { steps } = COLOUR_SCALES[measure];
    const light = steps.map((step) => luminance(step.light));
    const dark = steps.map((step) => luminance(step.dark));
    expect(light).toEqual(light.toSorted((a, b) => b - a));
    expect(dark).toEqual(dark.toSorted((a, b) => a - b));
  });

  test.each(Object.keys(COLOUR_SCALES) as ColourMeasure[])(
    '%s: what is written on a step is read, at 4.5 : 1',
    (measure) => {
      for (const { light, dark, ink } of COLOUR_SCALES[measure].steps) {
        expect(contrast(light, ink.light)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(dark, ink.dark)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test('a value has the colour of the first step that reaches it', () => {
    expect(stepOf('macs', 0).label).toBe('≤ 0.1 %');
    expect(stepOf('macs', 0.08).label).toBe('8 %');
    expect(stepOf('macs', 0.0801).label).toBe('25 %');
    // What is frozen never looks like what has hardly moved.
    expect(stepOf('learning', 0).label).toBe('frozen');
    expect(stepOf('learning', 1e-9).label).toBe('≤ 0.01 %');
    expect(stepOf('difference', -0.5).label).toBe('≤ −25 %');
    expect(stepOf('difference', -1e-9).label).toBe('less');
    expect(stepOf('difference', 0).label).toBe('same');
    expect(stepOf('difference', 'changed otherwise').label).toBe('changed, same amounts');
    expect(stepOf('difference', 1e-9).label).toBe('≤ +25 %');
    expect(stepOf('difference', 'new').label).toBe('more');
  });
});

describe('words', () => {
  const { parts, layers } = preset('S');
  const layer = (path: string) => layers.find((candidate) => candidate.path === path) as (typeof layers)[number];

  test('a convolution is named by what it looks at', () => {
    expect(labelOf(layer('conv1_s.conv'))).toBe('1×3×3 conv');
    expect(labelOf(layer('layer1.0.conv2.conv'))).toBe('3×3×3 channel-wise');
    expect(sentenceOf(layer('layer1.0.conv2.conv'))).toBe(
      'Each channel is filtered on its own over 3×3×3 positions, which costs 54 times less than mixing them all. Its stride of 1×2×2 keeps one position in 4.',
    );
  });

  test('every layer and group has a label and a sentence that ends', () => {
    for (const part of [...parts, ...layers]) {
      expect(labelOf(part)).not.toBe('');
      expect(sentenceOf(part)).toMatch(/\.$/);
    }
  });

  test('what works in an SE block: convolutions, channel-wise ones, and the gate', () => {
    const blocks = parts[1]?.children ?? [];
    expect(blocks.slice(0, 2).map(familiesOf)).toEqual([
      ['conv', 'channelwise', 'gate'],
      ['conv', 'channelwise'],
    ]);
  });
});

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}
