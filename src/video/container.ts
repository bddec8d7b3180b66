// The only file that imports mediabunny. It is imported lazily (openVideo.ts), so that its 61 kB are loaded with the
// first video and not with the page.
import {
  BlobSource,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  IsobmffInputFormat,
  MATROSKA,
  MP4,
  QTFF,
  UnsupportedInputFormatError,
  type VideoSample,
  VideoSampleSink,
  WEBM,
} from 'mediabunny';
import { type CutShort, cutShort } from '../files/cutShort';
import { kindOfFile, withName } from '../files/fileKind';
import { countText } from '../text/numberText';
import { checkBlocks, checkBoxCount, checkBoxes } from './claimedFrames';
import { checkClaimedSize, checkFrameSize } from './claimedSize';
import { endingSource } from './endingSource';
import { type EncodedFrame, type FrameIndex, indexFrames } from './frameIndex';
import type { Size } from './geometry';
import { fileGone, VideoError } from './videoError';

/** A video file taken apart but not decoded: its picture track and when each frame is shown. */
export interface Container extends Size {
  readonly name: string;
  /** As the file spells it: `avc1.64001e`. */
  readonly codec: string;
  readonly index: FrameIndex;
  /** Whether this browser's WebCodecs decodes the track. */
  readonly decodable: boolean;
  /** Where the file ends before it says it does; null for a whole one. */
  readonly short: CutShort | null;
  /** Decodes the frames shown at these times of the index, ascending; null where a frame did not come out. */
  samples(times: readonly number[]): AsyncGenerator<VideoSample | null, void>;
  bytesRead(): number;
  close(): void;
}

/**
 * Opens an mp4, mov, webm or mkv file. Reads its headers and when each frame is shown: from an mp4's or mov's own table,
 * which is a few bytes a frame; a webm has none, so it is read through once, in pieces, at most 8 MiB of it in memory.
 * @throws VideoError: not a video, no picture track, gone while being read
 * @throws DOMException `AbortError`: the signal was given
 */
export async function openContainer(file: Blob, name: string, signal?: AbortSignal): Promise<Container> {
  let bytes = 0;
  // Slices instead of a stream: a stream hands over chunks of up to 2 MiB wherever one frame is wanted (measured in
  // Chromium: 7.2 MB read instead of 1.2 MB for five frames in a 60 s file).
  const source = endingSource(new BlobSource(file, { useStreamReader: false }));
  source.on('read', ({ start, end }) => {
    bytes += end - start;
  });
  const input = new Input({ source, formats: [MP4, QTFF, WEBM, MATROSKA] });
  try {
    await checkBoxCount(file, name);
    await checkClaimedSize(file, name);
    const demuxer = await (input as Input & { _getDemuxer(): Promise<object> })._getDemuxer();
    const check = (await input.getFormat()) instanceof IsobmffInputFormat ? checkBoxes : checkBlocks;
    check(demuxer, file.size, name);
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw noVideoTrack(name);
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    checkFrameSize(width, height, name);
    checkFrameSize(await track.getCodedWidth(), await track.getCodedHeight(), name);
    const index = indexFrames(await encodedFrames(track, signal));
    if (index.times.length === 0) throw noVideoTrack(name);
    const sink = new VideoSampleSink(track);
    return {
      name,
      width,
      height,
      codec:
        (await track.getCodecParameterString()) ?? (await track.getCodec()) ?? String(await track.getInternalCodecId()),
      index,
      short: await cutOf(file),
      decodable: typeof VideoDecoder !== 'undefined' && (await track.canDecode()),
      samples: (times) => sink.samplesAtTimestamps(times),
      bytesRead: () => bytes,
      close: () => input.dispose(),
    };
  } catch (error) {
    input.dispose();
    throw (await unlikeVideo(error, file, name)) ?? containerError(error, name);
  }
}

async function encodedFrames(track: InputVideoTrack, signal?: AbortSignal): Promise<readonly EncodedFrame[]> {
  const frames: EncodedFrame[] = [];
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
    signal?.throwIfAborted();
    frames.push({ time: packet.timestamp, duration: packet.duration, key: packet.type === 'key' });
  }
  return frames;
}

/** Troubles that a file which was cut short has too; that it was is then the better answer. */
const PERHAPS_CUT: ReadonlySet<string> = new Set(['no-video-track', 'damaged']);

/** What a file is that is no video, or no whole one, by its own bytes; null where these say nothing that helps. */
async function unlikeVideo(error: unknown, file: Blob, name: string): Promise<VideoError | null> {
  const isUnread = error instanceof UnsupportedInputFormatError;
  const isAborted = error instanceof DOMException && error.name === 'AbortError';
  if (isAborted || (error instanceof VideoError && !PERHAPS_CUT.has(error.trouble))) return null;
  try {
    const kind = await kindOfFile(file);
    if (kind && isUnread && / video$/.test(kind.what) && kind.asVideo === undefined) {
      return new VideoError('damaged', {
        what: `This is ${kind.what}, and its beginning cannot be read.`,
        where: name,
        remedy: 'Copy or download it again.',
        cause: error,
      });
    }
    if (kind && isUnread) {
      const remedy = kind.remedy ?? kind.asVideo ?? 'Choose an mp4, mov, webm or mkv file.';
      return new VideoError('not-a-video', {
        what: `This is ${kind.what}.`,
        where: name,
        remedy: withName(remedy, name),
        cause: error,
      });
    }
    const short = await cutOf(file);
    return short && cutShortError(short, name, error);
  } catch {
    // Then it cannot be read at all, which the first error says.
    return null;
  }
}

/** Where an mp4 or mov was cut short; other formats do not say how long they are. */
async function cutOf(file: Blob): Promise<CutShort | null> {
  const kind = await kindOfFile(file);
  return kind && /MP4|QuickTime/.test(kind.what) ? cutShort(file) : null;
}

function cutShortError({ has, claims, withoutIndex }: CutShort, name: string, cause: unknown): VideoError {
  const lost = withoutIndex ? ', and the list of its frames (moov) is in what is missing' : '';
  return new VideoError('damaged', {
    what: `It was cut short: it has ${countText(has, 'byte')} of the ${claims} it speaks of${lost}.`,
    where: name,
    remedy: 'Copy or download it again; a recording that broke off may be mended by untrunc or recover_mp4.',
    cause,
  });
}

/** What went wrong inside the container or the decoder, as a sentence for the person who chose the file. */
export function containerError(error: unknown, name: string): unknown {
  if (error instanceof VideoError || (error instanceof DOMException && error.name === 'AbortError')) return error;
  if (error instanceof UnsupportedInputFormatError) return notAVideo(name, error);
  if (error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'NotReadableError')) {
    return fileGone(name, 'Choose the file again.', error);
  }
  return new VideoError('damaged', {
    what: 'Its video could not be read.',
    where: name,
    remedy: 'If it does not play elsewhere either, the file is damaged; else convert it to mp4 (H.264) and try again.',
    cause: error,
  });
}

function notAVideo(name: string, cause: unknown): VideoError {
  return new VideoError('not-a-video', {
    what: 'This is not a video: its bytes are none of mp4, mov, webm or mkv, whatever its name says.',
    where: name,
    remedy: 'Choose an mp4, mov or webm file, or convert it to one.',
    cause,
  });
}

function noVideoTrack(name: string): VideoError {
  return new VideoError('no-video-track', {
    what: 'It has no pictures, perhaps only sound.',
    where: name,
    remedy: 'Choose a file with a video track.',
  });
}
