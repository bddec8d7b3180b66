import { sameValue } from '../../design/sameValue';
import type { Tensor } from '../../tensor/tensor';
import { type Camera, openCamera } from '../../video/camera';
import type { OpenModel, Studio } from '../../worker/client';
import type { App } from '../app';
import { faultOf } from '../fault';
import { whenRested } from '../whenRested';
import { type CameraLine, type CameraWish, openLine } from './cameraLine';
import type { CameraView, LiveResult } from './live';
import { logitsOf } from './results';

/** What a live camera needs. */
interface CameraRun extends Pick<App, 'runStore'> {
  readonly studio: Studio;
  /** The network on the screen now. */
  wish(): CameraWish;
  /** Calls back whenever that may be another one; returns the way to stop it. */
  onChange(listener: () => void): () => void;
  /** Readies a network beside the one that runs, which stays open. */
  openModel(wish: CameraWish, running: OpenModel | null): Promise<OpenModel>;
  /** Stops the camera; a run under way is waited for, so that the network stays open. */
  readonly signal: AbortSignal;
}

/** Least time between two counts on the screen, in ms. */
const COUNT_EVERY = 150;

/** Labels over which their rate is told. */
const RATED = 12;

/** Labels a second, from when the last ones came; null before the second. */
export function rateOf(came: readonly number[]): number | null {
  const [first, last] = [came[0], came.at(-1)];
  return first === undefined || last === undefined || last <= first
    ? null
    : (1000 * (came.length - 1)) / (last - first);
}

/** How long the network on the screen must rest before the camera changes to it, in ms. */
const SETTLE = 300;

/**
 * Runs the network on the screen on the newest clip of a camera, again and again, until the signal is given, the tab is
 * hidden or the camera is unplugged. Pictures are cropped in the studio worker as they come; while a run lasts the clip
 * slides on. A changed network takes over once it is open and its clip is full; until then the one before runs on.
 * @throws VideoError: no camera, or refused; whatever stops the first opening, or running
 */
export async function runCamera(place: CameraRun): Promise<void> {
  const { runStore, studio, signal } = place;
  const first = await openLine(studio, place.wish(), null);
  const camera = await openCamera();
  const stop = () => camera.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    const { name, stream } = camera;
    const counts = { given: 0, dropped: 0, missing: first.missing };
    runStore.setState({
      camera: { name, stream, ...counts, result: null, next: null, refused: null, ended: null },
    });
    await slide(camera, first, place);
  } finally {
    signal.removeEventListener('abort', stop);
    camera.close();
  }
}

/** Feeds pictures to the sliding clips, and the newest clip to the network whenever it is free. */
async function slide(camera: Camera, first: CameraLine, place: CameraRun): Promise<void> {
  const { runStore, studio } = place;
  const tell = (change: Partial<CameraView>): void =>
    runStore.setState(({ camera }) => ({ camera: camera && { ...camera, ...change } }));
  const now: {
    line: CameraLine;
    next: CameraLine | null;
    run: Promise<void> | null;
    failure: { readonly error: unknown } | null;
  } = { line: first, next: null, run: null, failure: null };
  let runs = 0;
  /** When the newest picture of the clips came, and when the last labels did. */
  let newest = 0;
  let labelled: readonly number[] = [];

  const fail = (error: unknown): void => {
    now.failure ??= { error };
    camera.close();
  };
  const close = async (gone: CameraLine, kept: CameraLine | null): Promise<void> => {
    if (gone.live !== kept?.live) await studio.request('closeLive', { live: gone.live });
  };

  const runOn = async (model: OpenModel, { wish, live }: CameraLine): Promise<void> => {
    const since = newest;
    const { clip } = await studio.request('liveClip', { live });
    if (!clip) return;
    const { outputs, ms } = await model.run(clip);
    runs++;
    const at = performance.now();
    labelled = [...labelled, at].slice(-RATED);
    tell({ result: resultOf(model, wish, outputs, { runs, ms, latency: at - since, perSecond: rateOf(labelled) }) });
  };

  /** Readies the network on the screen beside the one that runs. One at a time: the newest wish is looked at last. */
  let changing: Promise<void> = Promise.resolve();
  const change = async (): Promise<void> => {
    const wish = place.wish();
    const given = now.next;
    // Who goes back to the network that runs is no longer refused another.
    if (sameValue((given ?? now.line).wish, wish)) return tell({ refused: null });
    now.next = null;
    if (given) await close(given, now.line);
    tell({ next: null, refused: null });
    if (sameValue(now.line.wish, wish)) return;
    try {
      const made = await openLine(studio, wish, now.line);
      now.next = made;
      tell({ next: { missing: made.missing } });
      made.model = await place.openModel(wish, now.line.model);
    } catch (error) {
      now.next = null;
      tell({ next: null, refused: faultOf(error) });
    }
  };
  const rested = whenRested(SETTLE);
  let asked = first.wish;
  const unfollow = place.onChange(() => {
    const wish = place.wish();
    if (sameValue(asked, wish)) return;
    asked = wish;
    rested(() => {
      changing = changing.then(change);
    });
  });

  const opened = place.openModel(first.wish, null).then((model) => {
    first.model = model;
  }, fail);

  let counted = 0;
  const frames = camera.frames();
  let frame = await frames.next();
  for (; !frame.done; frame = await frames.next()) {
    const { image } = frame.value;
    const came = performance.now();
    const lines = now.next && now.next.live !== now.line.live ? [now.line, now.next] : [now.line];
    const { missing } = await studio.request(
      'pushLive',
      { lives: lines.map(({ live }) => live), image },
      { transfer: [image] },
    );
    newest = came;
    lines.forEach((each, index) => {
      each.missing = missing[index] ?? 0;
    });
    if (now.next?.model && now.next.missing === 0 && !now.run) {
      const before = now.line;
      [now.line, now.next, runs, labelled] = [now.next, null, 0, []];
      await close(before, now.line);
      tell({ next: null });
    }
    const { line } = now;
    if (line.missing === 0 && line.model && !now.run) {
      now.run = runOn(line.model, line)
        .catch(fail)
        .finally(() => {
          now.run = null;
        });
    }
    if (performance.now() - counted < COUNT_EVERY) continue;
    counted = performance.now();
    tell({ ...camera.counts(), missing: line.missing, next: now.next && { missing: now.next.missing } });
  }
  unfollow();
  rested.cancel();
  await opened;
  await changing;
  await now.run;
  if (now.next) await close(now.next, now.line);
  await close(now.line, null);
  tell({ ...camera.counts(), next: null, ended: frame.value });
  if (now.failure) throw now.failure.error;
}

function resultOf(
  { backend, prepared }: OpenModel,
  { key: { design, weights } }: CameraWish,
  outputs: ReadonlyMap<string, Tensor>,
  times: Pick<LiveResult, 'runs' | 'ms' | 'latency' | 'perSecond'>,
): LiveResult {
  return { ...times, design, weights, backend, tensors: prepared.tensors, scores: logitsOf(outputs) };
}
