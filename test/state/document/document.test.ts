// @vitest-environment jsdom
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import {
  beginGesture,
  choosePreset,
  type DesignPatch,
  documentStore,
  edit,
  endGesture,
  historyStore,
  redo,
  setDesign,
  undo,
} from '../../../src/state/document/document';

const design = () => documentStore.getState().design;
const steps = () => historyStore.getState().pastStates.length;

beforeEach(() => {
  choosePreset('S');
  historyStore.getState().clear();
});

describe('one step of undo', () => {
  test('is one typed value', () => {
    edit({ reference: { gamma_w: 2 } });
    expect(steps()).toBe(1);
    undo();
    expect(design()).toEqual(presetNamed('S').design);
  });

  test('is one drag, however far the pointer went', () => {
    beginGesture();
    for (const gamma_w of [1.1, 1.2, 1.3, 1.4]) edit({ reference: { gamma_w } });
    endGesture();
    expect(steps()).toBe(1);
    undo();
    expect(design().reference.gamma_w).toBe(1);
    redo();
    expect(design().reference.gamma_w).toBe(1.4);
  });

  test('is one preset', () => {
    choosePreset('M');
    expect(steps()).toBe(1);
    undo();
    expect(documentStore.getState().preset).toBe('S');
  });

  test('takes the name of a preset that a design became, along', () => {
    setDesign({ ...presetNamed('M').design });
    expect(documentStore.getState().preset).toBe('M');
    edit({ reference: { gamma_w: 2 } });
    expect(documentStore.getState().preset).toBe('M');
    undo();
    undo();
    expect(documentStore.getState().preset).toBe('S');
  });

  test('is nothing where nothing changed: a drag back to its start, the same value again', () => {
    beginGesture();
    edit({ reference: { gamma_w: 2 } });
    edit({ reference: { gamma_w: 1 } });
    endGesture();
    edit({ reference: { gamma_w: 1 } });
    setDesign(structuredClone(design()));
    expect(steps()).toBe(0);
  });

  test('ends a running drag', () => {
    beginGesture();
    edit({ reference: { gamma_w: 2 } });
    undo();
    expect(design().reference.gamma_w).toBe(1);
    edit({ reference: { gamma_w: 3 } });
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
      historyStore.getState().clear();
      const start = documentStore.getState();
      for (const each of patches) edit(each);
      const [end, taken] = [documentStore.getState(), steps()];
      for (let i = 0; i < taken; i++) undo();
      expect(documentStore.getState()).toEqual(start);
      for (let i = 0; i < taken; i++) redo();
      expect(documentStore.getState()).toEqual(end);
    }),
    { numRuns: 50 },
  );
});

describe('an illegal design', () => {
  test('leaves the last legal one in its place, and gives way to the next legal one', () => {
    edit({ reference: { gamma_w: 2 } });
    edit({ reference: { se_ratio: 0 } });
    expect(design().reference.se_ratio).toBe(0);
    expect(documentStore.getState().legal.reference).toMatchObject({ gamma_w: 2, se_ratio: 1 / 16 });
    edit({ reference: { se_ratio: 0.25 } });
    expect(documentStore.getState().legal).toBe(design());
  });

  test('is undone together with what was legal then', () => {
    edit({ clip: { t: 0 } });
    undo();
    expect(documentStore.getState().legal).toEqual(design());
  });
});

test('a head can be taken off and put on again with its defaults', () => {
  edit({ head: null });
  expect(design().head).toBeNull();
  edit({ reference: { gamma_w: 2 } });
  expect(design().head).toBeNull();
  edit({ head: { num_classes: 12 } });
  expect(design().head).toMatchObject({ num_classes: 12, mid_channels: 2048 });
});
