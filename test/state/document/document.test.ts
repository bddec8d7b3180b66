// @vitest-environment jsdom

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { type App, createApp } from '../../../src/state/app';
import type { DesignPatch } from '../../../src/state/document/document';

const design = () => app.document.getState().design;
const steps = () => app.document.history.getState().past.length;

let app: App;
beforeEach(() => {
  app = createApp();
});

describe('one step of undo', () => {
  test('is one typed value', () => {
    app.document.edit({ reference: { gamma_w: 2 } });
    expect(steps()).toBe(1);
    app.document.undo();
    expect(design()).toEqual(presetNamed('S').design);
  });

  test('is one drag, however far the pointer went', () => {
    app.document.history.beginGesture();
    for (const gamma_w of [1.1, 1.2, 1.3, 1.4]) app.document.edit({ reference: { gamma_w } });
    app.document.history.endGesture();
    expect(steps()).toBe(1);
    app.document.undo();
    expect(design().reference.gamma_w).toBe(1);
    app.document.redo();
    expect(design().reference.gamma_w).toBe(1.4);
  });

  test('is one preset', () => {
    app.document.choosePreset('M');
    expect(steps()).toBe(1);
    app.document.undo();
    expect(app.document.getState().preset).toBe('S');
  });

  test('takes the name of a preset that a design became, along', () => {
    app.document.setDesign({ ...presetNamed('M').design });
    expect(app.document.getState().preset).toBe('M');
    app.document.edit({ reference: { gamma_w: 2 } });
    expect(app.document.getState().preset).toBe('M');
    app.document.undo();
    app.document.undo();
    expect(app.document.getState().preset).toBe('S');
  });

  test('is nothing where nothing changed: a drag back to its start, the same value again', () => {
    app.document.history.beginGesture();
    app.document.edit({ reference: { gamma_w: 2 } });
    app.document.edit({ reference: { gamma_w: 1 } });
    app.document.history.endGesture();
    app.document.edit({ reference: { gamma_w: 1 } });
    app.document.setDesign(structuredClone(design()));
    expect(steps()).toBe(0);
  });

  test('ends a running drag', () => {
    app.document.history.beginGesture();
    app.document.edit({ reference: { gamma_w: 2 } });
    app.document.undo();
    expect(design().reference.gamma_w).toBe(1);
    app.document.edit({ reference: { gamma_w: 3 } });
    expect(steps()).toBe(1);
  });
});

test('after any edits, as many undos give the start back and as many redos the end', () => {
  const patch = fc.oneof(
    fc
      .record({ gamma_w: fc.double({ min: 0.2, max: 4, noNaN: true }) })
      .map((reference): DesignPatch => ({ reference })),
    fc
      .record({ gamma_d: fc.double({ min: -1, max: 6, noNaN: true }) })
      .map((reference): DesignPatch => ({ reference })),
    fc.record({ se_ratio: fc.constantFrom(null, 0, 1 / 16) }).map((reference): DesignPatch => ({ reference })),
    fc.record({ t: fc.integer({ min: -1, max: 32 }) }).map((clip): DesignPatch => ({ clip })),
    fc.constantFrom<DesignPatch>({ head: null }, { head: { num_classes: 5 } }),
  );
  fc.assert(
    fc.property(fc.array(patch, { maxLength: 40 }), (patches) => {
      app.document.history.setState({ past: [], future: [] });
      const start = app.document.getState();
      for (const each of patches) app.document.edit(each);
      const [end, taken] = [app.document.getState(), steps()];
      for (let i = 0; i < taken; i++) app.document.undo();
      expect(app.document.getState()).toEqual(start);
      for (let i = 0; i < taken; i++) app.document.redo();
      expect(app.document.getState()).toEqual(end);
    }),
    { numRuns: 50 },
  );
});

describe('an illegal design', () => {
  test('leaves the last legal one in its place, and gives way to the next legal one', () => {
    app.document.edit({ reference: { gamma_w: 2 } });
    app.document.edit({ reference: { se_ratio: 0 } });
    expect(design().reference.se_ratio).toBe(0);
    expect(app.document.getState().legal.reference).toMatchObject({ gamma_w: 2, se_ratio: 1 / 16 });
    app.document.edit({ reference: { se_ratio: 0.25 } });
    expect(app.document.getState().legal).toBe(design());
  });

  test('is undone together with what was legal then', () => {
    app.document.edit({ clip: { t: 0 } });
    app.document.undo();
    expect(app.document.getState().legal).toEqual(design());
  });
});

test('a head can be taken off and put on again with its defaults', () => {
  app.document.edit({ head: null });
  expect(design().head).toBeNull();
  app.document.edit({ reference: { gamma_w: 2 } });
  expect(design().head).toBeNull();
  app.document.edit({ head: { num_classes: 12 } });
  expect(design().head).toMatchObject({ num_classes: 12, mid_channels: 2048 });
});
