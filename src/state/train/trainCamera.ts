import { float32, type Tensor } from '../../tensor/tensor';
import { type Camera, type CameraEnd, openCamera } from '../../video/camera';
import type { Studio } from '../../worker/client';
import type { ClipSides } from './trainClips';

/** What a camera that is being watched needs, and whom it tells. */
interface CameraWatch {
  readonly studio: Studio;
  readonly size: ClipSides;
  readonly signal: AbortSignal;
  /** The camera is on: its picture, to be shown as in a mirror. */
  readonly onStart: (stream: MediaStream) => void;
  /** A full clip `[1, 3, T, H, W]`, mirrored; while it is being answered the clip slides on. */
  readonly onClip: (clip: Tensor<'float32'>) => Promise<void>;
}

/**
 * Gives the newest clip of the camera again and again: its whole picture's middle square made as small as the network's
 * clips, mirrored, so that what moves to one's left is seen to move left. @throws VideoError: no camera, or refused
 */
export async function watchCamera({ studio, size, signal, onStart, onClip }: CameraWatch): Promise<CameraEnd> {
  const { t, h, w } = size;
  const camera = await openCamera();
  const stop = () => camera.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) camera.close();
    const { live } = await studio.request('openLive', {
      clipLength: t,
      interval: 1,
      channels: 3,
      geometry: { crop: { width: w, height: h }, shortSide: Math.min(h, w), crops: 'center' },
    });
    try {
      onStart(camera.stream);
      return await watch(camera, { studio, live, onClip: (clip) => onClip(mirrored(clip, size)) });
    } finally {
      await studio.request('closeLive', { live });
    }
  } finally {
    signal.removeEventListener('abort', stop);
    camera.close();
  }
}

/** Feeds a camera's pictures to a sliding clip until the camera ends, one answer at a time. */
async function watch(
  camera: Camera,
  { studio, live, onClip }: Pick<CameraWatch, 'studio' | 'onClip'> & { readonly live: number },
): Promise<CameraEnd> {
  let answering: Promise<void> | null = null;
  let failure: { readonly error: unknown } | null = null;
  const answer = async () => {
    const { clip } = await studio.request('liveClip', { live });
    if (clip?.dtype === 'float32') await onClip(clip);
  };
  const frames = camera.frames();
  let frame = await frames.next();
  for (; !frame.done; frame = await frames.next()) {
    const { image } = frame.value;
    const { missing } = await studio.request('pushLive', { lives: [live], image }, { transfer: [image] });
    if (missing[0] !== 0 || answering) continue;
    answering = answer()
      .catch((error: unknown) => {
        failure ??= { error };
        camera.close();
      })
      .finally(() => {
        answering = null;
      });
  }
  await answering;
  if (failure) throw (failure as { readonly error: unknown }).error;
  return frame.value;
}

/** A clip `[1, C, T, H, W]` with left and right exchanged. */
export function mirrored({ data, shape }: Tensor<'float32'>, { w }: Pick<ClipSides, 'w'>): Tensor<'float32'> {
  const turned = new Float32Array(data.length);
  for (let row = 0; row < data.length; row += w)
    for (let x = 0; x < w; x++) turned[row + x] = data[row + w - 1 - x] as number;
  return float32(shape, turned);
}
