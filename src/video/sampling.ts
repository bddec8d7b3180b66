import { countText, titled } from '../text/numberText';
import { type RandomIntegers, randomIntegers } from './random';
import { roundHalfToEven } from './rounding';
import { VideoError } from './videoError';

/** Which frames become a clip: the arguments of mmaction2's `SampleFrames` that X3D's configurations use. */
export interface Sampling {
  /** Frames of a clip: `clip_len`, γ_t. */
  readonly clipLength: number;
  /** Source frames from one sampled frame to the next: `frame_interval`, 1 / γ_τ. */
  readonly interval: number;
  /** Clips drawn from one video: `num_clips`. */
  readonly clips: number;
  /** `test`: clips evenly spread (`test_mode=True`). `random`: a random start in each segment, as in training. */
  readonly mode: 'test' | 'random';
  /** Seed of `random`. The draws are ours, not numpy's: the same distribution, another stream. */
  readonly seed: number;
  /** Frames a second that every source is brought to before sampling: `target_fps`. null leaves them as they are. */
  readonly targetFps: number | null;
  /** `random` only: let clips reach into the last, incomplete segment (`keep_tail_frames`). */
  readonly keepTailFrames: boolean;
  /**
   * What a source with too few frames leads to. `loop` (start again from its first frame) and `repeat_last` are
   * mmaction2's `out_of_bound_opt`; `refuse` reports it instead, because a looped clip silently shows a network a jump.
   */
  readonly tooShort: 'refuse' | 'loop' | 'repeat_last';
}

/** What sampling has to know of a source. */
interface SampledSource {
  readonly name: string;
  readonly frameCount: number;
  /** Average frames a second; null where it is unknown, which turns `targetFps` off as mmaction2 does. */
  readonly fps: number | null;
}

/** One clip from the middle, in test mode: what mmaction2's validation does. */
export const DEFAULT_SAMPLING: Sampling = {
  clipLength: 13,
  interval: 6,
  clips: 1,
  mode: 'test',
  seed: 0,
  targetFps: null,
  keepTailFrames: false,
  tooShort: 'refuse',
};

/**
 * The source frames that every clip takes, `[clips][clipLength]`, counted from 0 in order of presentation.
 *
 * Index arithmetic, integer and floating point rounding included, is mmaction2 1.2's
 * (mmaction/datasets/transforms/loading.py, `SampleFrames.transform`); its `twice_sample` and `temporal_jitter` are
 * left out.
 * @throws VideoError: the source is too short and `tooShort` is `refuse`
 */
export function sampleFrames(sampling: Sampling, source: SampledSource): readonly (readonly number[])[] {
  const short = shortfall(sampling, source);
  if (short && sampling.tooShort === 'refuse') throw tooShort(sampling, source, short);
  const steps = stepsOf(sampling, source);
  return clipStarts(sampling, source).map((start) => {
    const wanted = steps.map((step) => start + step);
    return sampling.tooShort === 'repeat_last'
      ? repeatLast(wanted, source.frameCount)
      : loop(wanted, source.frameCount);
  });
}

/** Source frames one clip reaches over, from its first to its last frame. */
export function clipSpan(sampling: Sampling, source: Pick<SampledSource, 'fps'>): number {
  const steps = stepsOf(sampling, source);
  return (steps.at(-1) ?? 0) + 1;
}

/** Why a source is too short, and which single change would make it fit. */
export interface Shortfall {
  readonly has: number;
  readonly needs: number;
  /** The largest interval with which the same number of frames fits; null where none does. */
  readonly interval: number | null;
  /** The largest number of frames that fits at the same interval; null where not even one does. */
  readonly clipLength: number | null;
}

/** How far a source falls short of one clip; null when it is long enough. */
export function shortfall(sampling: Sampling, source: SampledSource): Shortfall | null {
  const needs = clipSpan(sampling, source);
  if (needs <= source.frameCount) return null;
  const fits = (change: Partial<Sampling>) => clipSpan({ ...sampling, ...change }, source) <= source.frameCount;
  return {
    has: source.frameCount,
    needs,
    interval: largestBelow(sampling.interval, (interval) => fits({ interval })),
    clipLength: largestBelow(sampling.clipLength, (clipLength) => fits({ clipLength })),
  };
}

function largestBelow(limit: number, fits: (value: number) => boolean): number | null {
  for (let value = limit - 1; value >= 1; value--) if (fits(value)) return value;
  return null;
}

function tooShort(sampling: Sampling, source: SampledSource, short: Shortfall): VideoError {
  const ways = [
    short.interval === null ? null : `an interval of ${short.interval}`,
    short.clipLength === null ? null : `a clip of ${countText(short.clipLength, 'frame')}`,
  ].filter((way) => way !== null);
  const otherwise = 'loop it, or choose a longer video.';
  const rate = sampling.targetFps === null ? '' : ` at ${sampling.targetFps} frames a second`;
  return new VideoError('too-short', {
    what: `It has ${countText(short.has, 'frame')}, but ${sampling.clipLength === 1 ? 'one frame' : `${sampling.clipLength} frames every ${sampling.interval}`}${rate} ${sampling.clipLength === 1 ? 'reaches' : 'reach'} over ${short.needs}.`,
    where: source.name,
    remedy: titled(ways.length > 0 ? `${ways.join(' or ')} would fit; or ${otherwise}` : otherwise),
  });
}

/** Source frames for one frame at the target rate: `fps_scale_ratio`. */
function rateRatio({ targetFps }: Sampling, { fps }: Pick<SampledSource, 'fps'>): number {
  return targetFps === null || !fps ? 1 : fps / targetFps;
}

/** Source frames set aside for a clip: `_get_ori_clip_len`. Test mode leaves out the gap after the last frame. */
function reservedLength(sampling: Sampling, source: Pick<SampledSource, 'fps'>): number {
  const { clipLength, interval, mode, targetFps } = sampling;
  if (targetFps !== null) return Math.max(1, clipLength * interval * rateRatio(sampling, source));
  return mode === 'test' ? (clipLength - 1) * interval + 1 : clipLength * interval;
}

/** Offsets of a clip's frames from its start. With a target rate: `np.linspace(0, length - 1, clip_len)`, truncated. */
function stepsOf(sampling: Sampling, source: Pick<SampledSource, 'fps'>): readonly number[] {
  const { clipLength, interval, targetFps } = sampling;
  const frames = Array.from({ length: clipLength }, (_, i) => i);
  if (targetFps === null) return frames.map((i) => i * interval);
  const last = reservedLength(sampling, source) - 1;
  // numpy multiplies by the step, but puts the exact end point last: i · step may fall a hair short of it.
  const step = last / Math.max(clipLength - 1, 1);
  return frames.map((i) => Math.trunc(i > 0 && i === clipLength - 1 ? last : i * step));
}

function clipStarts(sampling: Sampling, source: SampledSource): readonly number[] {
  const length = reservedLength(sampling, source);
  return sampling.mode === 'test' ? testStarts(sampling, source, length) : randomStarts(sampling, source, length);
}

/** `_get_test_clips`: the starts are spread from the first possible to the last; a single clip sits in the middle. */
function testStarts({ clipLength, clips, targetFps }: Sampling, { frameCount }: SampledSource, length: number) {
  const each = Array.from({ length: clips }, (_, i) => i);
  if (clipLength === 1) {
    // One frame a clip is what 2D networks take: the middle of each of `clips` equal segments, fraction and all.
    const segment = frameCount / clips;
    return each.map((i) => i * segment + segment / 2);
  }
  const lastStart = Math.max(frameCount - length, 0);
  if (clips === 1) return [Math.floor(lastStart / 2)];
  const between = lastStart / (clips - 1);
  // PySlowFast, which `target_fps` follows, floors the distance; without it the starts are rounded.
  return targetFps === null ? each.map((i) => roundHalfToEven(i * between)) : each.map((i) => i * Math.floor(between));
}

/** `_get_train_clips`: `clips` equal segments, a random start in each. */
function randomStarts({ clips, keepTailFrames, seed }: Sampling, { frameCount }: SampledSource, length: number) {
  const random = randomIntegers(seed);
  const each = Array.from({ length: clips }, (_, i) => i);
  const room = frameCount - length + 1;
  if (keepTailFrames) {
    const segment = room / clips;
    return each.map((i) => (frameCount > length - 1 ? Math.trunc(i * segment + fraction(random) * segment) : 0));
  }
  const segment = Math.floor(room / clips);
  if (segment > 0) return each.map((i) => i * segment + random.below(segment));
  if (frameCount > Math.max(clips, length)) return each.map(() => random.below(Math.trunc(room))).sort((a, b) => a - b);
  if (segment === 0) return each.map((i) => roundHalfToEven(i * (room / clips)));
  return each.map(() => 0);
}

/** A number in [0, 1) from 32 random bits. */
const fraction = (random: RandomIntegers) => random.bits() / 2 ** 32;

/** `out_of_bound_opt='loop'`: `np.mod`, then the cast to int32 that drops the fraction. */
function loop(wanted: readonly number[], frameCount: number): readonly number[] {
  return wanted.map((index) => Math.trunc(index % frameCount));
}

/** `out_of_bound_opt='repeat_last'`: what lies beyond the end becomes the clip's last frame that does not. */
function repeatLast(wanted: readonly number[], frameCount: number): readonly number[] {
  const last = Math.max(0, ...wanted.filter((index) => index < frameCount));
  return wanted.map((index) => Math.trunc(index < frameCount ? index : last));
}
