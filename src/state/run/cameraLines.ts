import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import type { LiveRequest } from '../../video/liveClips';
import { VideoError } from '../../video/videoError';
import type { OpenModel, Studio } from '../../worker/client';
import type { ModelKey } from './modelSlot';

/** Which network is to run on the camera, and how it is to see it. */
export interface CameraWish {
  readonly key: ModelKey;
  /** Short side pictures are resized to, in pixels; null takes the published test size for the crop. */
  readonly shortSide: number | null;
}

/** A network on the camera: its sliding clip in the studio worker, and its session once that is open. */
export interface CameraLine {
  readonly wish: CameraWish;
  readonly request: LiveRequest;
  /** Number of the sliding clip in the studio worker. */
  readonly live: number;
  /** Pictures its clip still lacks. */
  readonly missing: number;
  readonly model: OpenModel | null;
}

/** The networks on a camera: the one that runs, and the changed one that is about to take over. */
export interface CameraLines {
  readonly line: CameraLine;
  readonly next: CameraLine | null;
}

/** What happens to them. */
export type CameraEvent =
  /** A picture came: what each sliding clip still lacks, by its number. */
  | { readonly kind: 'picture'; readonly missing: ReadonlyMap<number, number> }
  /** A network stands open. */
  | { readonly kind: 'opened'; readonly wish: CameraWish; readonly model: OpenModel }
  /** Another network is to take over; null where none is any more. */
  | { readonly kind: 'changed'; readonly next: CameraLine | null }
  | { readonly kind: 'taken over' };

/** The networks on a camera after an event. */
export function afterEvent({ line, next }: CameraLines, event: CameraEvent): CameraLines {
  switch (event.kind) {
    case 'picture': {
      const counted = (one: CameraLine) => ({ ...one, missing: event.missing.get(one.live) ?? one.missing });
      return { line: counted(line), next: next && counted(next) };
    }
    case 'opened': {
      const opened = (one: CameraLine) => (one.wish === event.wish ? { ...one, model: event.model } : one);
      return { line: opened(line), next: next && opened(next) };
    }
    case 'changed':
      return { line, next: event.next };
    case 'taken over':
      return { line: next ?? line, next: null };
  }
}

/** Numbers of the sliding clips: two networks may share one. */
export function clipsOf({ line, next }: CameraLines): readonly number[] {
  return [...new Set([line.live, next?.live ?? line.live])];
}

/** True where a network is open and its clip is full. */
export function isReady(line: CameraLine | null): line is CameraLine & { readonly model: OpenModel } {
  return line?.model != null && line.missing === 0;
}

/**
 * Readies a network for the camera. A clip of the same kind that slides already is taken over, full as it is.
 * @throws VideoError for a network that takes no pictures
 */
export async function openLine(studio: Studio, wish: CameraWish, before: CameraLine | null): Promise<CameraLine> {
  const request = liveRequest(wish);
  if (before && sameValue(before.request, request)) {
    return { wish, request, live: before.live, missing: before.missing, model: null };
  }
  const { live } = await studio.request('openLive', request);
  return { wish, request, live, missing: (request.clipLength - 1) * request.interval + 1, model: null };
}
function liveRequest({ key: { design }, shortSide }: CameraWish): LiveRequest {
  const { clip } = design;
  return {
    clipLength: clip.t,
    interval: clip.interval,
    geometry: { crop: { width: clip.w, height: clip.h }, shortSide, crops: 'center' },
    channels: pictureChannels(design),
  };
}

function pictureChannels({ reference: { in_channels } }: Design): 1 | 3 {
  if (in_channels === 1 || in_channels === 3) return in_channels;
  throw new VideoError('channels', {
    what: `A picture has three channels (RGB), or one as luma; this network takes ${in_channels}.`,
    where: 'Camera',
    remedy: 'Feed it noise, or set in_channels to 3 or 1.',
  });
}
