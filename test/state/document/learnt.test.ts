// @vitest-environment jsdom

import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { LEVELS } from '../../../src/motion/knobs';
import { type App, createApp } from '../../../src/state/app';
import { draftText, readDraft } from '../../../src/state/codes/draftCode';
import { readLink } from '../../../src/state/codes/linkCode';
import { currentDraft, putOnScreen } from '../../../src/state/document/draft';
import { openLink } from '../../../src/state/document/share';
import { takeStep } from '../../../src/state/document/takeStep';
import { FRESH_CHOICE, type TrainChoice } from '../../../src/state/train/train';

let app: App;
beforeEach(() => {
  app = createApp();
});

const past = () => app.document.history.getState().past.length;
/** What undo is about: the design and what is to be learnt. */
const now = () => ({ design: app.document.getState().design, choice: app.train.getState().choice });

const anyChange: fc.Arbitrary<Partial<TrainChoice>> = fc.oneof(
  fc.record({ task: fc.constantFrom('four', 'nine', 'directions') }),
  fc.record({ level: fc.constantFrom('easy', 'hard', { ...LEVELS.easy, noise: 0.4 }) }),
  fc.record({ recipe: fc.constantFrom('sgd', 'adam'), steps: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ set: fc.record({ batch: fc.integer({ min: 1, max: 64 }) }) }),
  fc.record({ seed: fc.nat(99) }),
) as fc.Arbitrary<Partial<TrainChoice>>;

test('undo and redo go through changes of the design and of what is to be learnt in their order, also after a reload', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(anyChange, fc.double({ min: 1, max: 3, noNaN: true })), { maxLength: 12 }),
      (edits) => {
        app = createApp();
        const states = [now()];
        for (const edit of edits) {
          const steps = past();
          if (typeof edit === 'number') app.document.edit({ reference: { gamma_w: edit } });
          else app.train.choose(edit);
          if (past() > steps) states.push(now());
        }
        const text = draftText(currentDraft(app, 7));
        app = createApp();
        putOnScreen(app, readDraft(JSON.parse(text)) ?? expect.fail());
        expect(now()).toEqual(states.at(-1));
        expect(past()).toBe(states.length - 1);
        for (const state of states.slice(0, -1).toReversed()) {
          app.document.undo();
          expect(now()).toEqual(state);
        }
        for (const state of states.slice(1)) {
          app.document.redo();
          expect(now()).toEqual(state);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a run that says how far it is makes no step, nor does a choice of what is chosen', () => {
  app.train.setState({ phase: { kind: 'running' } });
  app.train.choose({ seed: FRESH_CHOICE.seed });
  expect(past()).toBe(0);
});

test('a link with a design and what is to be learnt is one step', () => {
  app.train.choose({ set: { batch: 4 } });
  const before = now();
  const steps = past();
  openLink(app, readLink('v=1&from=XS&train=four:hard:sgd:50:3') ?? expect.fail());
  expect(now().choice).toEqual({ task: 'four', level: 'hard', recipe: 'sgd', steps: 50, seed: 3 });
  expect(past()).toBe(steps + 1);
  app.document.undo();
  expect(now()).toEqual(before);
});

test('steps that a draft of before kept say nothing of what is to be learnt, and do not change it', () => {
  const saved = { now: { code: 'from=S&w=2' }, past: [{ code: 'from=S' }], place: 'train=four:hard:sgd:50:3' };
  putOnScreen(app, readDraft(saved) ?? expect.fail());
  app.document.undo();
  expect(now()).toMatchObject({ design: { reference: { gamma_w: 1 } }, choice: { task: 'four', seed: 3 } });
});

test('a step that shows on the Train face only is told on another', () => {
  const told = () => app.notices.getState().notices.length;
  app.train.choose({ seed: 5 });
  app.session.setState({ face: 'train' });
  takeStep(app, 'undo');
  expect(told()).toBe(0);
  app.session.setState({ face: 'design' });
  takeStep(app, 'redo');
  expect(app.train.getState().choice.seed).toBe(5);
  expect(told()).toBe(1);
});
