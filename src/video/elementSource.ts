import type { Container } from './container';
import { containerFacts, type VideoSource } from './source';
import { VideoError } from './videoError';

/**
 * How far into a frame's time to seek, in seconds. On its edge, rounding decides which side is shown; far inside a long
 * frame, Chromium, which takes all frames to last the average, already shows the next one.
 */
const JUST_AFTER = 0.002;

/** How long to wait after a seek for the element to say that the frame is shown, in milliseconds. */
const PATIENCE = 300;

/**
 * Frames of a file through a `<video>` element that is sought to just after each frame's start: the way for browsers
 * without WebCodecs. The times are exact (they are the container's), but seeking is slow, only a page can do it, and
 * which frame a browser shows after a seek is its own affair. Nothing counts how many frames the element decodes.
 * @throws VideoError: the browser cannot play it, or this is a worker
 */
export async function elementSource(file: Blob, container: Container, signal?: AbortSignal): Promise<VideoSource> {
  const { index, name } = container;
  if (typeof document === 'undefined') {
    throw new VideoError('unsupported', {
      what: 'This browser has no WebCodecs, and a worker has no video element.',
      where: name,
      remedy: 'Open the video on the page, or use a browser with WebCodecs.',
    });
  }
  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true, preload: 'auto' });
  const url = URL.createObjectURL(file);
  const close = () => {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
    container.close();
  };
  let shown = 0;
  try {
    const start = () => {
      video.src = url;
    };
    await settle({ video, event: 'loadeddata', start, name, signal });
  } catch (error) {
    close();
    throw error;
  }

  return {
    facts: containerFacts(container, 'video-element'),
    async *frames(indices, abort) {
      for (const at of indices) {
        const time = index.times[at] as number;
        const until = index.times[at + 1] ?? Math.max(index.end, time);
        const start = () => {
          video.currentTime = time + Math.min((until - time) / 2, JUST_AFTER);
        };
        const frame = watch(video, time);
        try {
          await settle({ video, event: 'seeked', start, name, signal: abort });
          await frame.shown(PATIENCE);
        } finally {
          frame.forget();
        }
        abort?.throwIfAborted();
        shown++;
        yield {
          index: at,
          time,
          width: video.videoWidth,
          height: video.videoHeight,
          draw: (context, from, to) =>
            context.drawImage(video, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height),
          close() {},
        };
      }
    },
    framesToDecode: (indices) => indices.length,
    reads: () => ({ bytes: container.bytesRead(), frames: shown }),
    close,
  };
}

/**
 * Watches for the frame of `time`: on a busy machine `seeked` comes before the frame, and the element still draws the one
 * before. An element that has nothing new to show, a hidden page, or a browser without frame callbacks says nothing, so
 * waiting is limited, in milliseconds.
 */
function watch(video: HTMLVideoElement, time: number) {
  let request = 0;
  const arrived = new Promise<void>((resolve) => {
    const onFrame: VideoFrameRequestCallback = (_, { mediaTime }) => {
      if (Math.abs(mediaTime - time) < JUST_AFTER) resolve();
      else request = video.requestVideoFrameCallback(onFrame);
    };
    if ('requestVideoFrameCallback' in video) request = video.requestVideoFrameCallback(onFrame);
    else resolve();
  });
  return {
    shown: (patience: number) => Promise.race([arrived, new Promise((resolve) => setTimeout(resolve, patience))]),
    forget: () => video.cancelVideoFrameCallback?.(request),
  };
}

interface Settling {
  readonly video: HTMLVideoElement;
  readonly event: 'loadeddata' | 'seeked';
  readonly start: () => void;
  readonly name: string;
  readonly signal?: AbortSignal | undefined;
}

/** Starts something and waits until the element reports it done, failed, or the signal is given. */
function settle({ video, event, start, name, signal }: Settling): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const over = new AbortController();
    const on = (target: EventTarget, type: string, end: () => void) =>
      target.addEventListener(
        type,
        () => {
          over.abort();
          end();
        },
        { signal: over.signal },
      );
    on(video, event, resolve);
    on(video, 'error', () => reject(unplayable(video, name)));
    if (signal) on(signal, 'abort', () => reject(signal.reason));
    start();
  });
}

function unplayable({ error }: HTMLVideoElement, name: string): VideoError {
  return new VideoError('codec', {
    what: 'This browser does not play it.',
    where: name,
    remedy: 'Convert it to mp4 (H.264) or webm (VP9), or try another browser.',
    cause: error,
  });
}
