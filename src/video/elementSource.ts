import type { Container } from './container';
import { containerFacts, drawing, type VideoSource } from './source';
import { VideoError } from './videoError';

/**
 * How far into a frame's time to seek first, in seconds. On its edge, rounding decides which side is shown; far inside a
 * long frame, Chromium, which takes all frames to last the average, already shows the next one.
 */
const JUST_AFTER = 0.002;

/** How fast a frame is played to that a seek does not show: slowly enough that the element can be stopped on it. */
const SLOWLY = 0.25;

/** How long playing to a frame may take, in milliseconds. */
const LONGEST_PLAY = 3000;

/** How long to wait after a seek for the element to say that the frame is shown, in milliseconds. */
const PATIENCE = 300;

/**
 * Frames of a file through a `<video>` element that is sought to just after each frame's start, and played on where it
 * shows the frame before: the way for browsers without WebCodecs. The times are exact (they are the container's), but
 * seeking is slow, only a page can do it, and which frame a browser shows after a seek is its own affair. Nothing counts
 * how many frames the element decodes.
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
  /** Fulfilled when no reading moves the element: one that is stopped may still be playing to its frame. */
  let free: Promise<void> = Promise.resolve();
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
      const before = free;
      let leave = () => {};
      free = new Promise((resolve) => {
        leave = resolve;
      });
      try {
        await before;
        for (const at of indices) {
          abort?.throwIfAborted();
          const time = index.times[at] as number;
          await show({ video, time, until: index.times[at + 1] ?? Math.max(index.end, time), name, signal: abort });
          shown++;
          yield {
            index: at,
            time,
            width: video.videoWidth,
            height: video.videoHeight,
            draw: drawing(video),
            close() {},
          };
        }
      } finally {
        leave();
      }
    },
    framesToDecode: (indices) => indices.length,
    reads: () => ({ bytes: container.bytesRead(), frames: shown }),
    close,
  };
}

interface Showing extends Pick<Settling, 'video' | 'name' | 'signal'> {
  /** When the frame begins and the next one does, in seconds. */
  readonly time: number;
  readonly until: number;
}

/** Brings a frame onto the element. @throws the signal's reason, with the element at rest */
async function show({ video, time, until, name, signal }: Showing): Promise<void> {
  const start = () => {
    video.currentTime = time + Math.min((until - time) / 2, JUST_AFTER);
  };
  const frame = watch(video, time, signal);
  try {
    await settle({ video, event: 'seeked', start, name, signal });
    const last = await frame.shown(PATIENCE);
    signal?.throwIfAborted();
    if (last !== null && last < time && !isAt(last, time)) {
      play(video);
      await frame.shown(LONGEST_PLAY);
      video.pause();
    }
  } finally {
    frame.forget();
  }
  signal?.throwIfAborted();
}

/**
 * Watches for the frame of `time`: on a busy machine `seeked` comes before the frame, and the element still draws the one
 * before. `shown` gives the time of the last frame that came within so many milliseconds, or before the signal was given;
 * null where none did: an element that has nothing new to show, a hidden page, and a browser without frame callbacks say
 * nothing.
 */
function watch(video: HTMLVideoElement, time: number, signal: AbortSignal | undefined) {
  let request = 0;
  let last: number | null = null;
  const over = new AbortController();
  const arrived = new Promise<void>((resolve) => {
    const onFrame: VideoFrameRequestCallback = (_, { mediaTime }) => {
      last = mediaTime;
      if (isAt(mediaTime, time)) resolve();
      else request = video.requestVideoFrameCallback(onFrame);
    };
    if ('requestVideoFrameCallback' in video) request = video.requestVideoFrameCallback(onFrame);
    else resolve();
    signal?.addEventListener('abort', () => resolve(), { signal: over.signal });
  });
  return {
    shown: async (patience: number) => {
      await Promise.race([arrived, new Promise((resolve) => setTimeout(resolve, patience))]);
      return last;
    },
    forget: () => {
      over.abort();
      video.cancelVideoFrameCallback?.(request);
    },
  };
}

/** Plays slowly, from the frame that is shown. A browser that forbids it, though there is no sound, stays where it is. */
function play(video: HTMLVideoElement): void {
  video.playbackRate = SLOWLY;
  void video.play().catch(() => {});
}

/** True where an element tells the time of a frame that the container puts at `time`, both in seconds. */
function isAt(mediaTime: number, time: number): boolean {
  return Math.abs(mediaTime - time) < JUST_AFTER;
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
