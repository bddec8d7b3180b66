// @vitest-environment jsdom

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { type App, createApp } from '../../../src/state/app';
import { draftText, isUntouched, readDraft, readDraftEnd } from '../../../src/state/codes/draftCode';
import { currentDraft, putOnScreen } from '../../../src/state/document/draft';
import { anyDesign, anyPreset } from './anyDesign';

const reload = () => {
  const text = draftText(currentDraft(app, 7));
  app = createApp();
  const draft = readDraft(JSON.parse(text));
  if (draft) putOnScreen(app, draft);
};

let app: App;
beforeEach(() => {
  app = createApp();
});

test('a reload brings back any design, every step of undo and redo, the view and what is pinned', () => {
  fc.assert(
    fc.property(
      fc.array(anyDesign, { minLength: 1, maxLength: 6 }),
      anyPreset,
      fc.nat({ max: 4 }),
      (designs, preset, undone) => {
        app = createApp();
        app.document.choosePreset(preset);
        for (const design of designs) app.document.setDesign(design);
        for (let i = 0; i < undone; i++) app.document.undo();
        const before = { ...app.document.getState(), ...steps() };
        reload();
        expect({ ...app.document.getState(), ...steps() }).toEqual(before);
      },
    ),
    { numRuns: 100 },
  );
});

const steps = () => ({
  past: app.document.history.getState().past,
  future: app.document.history.getState().future,
});

test('what was selected, opened and pinned is there again; undo goes on from there', () => {
  app.document.edit({ reference: { gamma_w: 2 } });
  app.document.edit({ reference: { gamma_w: 3 } });
  app.document.undo();
  app.session.setState({ selected: 'layer2.0' });
  app.session.toggleOpen('layer2.0');
  app.comparison.pin({ title: 'X3D-M', design: presetNamed('M').design, preset: 'M' });
  reload();
  expect(app.session.getState()).toMatchObject({ selected: 'layer2.0', toggled: new Set(['layer2.0']) });
  expect(app.comparison.getState().pinned?.design).toEqual(presetNamed('M').design);
  app.document.redo();
  expect(app.document.getState().design.reference.gamma_w).toBe(3);
  app.document.undo();
  app.document.undo();
  expect(app.document.getState().design).toEqual(presetNamed('S').design);
});

test('the face, its room and what the explorer shows are there again', () => {
  app.session.setState({ face: 'explore' });
  app.lessons.openRoom('glossary');
  app.explore.beginWalk('published');
  app.explore.setState({ activity: 'expansion', height: 'peakLive', factor: 1.5, target: 2e9 });
  app.explore.stepBack();
  const { walk } = app.explore.getState();
  reload();
  expect(app.session.getState().face).toBe('explore');
  expect(app.lessons.getState().room).toBe('glossary');
  expect(app.explore.getState()).toMatchObject({
    activity: 'expansion',
    height: 'peakLive',
    factor: 1.5,
    target: 2e9,
  });
  expect(app.explore.getState().walk).toEqual(walk);
});

test('an illegal draft comes back with the last legal network beside it', () => {
  app.document.edit({ reference: { gamma_w: 2 } });
  app.document.edit({ clip: { t: 0 } });
  reload();
  expect(app.document.getState().design.clip.t).toBe(0);
  expect(app.document.getState().legal).toMatchObject({ clip: { t: 13 }, reference: { gamma_w: 2 } });
});

test('only a preset as it came, where the app begins, is not worth saving', () => {
  expect(isUntouched(currentDraft(app, 0))).toBe(true);
  app.session.setState({ face: 'learn' });
  expect(isUntouched(currentDraft(app, 0))).toBe(false);
  expect(readDraftEnd(JSON.parse(draftText(currentDraft(app, 0))))?.edited).toBe(false);
  app.session.setState({ face: 'design' });
  app.document.edit({ reference: { gamma_w: 2 } });
  expect(isUntouched(currentDraft(app, 0))).toBe(false);
});

describe('a damaged draft', () => {
  test('is passed over, or gives what can be used; nothing throws', () => {
    for (const saved of [undefined, null, 3, 'x', [], {}, { now: null }, { now: { code: 4 } }])
      expect(readDraft(saved)).toBeNull();
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (past, view, pinned) => {
        const draft = readDraft({ now: { code: 'from=S&w=2' }, past, view, pinned });
        expect(draft?.now.design.reference.gamma_w).toBe(2);
        if (draft) putOnScreen(app, draft);
      }),
      { numRuns: 200 },
    );
  });

  test('of a design that is no longer legal is drawn as its preset', () => {
    const draft = readDraft({ now: { code: 'from=M&nc=GN,num_groups:7&z=0' } });
    expect(draft?.now.legal).toEqual(presetNamed('M').design);
    expect(draft?.now.design.reference.norm_cfg).toEqual({ type: 'GN', num_groups: 7 });
  });
});

test('a design from elsewhere that cannot be built is drawn as its preset', () => {
  const S = presetNamed('S').design;
  app.document.open({ design: { ...S, clip: { ...S.clip, h: 0 } }, preset: 'M' });
  expect(app.document.getState().legal).toEqual(presetNamed('M').design);
});
