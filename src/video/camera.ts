import type { Size } from './geometry';
import type { LiveImage } from './liveClips';
import { VideoError } from './videoError';

/** One live picture. `image` can be transferred to a worker; its holder closes it. */
export interface CameraFrame {
  readonly image: LiveImage;
  /** Seconds since the camera was opened. */
  readonly time: number;
}

/** Why a camera's frames ended. */
export type CameraEnd = 'closed' | 'hidden' | 'unplugged';

/** A running camera. Lives on the page, where getUserMedia is; its frames may go anywhere. */
export interface Camera extends Size {
  /** What the camera is called, as far as the browser tells. */
  readonly name: string;
  /** The stream, to be shown in a `<video>`. */
  readonly stream: MediaStream;
  /**
   * Live frames until the camera ends. Only the newest is kept: a frame that is not taken when the next one comes is
   * closed and counted as dropped.
   */
  frames(): AsyncGenerator<CameraFrame, CameraEnd>;
  /** Frames the camera has given, and those of them that were not taken in time. */
  counts(): { readonly given: number; readonly dropped: number };
  /** Switches the camera off. */
  close(): void;
}

/**
 * Asks for the camera. It is switched off when the tab is hidden: a page out of sight must not film.
 * @throws VideoError: refused, absent, busy, or not offered to this page
 */
export async function openCamera(size: Size = { width: 640, height: 480 }): Promise<Camera> {
  const stream = await requestCamera(size);
  const track = stream.getVideoTracks()[0] as MediaStreamTrack;
  const settings = track.getSettings();
  const opened = performance.now();
  const latest = newest<LiveImage>();
  const over = new AbortController();

  const end = (reason: CameraEnd) => {
    if (over.signal.aborted) return;
    over.abort(reason);
    for (const each of stream.getTracks()) each.stop();
    latest.end();
  };
  track.addEventListener('ended', () => end('unplugged'), { signal: over.signal });
  document.addEventListener('visibilitychange', () => document.hidden && end('hidden'), { signal: over.signal });
  void capture(track, stream, latest.put, over.signal).catch(() => end('unplugged'));

  return {
    name: track.label || 'Camera',
    stream,
    width: settings.width ?? size.width,
    height: settings.height ?? size.height,
    async *frames() {
      for (let image = await latest.take(); image; image = await latest.take()) {
        yield { image, time: (performance.now() - opened) / 1000 };
      }
      return over.signal.reason as CameraEnd;
    },
    counts: latest.counts,
    close: () => end('closed'),
  };
}

async function requestCamera({ width, height }: Size): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new VideoError('camera', {
      what: 'This page is not offered any camera.',
      where: 'Camera',
      remedy: 'Open the app over https or from this machine (localhost), or use a video file.',
    });
  }
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { width, height }, audio: false });
  } catch (cause) {
    throw refused(cause);
  }
}

const REFUSALS: ReadonlyMap<string, { what: string; remedy: string }> = new Map(
  Object.entries<{ what: string; remedy: string }>({
    NotAllowedError: {
      what: 'Its use was refused.',
      remedy: "Allow the camera in the browser's address bar and try again, or use a video file.",
    },
    NotFoundError: { what: 'There is none.', remedy: 'Plug one in and try again, or use a video file.' },
    NotReadableError: {
      what: 'It cannot be started; another program may be using it.',
      remedy: 'Close that program and try again, or use a video file.',
    },
  }),
);

/** getUserMedia's failures (Media Capture and Streams, 10.2) as sentences. */
function refused(cause: unknown): VideoError {
  const known = cause instanceof DOMException ? REFUSALS.get(cause.name) : undefined;
  const other = { what: `It did not start (${String(cause)}).`, remedy: 'Try again, or use a video file.' };
  return new VideoError('camera', { ...(known ?? other), where: 'Camera', cause });
}

/** Reads frames as they come: from the track where the browser can, else from a hidden `<video>` that plays it. */
async function capture(
  track: MediaStreamTrack,
  stream: MediaStream,
  put: (image: LiveImage) => void,
  signal: AbortSignal,
): Promise<void> {
  if (typeof MediaStreamTrackProcessor !== 'undefined') {
    const reader = new MediaStreamTrackProcessor({ track: track as MediaStreamVideoTrack }).readable.getReader();
    signal.addEventListener('abort', () => void reader.cancel().catch(() => {}), { once: true });
    for (let read = await reader.read(); !read.done; read = await reader.read()) put(read.value);
    return;
  }
  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true });
  video.srcObject = stream;
  signal.addEventListener('abort', () => {
    video.srcObject = null;
  });
  await video.play();
  const onFrame = async () => {
    if (signal.aborted) return;
    put(await createImageBitmap(video));
    video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback(onFrame);
}

/** A place for one thing: putting a new one throws out one that was not taken. */
export function newest<T extends { close(): void }>() {
  let held: T | null = null;
  let waiting: ((item: T | null) => void) | null = null;
  let ended = false;
  let given = 0;
  let dropped = 0;

  const put = (item: T) => {
    if (ended) return item.close();
    given++;
    if (waiting) {
      waiting(item);
      waiting = null;
      return;
    }
    if (held) {
      held.close();
      dropped++;
    }
    held = item;
  };

  const take = (): Promise<T | null> => {
    const item = held;
    held = null;
    if (item || ended) return Promise.resolve(item);
    return new Promise((resolve) => {
      waiting = resolve;
    });
  };

  const end = () => {
    ended = true;
    held?.close();
    held = null;
    waiting?.(null);
    waiting = null;
  };

  return { put, take, end, counts: () => ({ given, dropped }) };
}
