import type { Shape } from '../tensor/shape';
import { type Crops, cropsOf, type Geometry } from './geometry';
import type { PictureChannels } from './pixels';
import { type Sampling, sampleFrames } from './sampling';
import type { SourceFacts } from './source';
import { VideoError } from './videoError';

/** What a network wants of a source. */
export interface ClipRequest {
  readonly sampling: Sampling;
  readonly geometry: Geometry;
  /** The network's in_channels. */
  readonly channels: number;
}

/** Which frames and which pixels of a source make the clips; plain data, to be drawn and then to be read. */
export interface ClipPlan extends Crops {
  /** The source frames of every clip, `[clips][T]`. */
  readonly clips: readonly (readonly number[])[];
  readonly channels: PictureChannels;
  /**
   * `[views, C, T, H, W]`. A view is one clip seen through one crop; views run over the clips of the first crop, then of
   * the second …, mmaction2's order. Reading plans one clip at a time (`clips: [clip]`) bounds the memory of many.
   */
  readonly shape: Shape;
}

/**
 * Plans the clips of a source without decoding anything.
 * @throws VideoError: too short, a crop that does not fit, or channels that no picture has
 */
export function planClips(facts: SourceFacts, { sampling, geometry, channels }: ClipRequest): ClipPlan {
  if (channels !== 1 && channels !== 3) {
    throw new VideoError('channels', {
      what: `A frame has three channels (RGB), or one as luma; this network takes ${channels}.`,
      where: facts.name,
      remedy: 'Feed it noise, or set in_channels to 3 or 1.',
    });
  }
  const { resized, crops } = cropsOf(geometry, facts, facts.name);
  const clips = sampleFrames(sampling, facts);
  const { width, height } = geometry.crop;
  const views = clips.length * crops.length;
  return { clips, resized, crops, channels, shape: [views, channels, sampling.clipLength, height, width] };
}

/** The part of a plan that reads only its clip number `clip`, with all of its crops. */
export function onlyClip(plan: ClipPlan, clip: number): ClipPlan {
  const frames = plan.clips[clip];
  if (!frames) throw new Error(`The plan has ${plan.clips.length} clips; there is no clip ${clip}.`);
  return { ...plan, clips: [frames], shape: [plan.crops.length, ...plan.shape.slice(1)] };
}
