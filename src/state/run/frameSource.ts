import type { ClipPlan } from '../../video/clipPlan';
import { openVideo } from '../../video/openVideo';
import { type ReadClip, readClip } from '../../video/readClip';
import type { SourceFacts } from '../../video/source';
import type { Studio } from '../../worker/client';
import type { SourceParams } from '../../worker/studioProtocol';

/** A source that stands open, wherever its frames are decoded. */
export interface FrameSource {
  readonly facts: SourceFacts;
  /** Reads a plan made from the facts. @throws VideoError, or a RequestError that says it is one; the signal's reason */
  read(plan: ClipPlan, options: ReadOptions): Promise<ReadClip>;
  close(): Promise<void>;
}

interface ReadOptions {
  readonly signal: AbortSignal;
  /** Called with the share that is done, 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/**
 * Opens a video or a folder of images in the studio worker. A browser without WebCodecs cannot decode there: then the
 * page seeks a `<video>` itself, which `facts.kind` tells.
 * @throws VideoError, or a RequestError that says it is one; the signal's reason
 */
export async function openFrameSource(studio: Studio, params: SourceParams, signal: AbortSignal): Promise<FrameSource> {
  try {
    const { source, facts } = await studio.request('openSource', params, { signal });
    return withElement(params, {
      facts,
      read: (plan, { signal, onProgress }) =>
        studio.request(
          'readClip',
          { source, plan },
          { signal, onProgress: ({ done, total }) => onProgress(done / total) },
        ),
      close: () => studio.request('closeSource', { source }),
    });
  } catch (error) {
    if (params.kind !== 'video' || !['unsupported', 'codec'].includes(troubleOf(error))) throw error;
    return orElse(openOnPage(params.file, params.name, signal), error);
  }
}

async function openOnPage(file: Blob, name: string, signal: AbortSignal): Promise<FrameSource> {
  const source = await openVideo(file, name, { signal, decoder: 'video-element' });
  return {
    facts: source.facts,
    read: (plan, { signal, onProgress }) =>
      readClip(source, plan, { signal, onProgress: (done, total) => onProgress(done / total) }),
    close: async () => source.close(),
  };
}

/**
 * A source whose frames are sought in a `<video>` from the first on that WebCodecs cannot decode: browsers play what they
 * refuse to decode piece by piece (open groups of pictures in Firefox and WebKit). Only what neither reads is damaged.
 */
function withElement(params: SourceParams, source: FrameSource): FrameSource {
  if (params.kind !== 'video') return source;
  let used = source;
  return {
    get facts() {
      return used.facts;
    },
    read: async (plan, options) => {
      try {
        return await used.read(plan, options);
      } catch (error) {
        if (used !== source || options.signal.aborted || !['damaged', 'codec'].includes(troubleOf(error))) throw error;
        const onPage = await orElse(openOnPage(params.file, params.name, options.signal), error);
        try {
          const read = await orElse(onPage.read(plan, options), error);
          used = onPage;
          await source.close();
          return read;
        } catch (failure) {
          await onPage.close();
          throw failure;
        }
      }
    },
    close: () => used.close(),
  };
}

/** What another way gives, or else the error of the first one: it is the one that explains. */
function orElse<T>(way: Promise<T>, error: unknown): Promise<T> {
  return way.catch((second: unknown) => {
    throw second instanceof DOMException && second.name === 'AbortError' ? second : error;
  });
}

/** The trouble an error of a source gives, thrown here or in the worker; '' where it is another error. */
export function troubleOf(error: unknown): string {
  const { trouble, fields } = Object(error) as { trouble?: unknown; fields?: { trouble?: unknown } };
  const told = trouble ?? fields?.trouble;
  return typeof told === 'string' ? told : '';
}
