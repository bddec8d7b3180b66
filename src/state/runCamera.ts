import type { Design } from '../design/design';
import type { Tensor } from '../tensor/tensor';
import { type Camera, openCamera } from '../video/camera';
import { VideoError } from '../video/videoError';
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
  const channels = pictureChannels(design);
  const camera = await openCamera();
  const stop = () => camera.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    const { clip } = design;
    const { live } = await studio.request('openLive', {
      clipLength: clip.t,
      interval: clip.interval,
      geometry: { crop: { width: clip.w, height: clip.h }, shortSide, crops: 'center' },
      channels,
    });
    const { name, stream } = camera;
    const missing = (clip.t - 1) * clip.interval + 1;
    liveStore.setState({ camera: { name, stream, missing, given: 0, dropped: 0, result: null, ended: null } });
    try {
      await slide(camera, studio, live, openModel());
    } finally {
      await studio.request('closeLive', { live });
    }
  } finally {
    signal.removeEventListener('abort', stop);
    camera.close();
  }
}

/** @throws VideoError for a network that takes no pictures */
function pictureChannels({ reference: { in_channels } }: Design): 1 | 3 {
  if (in_channels === 1 || in_channels === 3) return in_channels;
  throw new VideoError('channels', {
    what: `A picture has three channels (RGB), or one as luma; this network takes ${in_channels}.`,
    where: 'Camera',
    remedy: 'Feed it noise, or set in_channels to 3 or 1.',
  });
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
