import type { ClipPlan } from '../video/clipPlan';
import { openVideo } from '../video/openVideo';
import { type ReadClip, readClip } from '../video/readClip';
import type { SourceFacts } from '../video/source';
import type { Studio } from '../worker/client';
import type { SourceParams } from '../worker/messages';

/** A source that stands open, wherever its frames are decoded. */
export interface FrameSource {
  readonly facts: SourceFacts;
  /** Reads a plan made from the facts. @throws VideoError, or a RequestError that says it is one; the signal's reason */
  read(plan: ClipPlan, options: ReadOptions): Promise<ReadClip>;
  close(): Promise<void>;
}

export interface ReadOptions {
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
    return {
      facts,
      read: (plan, { signal, onProgress }) =>
        studio.request(
          'readClip',
          { source, plan },
          { signal, onProgress: ({ done, total }) => onProgress(done / total) },
        ),
      close: async () => {
        await studio.request('closeSource', { source });
      },
    };
  } catch (error) {
    if (params.kind !== 'video' || !needsPage(error)) throw error;
    return openOnPage(params.file, params.name, signal);
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

/** The worker's way of saying that only a page could open this. */
function needsPage(error: unknown): boolean {
  const fields = error instanceof Error && 'fields' in error ? (error.fields as { trouble?: unknown }) : {};
  return fields.trouble === 'unsupported';
}
