import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApp } from '../../../src/state/app';
import type { CameraHub } from '../../../src/state/classes/cameraHub';
import { createClipKeeper } from '../../../src/state/classes/clipKeeper';
import type { Collection } from '../../../src/state/classes/collection';
import { createRecorder } from '../../../src/state/classes/recorder';

/** A browser's MediaRecorder: pieces come as often as asked, the first so many ms after it began; none where that is null. */
function recorderStub(firstAfter: number | null) {
  return class {
    static isTypeSupported = () => true;
    mimeType = 'video/webm';
    state = 'inactive';
    ondataavailable: ((event: { data: Blob }) => void) | null = null;
    onstart: (() => void) | null = null;
    onstop: (() => void) | null = null;
    private timers: ReturnType<typeof setInterval>[] = [];
    start(every: number) {
      this.state = 'recording';
      this.onstart?.();
      const piece = () => this.ondataavailable?.({ data: new Blob(['p']) });
      if (firstAfter === null) return;
      this.timers.push(setTimeout(() => this.timers.push(setInterval(piece, every)) && piece(), firstAfter));
    }
    stop() {
      for (const timer of this.timers) clearInterval(timer);
      this.state = 'inactive';
      this.onstop?.();
    }
  };
}

function recorderOver(firstAfter: number | null) {
  vi.stubGlobal('MediaRecorder', recorderStub(firstAfter));
  const app = createApp();
  const stored = new Map<string, unknown>();
  const keeper = createClipKeeper(
    {
      get: async (key) => stored.get(key),
      set: async (entries) => {
        for (const [key, value] of entries) stored.set(key, value);
      },
      delete: async (keys) => {
        for (const key of keys) stored.delete(key);
      },
      keys: async () => [...stored.keys()],
    },
    () => {},
  );
  const taken: number[] = [];
  const collection = {
    addRecording: async (video: Blob) => {
      taken.push(video.size);
    },
  } as unknown as Collection;
  const camera = { open: async () => ({ stream: {} }), isOpen: () => true, onEnd: () => {} } as unknown as CameraHub;
  const recorder = createRecorder({ classes: app.classes, keeper, collection, camera });
  return { recorder, taken, state: () => app.classes.getState() };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test.each([
  ['at once', 50],
  ['long after, on a busy machine', 4000],
])('a short press makes a take of some pictures, where they come %s', async (_, firstAfter) => {
  const { recorder, taken, state } = recorderOver(firstAfter);
  const held = recorder.hold('wave');
  await vi.advanceTimersByTimeAsync(100);
  const released = recorder.release();
  await vi.advanceTimersByTimeAsync(firstAfter + 1000);
  await Promise.all([held, released]);
  expect(taken).toEqual([4]);
  expect(state()).toMatchObject({ recording: { kind: 'idle' }, fault: null });
});

test('a camera that gives no picture is given up in a sentence that says what to do, a series too', async () => {
  const { recorder, taken, state } = recorderOver(null);
  void recorder.hold('wave');
  await vi.advanceTimersByTimeAsync(100);
  const released = recorder.release();
  await vi.advanceTimersByTimeAsync(11_000);
  await released;
  expect(state()).toMatchObject({ recording: { kind: 'idle' }, fault: expect.stringContaining('record it again') });
  const series = recorder.series('wave', { takes: 2, seconds: 1, countdown: 0 });
  await vi.advanceTimersByTimeAsync(60_000);
  await series;
  expect(taken).toEqual([]);
  expect(state().recording).toEqual({ kind: 'idle' });
});
