import type { Design } from '../design/design';
import type { Tensor } from '../tensor/tensor';
import { type Camera, openCamera } from '../video/camera';
import type { OpenModel, Studio } from '../worker/client';
import { type CameraView, type LiveResult, liveStore } from './live';
import { logitsOf } from './results';

/** What a live camera needs. */
export interface CameraRun {
  readonly studio: Studio;
  readonly design: Design;
  /** Short side pictures are resized to, in pixels; null takes the published test size for the crop. */
  readonly shortSide: number | null;
  /** Readies the network while the camera already shows. */
  openModel(): Promise<OpenModel>;
  /** Stops the camera; a run under way is waited for, so that the network stays open. */
  readonly signal: AbortSignal;
}

/** Least time between two counts on the screen, in ms. */
const COUNT_EVERY = 150;

/**
 * Runs a network on the newest clip of a camera, again and again, until the signal is given, the tab is hidden or the
 * camera is unplugged. Pictures are cropped in the studio worker as they come; while a run lasts the clip slides on.
 * @throws VideoError: no camera, or refused; whatever stops opening or running
 */
export async function runCamera({ studio, design, shortSide, openModel, signal }: CameraRun): Promise<void> {
  const camera = await openCamera();
  const stop = () => camera.close();
  signal.addEventListener('abort', stop, { once: true });
  const { live } = await studio.request('openLive', {
    clipLength: design.clip.t,
    interval: design.clip.interval,
    geometry: { crop: { width: design.clip.w, height: design.clip.h }, shortSide, crops: 'center' },
    channels: design.reference.in_channels === 1 ? 1 : 3,
  });
  try {
    signal.throwIfAborted();
    const fresh: CameraView = {
      name: camera.name,
      stream: camera.stream,
      given: 0,
      dropped: 0,
      missing: (design.clip.t - 1) * design.clip.interval + 1,
      result: null,
      ended: null,
    };
    liveStore.setState({ camera: fresh });
    await slide(camera, studio, live, openModel());
  } finally {
    signal.removeEventListener('abort', stop);
    camera.close();
    await studio.request('closeLive', { live });
  }
}

/** Feeds pictures to the sliding clip, and the clip to the network whenever it is free. */
async function slide(camera: Camera, studio: Studio, live: number, opening: Promise<OpenModel>): Promise<void> {
  const now: { model: OpenModel | null; run: Promise<void> | null; failure: { readonly error: unknown } | null } = {
    model: null,
    run: null,
    failure: null,
  };
  const fail = (error: unknown): void => {
    now.failure ??= { error };
    camera.close();
  };
  const opened = opening.then((model) => {
    now.model = model;
  }, fail);

  let runs = 0;
  const runOn = async (model: OpenModel): Promise<void> => {
    const newest = performance.now();
    const { clip } = await studio.request('liveClip', { live });
    if (!clip) return;
    const { outputs, ms } = await model.run(clip);
    runs++;
    tell({ result: resultOf(model, outputs, { runs, ms, latency: performance.now() - newest }) });
  };

  let counted = 0;
  const frames = camera.frames();
  let next = await frames.next();
  for (; !next.done; next = await frames.next()) {
    const { image } = next.value;
    const { missing } = await studio.request('pushLive', { live, image }, { transfer: [image] });
    if (missing === 0 && now.model && !now.run) {
      now.run = runOn(now.model)
        .catch(fail)
        .finally(() => {
          now.run = null;
        });
    }
    if (performance.now() - counted < COUNT_EVERY) continue;
    counted = performance.now();
    tell({ ...camera.counts(), missing });
  }
  await opened;
  await now.run;
  tell({ ...camera.counts(), ended: next.value });
  if (now.failure) throw now.failure.error;
}

function tell(change: Partial<CameraView>): void {
  liveStore.setState(({ camera }) => ({ camera: camera && { ...camera, ...change } }));
}

function resultOf(
  { backend, prepared }: OpenModel,
  outputs: ReadonlyMap<string, Tensor>,
  times: Pick<LiveResult, 'runs' | 'ms' | 'latency'>,
): LiveResult {
  return { ...times, backend, tensors: prepared.tensors, scores: logitsOf(outputs) };
}
