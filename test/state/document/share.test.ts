// @vitest-environment jsdom

import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { DeviceProfile } from '../../../src/analysis/predictedTime';
import { rawDesignFrom } from '../../../src/cli/designArguments';
import { DESIGN_KEYS, decodeDesign, encodeDesign, readPairs } from '../../../src/codec/designCode';
import { designOfConfig, readConfig } from '../../../src/configs/readConfig';
import { designJson } from '../../../src/design/designJson';
import { PARAMETERS } from '../../../src/design/parameters';
import { PRESETS, presetNamed } from '../../../src/design/presets';
import { lessonNamed } from '../../../src/lessons/lessons';
import type { LevelName } from '../../../src/motion/knobs';
import type { TaskName } from '../../../src/motion/tasks';
import { axisNamed } from '../../../src/scaling/axes';
import { goTo, PUBLISHED_WALK, startWalk, take } from '../../../src/scaling/expansion';
import { type App, createApp } from '../../../src/state/app';
import { type ExploreView, viewOnScreen } from '../../../src/state/codes/exploreCode';
import { linkText, type ReadLink, readLink, type Shared } from '../../../src/state/codes/linkCode';
import { currentlyShared, openLink } from '../../../src/state/document/share';
import { type Activity, ASSUMED_DEVICE, type ChartHeight, FRESH_EXPLORE } from '../../../src/state/explore/explore';
import type { RecipeName } from '../../../src/training/recipes';
import { runs } from '../../setup/runs';
import { anyDesign, anyPreset, legalDesign } from './anyDesign';

const S = presetNamed('S').design;
const FIRST_OF_AXES = lessonNamed('axes')?.steps[0]?.scene;
/** Names that every object inherits, and that no table holds. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);
/** A walk from another start, with two branches. */
const BRANCHED = (() => {
  const deeper = take(startWalk(S), { axis: 'gamma_d', from: 2.2, to: 5 }, axisNamed('gamma_d').apply(S, 5));
  const wider = axisNamed('gamma_s').apply(S, 224);
  return take(goTo(deeper, 0), { axis: 'gamma_s', from: 160, to: 224 }, wider);
})();
const plain: Shared = {
  design: S,
  preset: 'S',
  selected: null,
  level: 'blocks',
  measure: 'kind',
  face: 'design',
  lesson: null,
  course: [],
  presenting: false,
  room: 'lessons',
  explorer: null,
  training: null,
  hidden: [],
};

/** What can be learnt. */
const training = fc.record({
  task: fc.constantFrom<TaskName>('directions', 'speed', 'all'),
  level: fc.constantFrom<LevelName>('easy', 'hardest'),
  recipe: fc.constantFrom<RecipeName>('small', 'mmaction2'),
  steps: fc.integer({ min: 1, max: 100_000 }),
  seed: fc.nat(),
});

/** What the explorer can show, walks with branches among it. */
const explorer: fc.Arbitrary<ExploreView> = fc
  .record({
    activity: fc.constantFrom<Activity>('family', 'axes', 'expansion', 'budget', 'sweep'),
    height: fc.constantFrom<ChartHeight>('parameters', 'accuracy', 'peakLive'),
    accuracies: fc.integer({ min: 0, max: 2 }),
    factor: fc.constantFrom(0.5, 1.5, 2),
    walk: fc.constantFrom(startWalk(), PUBLISHED_WALK, BRANCHED),
    compared: fc.option(fc.constantFrom(0, 1)),
    target: fc.option(fc.constantFrom(6e8, 2.5e9)),
    device: fc.constantFrom<DeviceProfile>(
      ASSUMED_DEVICE,
      { ...ASSUMED_DEVICE, name: 'WASM: 4 threads', macsPerSecond: 3.5e9 },
      { ...ASSUMED_DEVICE, name: 'WASM, measured', channelwiseMacsPerSecond: 3e9, functionsPerSecond: 3.5e8 },
    ),
    budget: fc.constantFrom(FRESH_EXPLORE.budget, {
      limits: { ...FRESH_EXPLORE.budget.limits, macs: null, predictedTime: 20 },
      aims: { fieldFrames: 'more' as const },
      held: ['frames', 'side'] as const,
    }),
    sweep: fc.constantFrom(FRESH_EXPLORE.sweep, {
      x: { parameter: 'reference.se_ratio', least: 0.01, most: 1, count: 12 },
      y: { parameter: 'layer3.blocks', least: 1, most: 25, count: 25 },
      measure: 'peakLive' as const,
    }),
    graph: fc.boolean(),
  })
  .map((view) => viewOnScreen({ ...FRESH_EXPLORE, ...view }))
  .map((view) => (view.walk.nodes.length > 1 ? view : { ...view, compared: null }));

function reading(hash: string): ReadLink {
  const link = readLink(hash);
  if (!link) throw new Error(`${hash} was not taken for a link`);
  return link;
}

let app: App;
beforeEach(() => {
  localStorage.clear();
  app = createApp();
});

describe('a link', () => {
  test('of every preset says no more than its name, and without what it sets by hand says so', () => {
    for (const { name, design } of PRESETS) {
      const code = encodeDesign({ design, preset: name });
      expect(code).toBe(`from=${name}`);
      expect(decodeDesign(readPairs(code)).design).toEqual(design);
      const byRule = { ...design, overrides: {} };
      const decoded = decodeDesign(readPairs(encodeDesign({ design: byRule, preset: name })));
      expect(decoded).toEqual({ design: byRule, preset: name, dropped: [] });
    }
  });

  test('of a preset says no more than its name', () => {
    expect(linkText(plain)).toBe('v=1&from=S');
  });

  test('gives random legal designs back, none in more than 2 kB', { timeout: 120_000 }, () => {
    const view = fc.record({
      selected: fc.option(fc.constantFrom('layer3', 'layer3.4.conv2', 'layer1.0…')),
      level: fc.constantFrom('stages' as const, 'blocks' as const, 'layers' as const),
      measure: fc.constantFrom('kind' as const, 'macs' as const, 'difference' as const),
      lesson: fc.option(
        fc.record({
          name: fc.constantFrom('depth first', 'why SE?'),
          step: fc.option(fc.nat({ max: 3 })),
          ownDesign: fc.constant(false),
        }),
      ),
      course: fc.subarray(['axes', 'time', 'rounding']),
      presenting: fc.boolean(),
      room: fc.constantFrom('lessons' as const, 'glossary' as const),
      place: fc.oneof(
        fc.record({ face: fc.constant('explore' as const), explorer, training: fc.constant(null) }),
        fc.record({ face: fc.constant('train' as const), explorer: fc.constant(null), training }),
        fc.record({
          face: fc.constantFrom('design' as const, 'learn' as const),
          explorer: fc.constant(null),
          training: fc.constant(null),
        }),
      ),
      hidden: fc.subarray(['dock', 'training', 'head']),
    });
    fc.assert(
      fc.property(legalDesign, anyPreset, view, (design, preset, { place, ...rest }) => {
        const shared = { design, preset, ...place, ...rest };
        const text = linkText(shared);
        expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(2000);
        expect(reading(`#${text}`)).toEqual({ shared, dropped: [] });
        // What a link holds needs no further escaping, so that mail programs leave it whole.
        expect(new URL(`https://a.b/#${text}`).hash).toBe(`#${text}`);
      }),
      runs(2000),
    );
  });

  test('of a lesson alone opens the lesson’s own scene, at a step or where the reader left it', async () => {
    const lesson = { name: 'axes', step: 1, ownDesign: true };
    const text = linkText({ ...plain, face: 'learn', lesson });
    expect(text).toBe('v=1&lesson=axes:2');
    app.document.edit({ reference: { gamma_w: 2 } });
    openLink(app, reading(text));
    expect(app.document.getState().design.reference.gamma_w).toBe(2);
    expect(app.lessons.getState()).toMatchObject({ progress: { axes: { step: 1 } } });
    expect(app.session.getState().face).toBe('learn');
    await vi.dynamicImportSettled();
    expect(app.lessons.getState().scene).toEqual(lessonNamed('axes')?.steps[1]?.scene);
  });

  test('of several lessons opens the first that is not done, and says when none is open', () => {
    openLink(app, reading('v=1&lessons=time,axes'));
    expect(app.session.getState()).toMatchObject({ lesson: 'time', course: ['time', 'axes'] });
    app.lessons.finish('time');
    openLink(app, reading('v=1&lessons=time,axes'));
    expect(app.session.getState().lesson).toBe('axes');
    app.lessons.leave();
    const { shared } = reading(linkText(currentlyShared(app)));
    expect(shared).toMatchObject({ lesson: null, course: ['time', 'axes'] });
  });

  test.each([
    [`v=1&from=${FIRST_OF_AXES?.preset}&lesson=axes`, FIRST_OF_AXES],
    ['v=1&from=S&w=3&lesson=axes', null],
    [`v=1&from=${FIRST_OF_AXES?.preset}&at=layer3.1&lesson=axes`, null],
  ])(
    'of a lesson and a design (%s) shows the scene only of that design, and only where it brings no look of its own',
    async (text, scene) => {
      openLink(app, reading(text));
      await vi.dynamicImportSettled();
      expect(app.lessons.getState().scene).toEqual(scene);
    },
  );

  test('of old that names a chart in one word still opens it', () => {
    const { shared } = reading('v=1&from=M&chart=axes:peakLive');
    expect(shared).toMatchObject({ face: 'explore', explorer: { activity: 'axes', height: 'peakLive' } });
    expect(reading('v=1&from=M&lesson=axes').shared).toMatchObject({ face: 'learn', lesson: { ownDesign: false } });
  });

  test('says what of the explorer it could not read, and opens the rest', () => {
    const { shared, dropped } = reading('v=1&from=S&chart=sweep&sweep=gamma_x:1:2:3,gamma_t:1:2:3,macs&walk=7b2:9');
    expect(shared.explorer).toEqual({ ...viewOnScreen(FRESH_EXPLORE), activity: 'sweep' });
    expect(dropped).toHaveLength(2);
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
    openLink(app, reading(linkText({ ...plain, design })));
    expect(app.document.getState()).toMatchObject({ design, legal: S });
  });

  test('opens as one step of undo, with the way to look at it', () => {
    const design = { ...S, reference: { ...S.reference, gamma_w: 2 } };
    openLink(app, reading(linkText({ ...plain, design, selected: 'layer2', level: 'layers', hidden: ['dock'] })));
    expect(app.session.getState()).toMatchObject({ selected: 'layer2', level: 'layers', hidden: ['dock'] });
    expect(currentlyShared(app).design).toEqual(design);
    app.document.undo();
    expect(app.document.getState().design).toEqual(S);
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
    for (const key of ['level', 'colour', 'face', 'room', 'present'])
      for (const word of INHERITED) expect(dropped(`v=1&from=S&${key}=${word}`)).toBe(`${key} cannot be '${word}'.`);
    expect(dropped('v=1&from=S&level=layers&colour=macs&face=learn&room=glossary&present=1')).toBe('');
    openLink(app, reading('v=1&from=S&w=wide&b=3'));
    expect(app.document.getState().design.reference).toMatchObject({ gamma_w: 1, gamma_b: 3 });
    expect(app.notices.getState().notices[0]?.text).toContain('γ_w');
  });

  test('selects no part that the network lacks, and says so', () => {
    for (const path of [...INHERITED, 'layer9', 'layer1.7']) {
      openLink(app, reading(`v=1&from=S&at=${path}`));
      expect(app.session.getState().selected).toBeNull();
      expect(app.notices.getState().notices.at(-1)?.text).toContain(`The network has no part '${path}'.`);
    }
    openLink(app, reading('v=1&from=S&at=layer1.2'));
    expect(app.session.getState().selected).toBe('layer1.2');
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
      runs(1000),
    );
  });

  test('cut short anywhere still opens', () => {
    fc.assert(
      fc.property(anyDesign, fc.double({ min: 0.05, max: 1, noNaN: true }), (design, share) => {
        const text = linkText({ ...plain, design });
        expect(() => openLink(app, reading(text.slice(0, Math.max(4, text.length * share))))).not.toThrow();
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

test('a JSON file gives any design back, and the command line reads it too', () => {
  fc.assert(
    fc.property(anyDesign, anyPreset, (design, preset) => {
      const text = designJson({ design, preset });
      expect(designOfConfig(readConfig(text), { design, preset: 'S' })).toEqual({ design, preset, dropped: [] });
      expect(rawDesignFrom({ design: text })).toEqual(design);
    }),
    { numRuns: 100 },
  );
});
