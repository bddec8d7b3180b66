import type { Container } from './container';
import { decoderSource } from './decoderSource';
import { elementSource } from './elementSource';
import type { VideoSource } from './source';
import { VideoError } from './videoError';

export interface OpenVideoOptions {
  readonly signal?: AbortSignal;
  /** `webcodecs` (in a page or a worker) or `video-element` (pages only); left out: WebCodecs where there is any. */
  readonly decoder?: 'webcodecs' | 'video-element';
}

/** Whether frames can be decoded exactly and off the page; without, a page seeks a `<video>` and should say so. */
const hasWebCodecs = (): boolean => typeof VideoDecoder !== 'undefined';

/**
 * Opens a video file (mp4, mov, webm, mkv; what codecs it may have is the browser's to say), without decoding a frame.
 * @throws VideoError: not a video, no pictures, a codec this browser does not decode, gone while being read
 * @throws DOMException `AbortError`: the signal was given
 */
export async function openVideo(
  file: Blob,
  name: string,
  { signal, decoder }: OpenVideoOptions = {},
): Promise<VideoSource> {
  const { openContainer, containerError } = await reader(name);
  const container = await openContainer(file, name, signal);
  const inElement = decoder ? decoder === 'video-element' : !hasWebCodecs();
  try {
    if (inElement) return await elementSource(file, container, signal);
    if (!container.decodable) throw undecodable(container);
    return decoderSource(container, containerError);
  } catch (error) {
    container.close();
    throw error;
  }
}

/** What looks into files: a chunk of its own, which a host may not have any more. */
async function reader(name: string): Promise<typeof import('./container')> {
  try {
    return await import('./container');
  } catch (cause) {
    throw new VideoError('reader-missing', {
      what: 'The part of the app that reads videos could not be loaded.',
      where: name,
      remedy: 'Connect and reload the page, which asks for it again; your design is kept.',
      cause,
    });
  }
}

function undecodable({ name, codec }: Container): VideoError {
  return new VideoError('codec', {
    what: `It is encoded as ${codec}, which this browser does not decode.`,
    where: name,
    remedy: 'Convert it to mp4 (H.264) or webm (VP9), or try another browser.',
  });
}
