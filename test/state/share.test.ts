// @vitest-environment jsdom
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { rawDesignFrom } from '../../src/cli/designArguments';
import { PARAMETERS } from '../../src/design/parameters';
import { presetNamed } from '../../src/design/presets';
import { DESIGN_KEYS, decodeDesign, encodeDesign, readPairs } from '../../src/state/designCode';
import { choosePreset, documentStore, historyStore, undo } from '../../src/state/document';
import { dismiss, noticesStore } from '../../src/state/notices';
import { sessionStore } from '../../src/state/session';
import {
  currentlyShared,
  designJson,
  linkText,
  openLink,
  type ReadLink,
  readDesignJson,
  readLink,
  type Shared,
} from '../../src/state/share';
import { anyDesign, anyPreset, legalDesign } from './anyDesign';

const S = presetNamed('S').design;
const plain: Shared = {
  design: S,
  preset: 'S',
  selected: null,
  level: 'blocks',
  measure: 'kind',
  lesson: null,
  chart: null,
  hidden: [],
};

function reading(hash: string): ReadLink {
  const link = readLink(hash);
  if (!link) throw new Error(`${hash} was not taken for a link`);
  return link;
}

beforeEach(() => {
  choosePreset('S');
  historyStore.getState().clear();
  for (const { id } of noticesStore.getState().notices) dismiss(id);
});

describe('a link', () => {
  test('of a preset says no more than its name', () => {
    expect(linkText(plain)).toBe('v=1&from=S');
  });

  test('gives 1000 random legal designs back, none in more than 2 kB', { timeout: 120_000 }, () => {
    const view = fc.record({
      selected: fc.option(fc.constantFrom('layer3', 'layer3.4.conv2', 'layer1.0…')),
      level: fc.constantFrom('stages' as const, 'blocks' as const, 'layers' as const),
      measure: fc.constantFrom('kind' as const, 'macs' as const, 'difference' as const),
      lesson: fc.option(fc.constantFrom('depth first', 'why SE?')),
      chart: fc.option(
        fc.record({
          activity: fc.constantFrom('family', 'axes', 'budget'),
          height: fc.constantFrom('parameters', 'accuracy', 'peakLive'),
        }),
      ),
      hidden: fc.subarray(['dock', 'training', 'head']),
    });
    fc.assert(
      fc.property(legalDesign, anyPreset, view, (design, preset, rest) => {
        const shared = { design, preset, ...rest };
        const text = linkText(shared);
        expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(2000);
        expect(reading(`#${text}`)).toEqual({ shared, dropped: [] });
        // What a link holds needs no further escaping, so that mail programs leave it whole.
        expect(new URL(`https://a.b/#${text}`).hash).toBe(`#${text}`);
      }),
      { numRuns: 1000 },
    );
  });

  test('of the deepest stages with a flag a block stays under 2 kB', () => {
    const se = Array.from({ length: 1000 }, (_, block) => block % 3 === 0);
    const stage = { blocks: 1000, width: 1016, stride: 1, se };
    const design = { ...S, overrides: { layer1: stage, layer2: stage, layer3: stage, layer4: stage } };
    const text = linkText({ ...plain, design });
    expect(text.length).toBeLessThanOrEqual(2000);
    expect(reading(text).shared.design).toEqual(design);
  });

  test('keeps what is illegal, as the form does', () => {
    const design = { ...S, reference: { ...S.reference, gamma_b: -1 }, clip: { ...S.clip, t: 0 } };
    openLink(reading(linkText({ ...plain, design })));
    expect(documentStore.getState()).toMatchObject({ design, legal: S });
  });

  test('opens as one step of undo, with the way to look at it', () => {
    const design = { ...S, reference: { ...S.reference, gamma_w: 2 } };
    openLink(reading(linkText({ ...plain, design, selected: 'layer2', level: 'layers', hidden: ['dock'] })));
    expect(sessionStore.getState()).toMatchObject({ selected: 'layer2', level: 'layers', hidden: ['dock'] });
    expect(currentlyShared().design).toEqual(design);
    undo();
    expect(documentStore.getState().design).toEqual(S);
  });
});

describe('a damaged link', () => {
  const dropped = (hash: string) => reading(hash).dropped.join(' ');

  test('opens with a sentence about what was dropped', () => {
    expect(dropped('v=1&from=S&w=wide')).toBe("γ_w cannot be 'wide'; it stays 1.");
    expect(dropped('v=1&from=Q')).toContain('no preset Q');
    expect(dropped('v=1&from=S&nc=XN')).toContain('norm_cfg');
    expect(dropped('v=1&from=S&ac=ReLU,slope:2')).toContain('act_cfg');
    expect(dropped('v=1&from=S&s=2,x')).toContain('strides');
    expect(dropped('v=1&from=S&o2=b3,z9')).toContain('layer2');
    expect(dropped('v=1&from=S&w=%E0%A4')).toContain('γ_w');
    expect(dropped('v=1&from=S&warp=9')).toContain('warp');
    expect(dropped('v=7&from=S')).toContain('newer version');
    openLink(reading('v=1&from=S&w=wide&b=3'));
    expect(documentStore.getState().design.reference).toMatchObject({ gamma_w: 1, gamma_b: 3 });
    expect(noticesStore.getState().notices[0]?.text).toContain('γ_w');
  });

  test('of any letters never throws, and what it gives can be shown', () => {
    const key = fc.constantFrom(...DESIGN_KEYS);
    const junk = fc.array(fc.tuple(key, fc.string({ maxLength: 20 })), { maxLength: 12 });
    fc.assert(
      fc.property(junk, (pairs) => {
        const { design } = reading(`v=1&${pairs.map(([name, text]) => `${name}=${text}`).join('&')}`).shared;
        // What was read can be written and read again: it has the types every control relies on.
        const { design: again, dropped } = decodeDesign(readPairs(encodeDesign({ design, preset: 'S' })));
        expect({ again, dropped }).toEqual({ again: design, dropped: [] });
      }),
      { numRuns: 500 },
    );
  });

  test('cut short anywhere still opens', () => {
    fc.assert(
      fc.property(anyDesign, fc.double({ min: 0.05, max: 1, noNaN: true }), (design, share) => {
        const text = linkText({ ...plain, design });
        expect(() => openLink(reading(text.slice(0, Math.max(4, text.length * share))))).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });

  test('that is no link of ours is left alone', () => {
    expect(readLink('')).toBeNull();
    expect(readLink('#section-3')).toBeNull();
  });
});

test('the parameter table gives every parameter a key of its own', () => {
  expect(new Set(DESIGN_KEYS).size).toBe(DESIGN_KEYS.length);
  expect(DESIGN_KEYS.length).toBe(PARAMETERS.length + 6);
});

describe('a JSON file', () => {
  test('gives any design back, and the command line reads it too', () => {
    fc.assert(
      fc.property(anyDesign, anyPreset, (design, preset) => {
        const text = designJson({ design, preset });
        expect(readDesignJson(text)).toEqual({ design, preset, dropped: [] });
        expect(rawDesignFrom({ design: text })).toEqual(design);
      }),
      { numRuns: 100 },
    );
  });

  test('with the reference’s arguments alone is enough', () => {
    expect(readDesignJson('{"gamma_w": 2}')?.design.reference).toMatchObject({ gamma_w: 2, gamma_b: 1 });
  });

  test('that is damaged or something else is refused, and wrong values are named', () => {
    expect(readDesignJson('{"gamma_w": ')).toBeNull();
    expect(readDesignJson('[1, 2]')).toBeNull();
    expect(readDesignJson('{"name": "package"}')).toBeNull();
    expect(readDesignJson('{"reference": {"gamma_w": "2"}, "clip": 3}')?.dropped).toEqual([
      "γ_w cannot be '2'; it stays 1.",
    ]);
  });
});
