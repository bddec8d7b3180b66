import { VideoError } from './videoError';

/** Pixels across and down. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of pixels; x and y are its top-left corner. */
export interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

/** How a frame becomes the network's square: mmaction2's `Resize`, then `CenterCrop` or `ThreeCrop`. */
export interface Geometry {
  /** What the network takes, γ_s across and down. */
  readonly crop: Size;
  /** Short side after `Resize`, in pixels; null follows `testShortSide`. */
  readonly shortSide: number | null;
  readonly crops: 'center' | 'three';
}

/**
 * Short side at test time of the published X3D models, by crop: 182 for XS and S, 256 for M, 356 for L (pytorchvideo
 * model zoo and hub transforms; Feichtenhofer 2020, sec. 4).
 */
const TEST_SHORT_SIDES: ReadonlyMap<number, number> = new Map([
  [160, 182],
  [224, 256],
  [312, 356],
]);

/**
 * The short side to resize to where none was chosen: the published test size for a square crop that has one, else the
 * smallest that the crop fits into, which for a square is the crop itself.
 */
export function testShortSide(crop: Size, source: Size): number {
  const published = crop.width === crop.height ? TEST_SHORT_SIDES.get(crop.width) : undefined;
  if (published !== undefined) return published;
  let short = Math.min(crop.width, crop.height);
  while (!fits(crop, resizeShortSide(source, short))) short++;
  return short;
}

/**
 * The size of `source` after mmaction2's `Resize(scale=(-1, short))`: one factor for both sides, each then rounded as
 * mmcv's `rescale_size` rounds, `int(x · factor + 0.5)`.
 */
export function resizeShortSide(source: Size, short: number): Size {
  const factor = short / Math.min(source.width, source.height);
  return { width: Math.trunc(source.width * factor + 0.5), height: Math.trunc(source.height * factor + 0.5) };
}

/** mmaction2's `CenterCrop`: odd remainders lose the pixel on the right and at the bottom. */
export function centerCrop(image: Size, crop: Size): Rectangle {
  return { ...crop, x: Math.floor((image.width - crop.width) / 2), y: Math.floor((image.height - crop.height) / 2) };
}

/**
 * mmaction2's `ThreeCrop`, in its order: start, end and middle of the side with the most room. It insists that the crop
 * fills the other side; where it does not, ours is centred there.
 */
export function threeCrops(image: Size, crop: Size): readonly Rectangle[] {
  const center = centerCrop(image, crop);
  const across = image.width - crop.width >= image.height - crop.height;
  const step = across ? center.x : center.y;
  // Twice the floored half, so an odd remainder leaves the last column or row out, as there.
  return [0, 2 * step, step].map((offset) => (across ? { ...center, x: offset } : { ...center, y: offset }));
}

/** What a frame is resized to and where it is cropped, in pixels of the resized frame. */
export interface Crops {
  readonly resized: Size;
  readonly crops: readonly Rectangle[];
}

/**
 * Resize and crops for frames of one size.
 * @throws VideoError: the crop does not fit into the resized frame
 */
export function cropsOf(geometry: Geometry, source: Size, where: string): Crops {
  const { crop } = geometry;
  const short = geometry.shortSide ?? testShortSide(crop, source);
  const resized = resizeShortSide(source, short);
  if (!fits(crop, resized)) {
    throw new VideoError('crop', {
      what: `A crop of ${crop.width} × ${crop.height} pixels does not fit into the frame resized to ${resized.width} × ${resized.height}.`,
      where,
      remedy: `Set the short side to ${testShortSide(crop, source)} or more, or choose a smaller crop.`,
    });
  }
  return { resized, crops: geometry.crops === 'three' ? threeCrops(resized, crop) : [centerCrop(resized, crop)] };
}

/** A crop of the resized frame in pixels of the source frame (fractions), for drawing it there. */
export function cropOnSource(crop: Rectangle, resized: Size, source: Size): Rectangle {
  const across = source.width / resized.width;
  const down = source.height / resized.height;
  return { x: crop.x * across, y: crop.y * down, width: crop.width * across, height: crop.height * down };
}

const fits = (crop: Size, image: Size) => crop.width <= image.width && crop.height <= image.height;
