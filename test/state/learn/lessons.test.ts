// @vitest-environment jsdom

import { beforeEach, expect, test } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { type App, createApp } from '../../../src/state/app';
import { draftText, readDraft } from '../../../src/state/codes/draftCode';
import { currentDraft, putOnScreen } from '../../../src/state/document/draft';
import { progressIn } from '../../../src/state/learn/lessons';

const steps = () => app.document.history.getState().past.length;
const M = { ...presetNamed('M'), preset: 'M', level: 'blocks', measure: 'macs', at: 'layer3.1' } as const;
const L = { ...presetNamed('L'), preset: 'L', level: 'stages', measure: 'kind', at: null } as const;

let app: App;
beforeEach(() => {
  app = createApp();
  app.document.edit({ reference: { gamma_w: 1.5 } });
  app.document.history.setState({ past: [], future: [] });
});

test('a scene is one step of undo, opens the part it is about, and the same one again is none', () => {
  app.lessons.begin('axes');
  app.lessons.showScene(M);
  expect(app.session.getState().face).toBe('learn');
  expect(app.document.getState()).toMatchObject({ design: M.design, preset: 'M' });
  expect(app.session.getState()).toMatchObject({ measure: 'macs', selected: 'layer3.1' });
  expect([...app.session.getState().toggled]).toContain('layer3.1');
  app.lessons.showScene(M);
  expect(steps()).toBe(1);
  app.document.undo();
  expect(app.document.getState().design.reference.gamma_w).toBe(1.5);
});

test('whatever a lesson showed and the learner tried, his own design and look come back at the end, as one step', () => {
  const own = app.document.getState();
  const look = { level: 'layers', measure: 'parameters', selected: 'layer2.0', toggled: new Set(['layer2']) } as const;
  app.session.setState(look);
  app.lessons.begin('axes');
  app.lessons.showScene(M);
  app.lessons.showScene(L);
  app.document.edit({ clip: { t: 4 } });
  const before = steps();
  app.lessons.leave();
  expect(steps()).toBe(before + 1);
  expect(app.document.getState()).toMatchObject({ design: own.design, preset: own.preset });
  expect(app.session.getState()).toMatchObject({ ...look, lesson: null });
});

test('a lesson that is left before it showed anything changes nothing', () => {
  app.lessons.begin('axes');
  app.lessons.leave();
  expect(steps()).toBe(0);
});

test('a reload in the middle of a lesson still knows the learner’s own design', () => {
  const { design } = app.document.getState();
  app.session.setState({ level: 'layers', measure: 'parameters', selected: null, toggled: new Set(['layer2']) });
  app.lessons.begin('axes');
  app.lessons.showScene(L);
  const saved = readDraft(JSON.parse(draftText(currentDraft(app, 0))));
  if (!saved) throw new Error('the draft is lost');
  app = createApp();
  putOnScreen(app, saved);
  app.lessons.leave();
  expect(app.document.getState().design).toEqual(design);
  expect(app.session.getState()).toMatchObject({
    level: 'layers',
    measure: 'parameters',
    toggled: new Set(['layer2']),
  });
});

test('steps, guesses and ends are kept lesson by lesson, and can be forgotten', () => {
  app.lessons.openStep('axes', 2);
  app.lessons.guess('axes', 2, 0.5);
  app.lessons.finish('axes');
  app.lessons.openStep('time', 1);
  const kept = Object.keys(localStorage).filter((key) => key.includes('lesson'));
  expect(kept).toHaveLength(2);
  expect(progressIn(app.lessons.getState(), 'axes')).toEqual({ step: 2, guesses: { 2: 0.5 }, finished: true });
  app.lessons.startOver('axes');
  expect(progressIn(app.lessons.getState(), 'axes')).toEqual({ step: 0, guesses: {}, finished: false });
  expect(progressIn(app.lessons.getState(), 'time').step).toBe(1);
});
