import { sameValue } from '../../design/sameValue';
import type { Tensor } from '../../tensor/tensor';
import { type Camera, openCamera } from '../../video/camera';
import type { OpenModel } from '../../worker/client';
import { faultOf } from '../fault';
import { whenRested } from '../whenRested';
import {
  afterEvent,
  type CameraEvent,
  type CameraLine,
  type CameraLines,
  type CameraWish,
  clipsOf,
  isReady,
  openLine,
} from './cameraLines';
import { logitsOf } from './results';
import { keyOnScreen, type RunJob, type RunPlace } from './runJob';
import type { CameraView, LiveResult } from './runStore';

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
 * Runs the network on the screen on the newest clip of a camera, again and again, until the job is cancelled, the tab is
 * hidden or the camera is unplugged. Pictures are cropped in the studio worker as they come; while a run lasts the clip
 * slides on. A changed network takes over once it is open and its clip is full; until then the one before runs on. A run
 * under way is waited for at the end, so that the network stays open.
 * @throws VideoError: no camera, or refused; whatever stops the first opening, or running
 */
export async function runCamera(place: RunPlace, job: RunJob): Promise<void> {
  const { runStore, studio } = place;
  const { signal } = job;
  job.report('camera');
  const first = await openLine(studio(), wishOnScreen(place), null);
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
    await slide(camera, first, place, job);
  } finally {
    signal.removeEventListener('abort', stop);
    camera.close();
  }
}

function wishOnScreen(place: RunPlace): CameraWish {
  return { key: keyOnScreen(place), shortSide: place.runStore.getState().settings.pipeline.shortSide };
}

/** The loop: feeds pictures to the sliding clips, and the newest clip to the network whenever it is free. */
async function slide(camera: Camera, first: CameraLine, place: RunPlace, job: RunJob): Promise<void> {
  const { runStore, forRuns, forLooks } = place;
  const studio = place.studio();
  const tell = (change: Partial<CameraView>): void =>
    runStore.setState(({ camera }) => ({ camera: camera && { ...camera, ...change } }));
  let lines: CameraLines = { line: first, next: null };
  const happened = (event: CameraEvent): void => {
    lines = afterEvent(lines, event);
  };
  let run: Promise<void> | null = null;
  let failure = null as { readonly error: unknown } | null;
  let runs = 0;
  /** When the newest picture of the clips came, and when the last labels did. */
  let newest = 0;
  let labelled: readonly number[] = [];

  const fail = (error: unknown): void => {
    failure ??= { error };
    camera.close();
  };
  const close = async (gone: CameraLine, kept: CameraLine | null): Promise<void> => {
    if (gone.live !== kept?.live) await studio.request('closeLive', { live: gone.live });
  };

  /** Opens a network beside the one that runs, which stays open. */
  const open = async (wish: CameraWish, running: OpenModel | null): Promise<void> => {
    const slot = running && forRuns.holds(running) ? forLooks : forRuns;
    const { signal, report } = job;
    // The steps of the first one are shown; those of a changed one are not what the camera waits for.
    const model = await slot.open(wish.key, { signal, onProgress: (step) => running === null && report(step) });
    report('camera');
    happened({ kind: 'opened', wish, model });
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

  /** Readies the network on the screen beside the one that runs. */
  const change = async (): Promise<void> => {
    const wish = wishOnScreen(place);
    const given = lines.next;
    // Going back to the network that runs is no longer refused.
    if (sameValue((given ?? lines.line).wish, wish)) return tell({ refused: null });
    happened({ kind: 'changed', next: null });
    if (given) await close(given, lines.line);
    tell({ next: null, refused: null });
    if (sameValue(lines.line.wish, wish)) return;
    try {
      const next = await openLine(studio, wish, lines.line);
      happened({ kind: 'changed', next });
      tell({ next: { missing: next.missing } });
      await open(wish, lines.line.model);
    } catch (error) {
      happened({ kind: 'changed', next: null });
      tell({ next: null, refused: faultOf(error) });
    }
  };
  /** One change at a time: the newest wish is looked at last. */
  let changing: Promise<void> = Promise.resolve();
  const rested = whenRested(SETTLE);
  let asked = first.wish;
  const follow = (): void => {
    const wish = wishOnScreen(place);
    if (sameValue(asked, wish)) return;
    asked = wish;
    rested(() => {
      changing = changing.then(change);
    });
  };
  const stops = [place.document.subscribe(follow), runStore.subscribe(follow)];

  const opened = open(first.wish, null).catch(fail);
  let counted = 0;
  const frames = camera.frames();
  let frame = await frames.next();
  for (; !frame.done; frame = await frames.next()) {
    const { image } = frame.value;
    const came = performance.now();
    const lives = clipsOf(lines);
    const { missing } = await studio.request('pushLive', { lives, image }, { transfer: [image] });
    newest = came;
    happened({ kind: 'picture', missing: new Map(lives.map((live, at) => [live, missing[at] ?? 0])) });
    if (isReady(lines.next) && !run) {
      const before = lines.line;
      happened({ kind: 'taken over' });
      [runs, labelled] = [0, []];
      await close(before, lines.line);
      tell({ next: null });
    }
    const { line, next } = lines;
    if (isReady(line) && !run) {
      run = runOn(line.model, line)
        .catch(fail)
        .finally(() => {
          run = null;
        });
    }
    if (performance.now() - counted < COUNT_EVERY) continue;
    counted = performance.now();
    tell({ ...camera.counts(), missing: line.missing, next: next && { missing: next.missing } });
  }
  for (const stop of stops) stop();
  rested.cancel();
  await opened;
  await changing;
  await run;
  if (lines.next) await close(lines.next, lines.line);
  await close(lines.line, null);
  tell({ ...camera.counts(), next: null, ended: frame.value });
  if (failure) throw failure.error;
}

function resultOf(
  { backend, prepared }: OpenModel,
  { key: { design, weights } }: CameraWish,
  outputs: ReadonlyMap<string, Tensor>,
  times: Pick<LiveResult, 'runs' | 'ms' | 'latency' | 'perSecond'>,
): LiveResult {
  return { ...times, design, weights, backend, tensors: prepared.tensors, scores: logitsOf(outputs) };
}
