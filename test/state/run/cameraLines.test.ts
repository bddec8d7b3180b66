import { expect, test } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { afterEvent, type CameraLine, clipsOf, isReady } from '../../../src/state/run/cameraLines';
import type { OpenModel } from '../../../src/worker/client';

/** Stands for an open network: lines only hand it on. */
const MODEL = {} as OpenModel;

function lineOn(live: number, missing: number): CameraLine {
  const { design } = presetNamed('S');
  const key = { design, weights: { kind: 'named' }, provider: 'wasm', outputs: [] } as const;
  const geometry = { crop: { width: 160, height: 160 }, shortSide: null, crops: 'center' } as const;
  const request = { clipLength: 13, interval: 6, channels: 3, geometry } as const;
  return { wish: { key, shortSide: null }, request, live, missing, model: null };
}

test('a changed network takes over once it is open and its own clip is full', () => {
  let lines = { line: { ...lineOn(1, 0), model: MODEL }, next: lineOn(2, 5) as CameraLine | null };
  expect(clipsOf(lines)).toEqual([1, 2]);
  const next = lines.next as CameraLine;
  lines = afterEvent(lines, { kind: 'opened', wish: next.wish, model: MODEL }) as typeof lines;
  expect(isReady(lines.next)).toBe(false);
  lines = afterEvent(lines, { kind: 'picture', missing: new Map([[2, 0]]) }) as typeof lines;
  expect(isReady(lines.next)).toBe(true);
  lines = afterEvent(lines, { kind: 'taken over' }) as typeof lines;
  expect(lines).toMatchObject({ line: { live: 2, missing: 0, model: MODEL }, next: null });
  expect(clipsOf(lines)).toEqual([2]);
});

test('a network that shares the clip of the one before it fills with it', () => {
  const lines = { line: lineOn(1, 3), next: lineOn(1, 3) };
  expect(clipsOf(lines)).toEqual([1]);
  const after = afterEvent(lines, { kind: 'picture', missing: new Map([[1, 2]]) });
  expect([after.line.missing, after.next?.missing]).toEqual([2, 2]);
});

test('a network that was opened for a wish of long ago is nobody’s', () => {
  const lines = { line: lineOn(1, 0), next: null };
  expect(afterEvent(lines, { kind: 'opened', wish: lineOn(1, 0).wish, model: MODEL })).toEqual(lines);
});
