import type { Design } from '../../design/design';
import { newest } from '../../memo/newest';
import { MEAN, STD } from '../../tensor/levels';
import type { ReadNpy } from '../../tensor/npyReader';
import { elementCount, type Shape, shapeText } from '../../tensor/shape';
import { float32, type Tensor } from '../../tensor/tensor';
import { VideoError } from '../../video/videoError';
import { MOST_CLIP } from './clipSize';

/** Clips that stand in a NumPy file, which a network takes as they are. */
export interface ClipArray {
  readonly file: File;
  /** `[N, C, T, H, W]`; an array `[C, T, H, W]` is one clip. */
  readonly shape: Shape;
  /** Unsigned bytes: levels of pictures, normalised as those are. Floats are taken as they are. */
  readonly levels: boolean;
  /** True for clips made here: no file of a person's own stands behind them. */
  readonly made: boolean;
}

/**
 * Looks at a NumPy file, without keeping its values.
 * @param made the file was made here
 * @throws VideoError where it holds no clips
 */
export async function openClipArray(file: File, made = false): Promise<ClipArray> {
  const { tensor, levels } = await readFile(file);
  const { shape } = tensor;
  const whole: Shape = shape.length === 4 ? [1, ...shape] : shape;
  if (whole.length !== 5 || whole.some((size) => size < 1))
    throw new VideoError('array', {
      what: `Its shape is ${shapeText(shape) || 'that of one number'}.`,
      where: file.name,
      remedy: 'A clip has the axes [C, T, H, W], or [N, C, T, H, W] for several: save one with numpy.save.',
    });
  return { file, shape: whole, levels, made };
}

/** One clip of an array, `[1, C, T, H, W]`. @throws VideoError where the file is gone or changed, or the network cannot take it */
export async function readClipArray(array: ClipArray, design: Design, clip: number): Promise<Tensor<'float32'>> {
  const why = whyNotTaken(array, design);
  if (why) throw new VideoError('channels', { what: why.what, where: array.file.name, remedy: why.remedy });
  const { tensor } = await readFile(array.file);
  const one = array.shape.slice(1);
  const size = elementCount(one);
  const data = tensor.data.slice(clip * size, (clip + 1) * size);
  return float32([1, ...one], array.levels ? data.map((level) => (level - MEAN) / STD) : data);
}

/** Why a network cannot take an array, and what to do; null where it can. */
export function whyNotTaken(
  { shape }: ClipArray,
  { reference, clip }: Design,
): { what: string; remedy: string } | null {
  const [, channels = 0, t = 0, h = 0, w = 0] = shape;
  if (channels !== reference.in_channels)
    return {
      what: `The array has ${channels} channels, and the network takes ${reference.in_channels}.`,
      remedy: `Set the network’s channels to ${channels}, or choose another clip.`,
    };
  if (t !== clip.t || h !== clip.h || w !== clip.w)
    return {
      what: `The array’s clips are ${t} × ${h} × ${w}, and the network’s ${clip.t} × ${clip.h} × ${clip.w}.`,
      remedy: 'Set the network to the array’s clip, or choose another.',
    };
  return null;
}

/** A run goes through all clips of one array. */
const readFile = newest(parsedFile);

async function parsedFile(file: File): Promise<ReadNpy> {
  if (file.size > MOST_CLIP)
    throw new VideoError('too-large', {
      what: `It has ${(file.size / 2 ** 30).toPrecision(3)} GB; 1 GB is the most that is held in memory.`,
      where: file.name,
      remedy: 'Save fewer clips in one file.',
    });
  const { NpyError, readNpy } = await import('../../tensor/npyReader');
  try {
    return readNpy(new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    const what = error instanceof NpyError ? `It cannot be read: ${error.message}.` : 'It cannot be read any more.';
    throw new VideoError('damaged', {
      what,
      where: file.name,
      remedy: 'Save it again with numpy.save, as float32, and choose it again.',
    });
  }
}
