// @vitest-environment jsdom

import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { lessonNamed } from '../../../src/lessons/lessons';
import { type App, createApp } from '../../../src/state/app';
import { readLink } from '../../../src/state/codes/linkCode';
import { followHistory, isOwnEntry, nowOnScreen } from '../../../src/state/document/address';
import type { Document } from '../../../src/state/document/document';
import { openLink } from '../../../src/state/document/share';
import { progressIn } from '../../../src/state/learn/lessons';
import type { Input } from '../../../src/state/run/runStore';

let app: App;
let stop = () => {};

function startOver(): void {
  stop();
  localStorage.clear();
  app = createApp();
  history.replaceState(null, '', '/');
}
beforeEach(startOver);
afterEach(() => stop());

/** Until the history has followed what was done, and all its events have come. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const rested = () => new Promise((resolve) => setTimeout(resolve, 450));

async function move(by: number): Promise<void> {
  const arrived = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
  history.go(by);
  await arrived;
  await settled();
}

/** Changes the address as a person does who pastes a link: the browser makes an entry, then tells of a new hash. */
async function paste(link: string): Promise<void> {
  const told = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
  location.hash = link;
  await told;
  await settled();
}

const design = () => app.document.getState().design;
const face = () => app.session.getState().face;
const step = (lesson: string) => progressIn(app.lessons.getState(), lesson).step;

test('the address holds the design on the screen, and is plain for what a new visitor sees', async () => {
  stop = followHistory(app);
  expect(location.hash).toBe('');
  expect(isOwnEntry(history.state)).toBe(true);
  app.document.edit({ reference: { gamma_w: 1.5 } });
  await rested();
  expect(location.hash).toBe('#v=1&from=S&w=1.5');
  app.document.choosePreset('S');
  await rested();
  expect(location.hash).toBe('');
});

test('Back goes from face to face, and leaves the work on the design as it is', async () => {
  stop = followHistory(app);
  app.session.setState({ face: 'explore' });
  await settled();
  app.document.edit({ reference: { gamma_w: 1.5 } });
  app.session.setState({ face: 'learn' });
  await settled();
  await move(-1);
  expect(face()).toBe('explore');
  await move(-1);
  expect(face()).toBe('design');
  expect(design().reference.gamma_w).toBe(1.5);
  expect(location.hash).toBe('#v=1&from=S&w=1.5');
  await move(2);
  expect(face()).toBe('learn');
});

test('Back goes from step to step of a lesson, and out of it to the design one had', async () => {
  app.document.edit({ reference: { gamma_w: 1.5 } });
  stop = followHistory(app);
  app.lessons.begin('axes');
  app.lessons.openStep('axes', 0);
  app.document.open({ design: presetNamed('M').design, preset: 'M' });
  await settled();
  app.lessons.openStep('axes', 1);
  await settled();
  await move(-1);
  expect(step('axes')).toBe(0);
  await vi.dynamicImportSettled();
  expect(app.lessons.getState().scene).toEqual(lessonNamed('axes')?.steps[0]?.scene);
  await settled();
  await move(-1);
  expect(app.session.getState().lesson).toBeNull();
  expect(face()).toBe('design');
  expect(design().reference.gamma_w).toBe(1.5);
  await move(1);
  expect(app.session.getState().lesson).toBe('axes');
  expect(face()).toBe('learn');
});

test('Back after a pasted link shows the design before it, as one step of undo', async () => {
  app.document.edit({ reference: { gamma_w: 1.5 } });
  stop = followHistory(app);
  await paste('v=1&from=L');
  expect(design()).toEqual(presetNamed('L').design);
  app.document.edit({ reference: { gamma_b: 3 } });
  const steps = app.document.history.getState().past.length;
  await move(-1);
  expect(design().reference.gamma_w).toBe(1.5);
  expect(app.document.history.getState().past).toHaveLength(steps + 1);
  await move(1);
  expect(design().reference).toMatchObject({ gamma_b: 3, gamma_d: 5 });
});

test('Back after a video was opened shows the tab and the input before it, and Forward the video again', async () => {
  stop = followHistory(app);
  const input = () => app.runStore.getState().settings.input;
  const choose = (chosen: Input) =>
    app.runStore.setState(({ settings }) => ({ settings: { ...settings, input: chosen } }));
  choose({ kind: 'noise', seed: 3 });
  app.session.openDockTab('table');
  await settled();
  const video: Input = { kind: 'file', file: new File([], 'walk.mp4') };
  app.session.openDockTab('run');
  app.session.countOpened();
  choose(video);
  await settled();
  app.document.edit({ reference: { gamma_w: 1.5 } });
  await move(-1);
  expect(input()).toEqual({ kind: 'noise', seed: 3 });
  expect(app.session.getState()).toMatchObject({ dockTab: 'table', face: 'design' });
  await move(1);
  expect(input()).toBe(video);
  expect(app.session.getState().dockTab).toBe('run');
  expect(design().reference.gamma_w).toBe(1.5);
});

test('an input on its way is no view: a refused one leaves no entry, an opened one leads Back to what was before', async () => {
  stop = followHistory(app);
  const input = () => app.runStore.getState().settings.input;
  const choose = (chosen: Input) =>
    app.runStore.setState(({ settings }) => ({ settings: { ...settings, input: chosen } }));
  const noise: Input = { kind: 'noise', seed: 3 };
  const video: Input = { kind: 'file', file: new File([], 'walk.mp4') };
  choose(noise);
  app.session.openDockTab('table');
  app.session.setState({ face: 'explore' });
  await settled();
  const entries = history.length;
  const open = async () => {
    const end = app.session.beginOpening();
    app.session.setState({ face: 'design' });
    app.session.openDockTab('run');
    choose(video);
    await settled();
    expect(history.length).toBe(entries);
    return end;
  };
  const refuse = await open();
  choose(noise);
  app.session.setState({ face: 'explore', dockTab: 'table' });
  refuse(false);
  await settled();
  expect(history.length).toBe(entries);
  const arrive = await open();
  arrive(true);
  await settled();
  expect(history.length).toBe(entries + 1);
  await move(-1);
  expect(input()).toEqual(noise);
  expect(app.session.getState()).toMatchObject({ dockTab: 'table', face: 'explore' });
});

test('Back after a lesson’s link leads to the app’s own first view before it leaves the page', async () => {
  app.document.edit({ reference: { gamma_w: 1.5 } });
  const before = nowOnScreen(app);
  const link = readLink('#v=1&from=M&lesson=axes:2');
  if (!link) throw new Error('no link');
  app.session.countOpened();
  openLink(app, link);
  stop = followHistory(app, before);
  await move(-1);
  expect(face()).toBe('design');
  expect(app.session.getState().lesson).toBeNull();
  expect(design().reference.gamma_w).toBe(1.5);
});

test('a state of another page, or a damaged one, is no entry of the app', () => {
  for (const state of [null, 1, 'x', {}, { app: 'other', link: '', opened: 0 }, { app: 'x3d-studio', link: 3 }])
    expect(isOwnEntry(state)).toBe(false);
});

/** What a person may do; `back` and `forward` are the browser's own. */
const ACTIONS = {
  design: () => app.session.setState({ face: 'design' }),
  explore: () => app.session.setState({ face: 'explore' }),
  learn: () => app.session.setState({ face: 'learn' }),
  sweep: () => app.explore.setState({ activity: 'sweep' }),
  glossary: () => app.lessons.openRoom('glossary'),
  lessons: () => app.lessons.openRoom('lessons'),
  lesson: () => app.lessons.begin('axes'),
  next: () => app.lessons.openStep('axes', (step('axes') + 1) % 3),
  leave: () => app.lessons.leave(),
  wider: () => app.document.edit({ reference: { gamma_w: (design().reference.gamma_w ?? 1) + 0.25 } }),
  longer: () => app.document.edit({ clip: { t: design().clip.t + 1 } }),
  file: () => {
    app.session.countOpened();
    app.document.open({ design: presetNamed('XS').design, preset: 'XS' });
  },
  linkL: () => paste('v=1&from=L&at=layer2'),
  linkLesson: () => paste('v=1&lesson=time:2'),
} as const;

test('whatever is done, Back shows the view before, the address opens what is shown, and no design is lost', async () => {
  const names = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 12 }), async (actions) => {
      startOver();
      stop = followHistory(app);
      const views = [nowOnScreen(app).view];
      for (const name of actions) {
        await ACTIONS[name]();
        await settled();
        const { view } = nowOnScreen(app);
        if (JSON.stringify(view) !== JSON.stringify(views.at(-1))) views.push(view);
      }
      await rested();
      // The address opens what is on the screen.
      const link = readLink(location.hash || '#v=1&from=S');
      const { view } = nowOnScreen(app);
      expect(link?.shared.face).toBe(view.face);
      expect(link?.shared.lesson?.name ?? null).toBe(view.lesson);
      if (link && !link.shared.lesson?.ownDesign) expect(link.shared.design).toEqual(design());
      // Back shows view after view, and each design left is a step of undo.
      for (const expected of views.toReversed().slice(1)) {
        const left = design();
        await move(-1);
        expect(nowOnScreen(app).view).toEqual(expected);
        const kept = [app.document.getState(), ...app.document.history.getState().past].map(
          (past) => (past as Document).design,
        );
        expect(kept).toContainEqual(left);
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);
