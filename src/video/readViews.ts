import { groupBy } from '../tensor/groupBy';
import { elementCount, type Shape } from '../tensor/shape';
import { float32, type Tensor } from '../tensor/tensor';
import { openFrameReader } from './canvas';
import { framesAt } from './framesAt';
import { type Rectangle, resizeShortSide, type Size, testShortSide } from './geometry';
import { type Cropper, cropLevels, cropper, type PictureChannels, writeFrame } from './pixels';
import { eachFrame, type VideoSource } from './source';

/** One look at a stretch of a video. */
interface WindowView {
  /** Seconds from the first frame to where the window begins. */
  readonly start: number;
  /** Place of the crop in what the resized frame leaves free: 0 is left, or top, 1 right, or bottom. */
  readonly across: number;
  readonly down: number;
  readonly mirrored: boolean;
  /** The window's middle frame in the place of all. */
  readonly still: boolean;
}

/** What looks at a video give: windows of time, resized and cropped to a network's clip. */
export interface WindowRequest {
  readonly views: readonly WindowView[];
  /** Seconds that the clip's frames reach over. */
  readonly window: number;
  readonly clip: { readonly t: number; readonly h: number; readonly w: number };
  readonly channels: PictureChannels;
}

/**
 * Reads looks at a video as normalised clips, `[views, C, T, H, W]`; every frame is decoded once. Frames are resized to the
 * short side of the network's test, as for a run.
 * @throws VideoError: damaged, or gone while being read
 * @throws DOMException `AbortError`: the signal was given
 */
export async function readViews(
  source: VideoSource,
  { views, window, clip, channels }: WindowRequest,
  signal?: AbortSignal,
): Promise<Tensor<'float32'>> {
  const { facts } = source;
  const { t: frames, h: height, w: width } = clip;
  const shape: Shape = [views.length, channels, frames, height, width];
  const clips = new Float32Array(elementCount(shape));
  const resized = resizeShortSide(facts, testShortSide({ width, height }, facts));
  const wanted = groupBy(
    views.flatMap(({ start, still }, view) => {
      const indices = framesAt(facts.times, start, window, frames);
      const middle = indices[Math.floor(frames / 2)] as number;
      return indices.map((index, t) => ({ index: still ? middle : index, view, t }));
    }),
    ({ index }) => index,
  );
  const croppers = views.map((view) => cropper(facts, resized, cropAt(view, resized, { width, height })));
  const reader = openFrameReader();
  const inOrder = [...wanted.keys()].toSorted((a, b) => a - b);
  await eachFrame(source, inOrder, signal, (frame) => {
    for (const { view, t } of wanted.get(frame.index) ?? []) {
      const crop = croppers[view] as Cropper;
      const levels = cropLevels(crop, reader.picture(frame, crop.region), channels);
      if (views[view]?.mirrored) mirrorRows(levels, width);
      writeFrame(clips, levels, channels, { view, t, frames });
    }
  });
  return float32(shape, clips);
}

function cropAt({ across, down }: WindowView, resized: Size, crop: Size): Rectangle {
  const place = (share: number, room: number) => Math.floor(Math.min(1, Math.max(0, share)) * room);
  return { ...crop, x: place(across, resized.width - crop.width), y: place(down, resized.height - crop.height) };
}

/** Turns every row of `[C, H, W]` around, in place. */
function mirrorRows(levels: Uint8Array, width: number): void {
  for (let row = 0; row < levels.length; row += width) levels.subarray(row, row + width).reverse();
}
