import { MEAN, STD } from '../tensor/levels';
import type { Rectangle, Size } from './geometry';
import { roundHalfToEven } from './rounding';

/** Channels a clip of pictures can have: 3 is RGB, 1 is luma. Networks with other numbers can only be fed noise. */
export type PictureChannels = 1 | 3;

/** Pixels of a frame, or of a region of it: rows of RGBA, 8 bits each. */
export interface Picture extends Rectangle {
  /** `[height, width, 4]`; x and y say where in the frame its top-left pixel lies. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** A resize and a crop worked out for frames of one size, ready to be applied to any number of them. */
export interface Cropper {
  readonly crop: Size;
  /** The part of the source frame that the crop is computed from: all that has to be read of it. */
  readonly region: Rectangle;
  readonly columns: Taps;
  readonly rows: Taps;
}

/** For every output pixel along one axis: two source pixels and their weights in 1/2048. */
interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly firstWeight: Int32Array;
  readonly secondWeight: Int32Array;
}

/** Weights are whole multiples of 1 / 2048 (OpenCV's INTER_RESIZE_COEF_BITS is 11). */
const WEIGHT_BITS = 11;

/** Prepares the crop `crop` of the frame `source` resized to `resized`. */
export function cropper(source: Size, resized: Size, crop: Rectangle): Cropper {
  const columns = tapsOf(source.width, resized.width, crop.x, crop.width);
  const rows = tapsOf(source.height, resized.height, crop.y, crop.height);
  const x = columns.first[0] ?? 0;
  const y = rows.first[0] ?? 0;
  const region = {
    x,
    y,
    width: (columns.second.at(-1) ?? 0) - x + 1,
    height: (rows.second.at(-1) ?? 0) - y + 1,
  };
  return { crop: { width: crop.width, height: crop.height }, region, columns, rows };
}

/**
 * Bilinear resize and crop in one pass, levels 0–255, `[C, H, W]`: only the pixels of the crop are computed.
 *
 * The convention is OpenCV's 8-bit INTER_LINEAR, which mmcv's `imresize` calls: half-pixel centres, no antialiasing,
 * edges clamped, weights in 1/2048, a whole level out. The shifts, and with them which low bits are dropped, are those of
 * its vectorised rows (resize.cpp, `VResizeLinearVec_32s8u`), so on x86 the levels are equal, except in the last few
 * pixels of a row that fill no vector, which may differ by one. Luma is Rec. 601, 0.299 R + 0.587 G + 0.114 B, in
 * OpenCV's 15-bit integers.
 */
export function cropLevels({ crop, columns, rows }: Cropper, picture: Picture, channels: PictureChannels): Uint8Array {
  const { width, height } = crop;
  const plane = width * height;
  const levels = new Uint8Array(channels * plane);
  const { data } = picture;
  for (let y = 0; y < height; y++) {
    const top = ((rows.first[y] as number) - picture.y) * picture.width;
    const bottom = ((rows.second[y] as number) - picture.y) * picture.width;
    const topWeight = rows.firstWeight[y] as number;
    const bottomWeight = rows.secondWeight[y] as number;
    for (let x = 0; x < width; x++) {
      const left = (columns.first[x] as number) - picture.x;
      const right = (columns.second[x] as number) - picture.x;
      const leftWeight = columns.firstWeight[x] as number;
      const rightWeight = columns.secondWeight[x] as number;
      const a = (top + left) * 4;
      const b = (top + right) * 4;
      const c = (bottom + left) * 4;
      const d = (bottom + right) * 4;
      const level = (channel: number) => {
        const above = (data[a + channel] as number) * leftWeight + (data[b + channel] as number) * rightWeight;
        const under = (data[c + channel] as number) * leftWeight + (data[d + channel] as number) * rightWeight;
        return ((((above >> 4) * topWeight) >> 16) + (((under >> 4) * bottomWeight) >> 16) + 2) >> 2;
      };
      const at = y * width + x;
      if (channels === 3) {
        levels[at] = level(0);
        levels[at + plane] = level(1);
        levels[at + 2 * plane] = level(2);
      } else {
        levels[at] = luma(level(0), level(1), level(2));
      }
    }
  }
  return levels;
}

/** Rec. 601 luma as OpenCV's RGB2GRAY computes it: weights in 1/32768 that add up to one. */
export function luma(red: number, green: number, blue: number): number {
  return (red * 9798 + green * 19235 + blue * 3735 + 16384) >> 15;
}

/** Where one frame lies in a batch of clips `[views, C, T, H, W]`. */
interface FramePlace {
  readonly view: number;
  readonly t: number;
  /** Frames of a clip. */
  readonly frames: number;
}

/** Writes one frame's levels `[C, H, W]`, normalised as mmaction2 does, to its place in clips `[views, C, T, H, W]`. */
export function writeFrame(clips: Float32Array, levels: Uint8Array, channels: number, place: FramePlace): void {
  const plane = levels.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    const start = ((place.view * channels + channel) * place.frames + place.t) * plane;
    const from = channel * plane;
    for (let i = 0; i < plane; i++) clips[start + i] = NORMALIZED[levels[from + i] as number] as number;
  }
}

/** (level − mean) / std in float32 for all 256 levels, as PyTorch computes it. */
const NORMALIZED = Float32Array.from({ length: 256 }, (_, level) => (level - MEAN) / Math.fround(STD));

/** Positions and fractions are float32, as in OpenCV: in double precision a few weights would differ by 1/2048. */
function tapsOf(source: number, resized: number, start: number, length: number): Taps {
  const taps: Taps = {
    first: new Int32Array(length),
    second: new Int32Array(length),
    firstWeight: new Int32Array(length),
    secondWeight: new Int32Array(length),
  };
  const scale = source / resized;
  for (let i = 0; i < length; i++) {
    const position = Math.fround((start + i + 0.5) * scale - 0.5);
    const below = Math.floor(position);
    const fraction = Math.fround(position - below);
    taps.first[i] = Math.min(Math.max(below, 0), source - 1);
    taps.second[i] = Math.min(Math.max(below + 1, 0), source - 1);
    taps.firstWeight[i] = roundHalfToEven(Math.fround(1 - fraction) * 2 ** WEIGHT_BITS);
    taps.secondWeight[i] = roundHalfToEven(fraction * 2 ** WEIGHT_BITS);
  }
  return taps;
}
