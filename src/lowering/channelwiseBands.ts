import { elementCount } from '../tensor/shape';
import { int64, type Tensor } from '../tensor/tensor';
import { bandedWeight } from './bandedWeight';
import { type Convolution, frameTaps } from './convolution';
import { derived } from './derived';
import type { Draft } from './rewrite';

/** How many output frames a group computes. */
export interface BandWidth {
  /** Clips of so many frames at most are one group a channel. */
  readonly most: number;
  /** Output frames of a group where the clip has more. */
  readonly chunk: number;
}

/** All frames at once up to 16 (X3D's published clips have 4, 13 and 16), chunks of 8 above. */
const WIDEST: BandWidth = { most: 16, chunk: 8 };

/**
 * A channel-wise convolution over T, H and W as one grouped 2-D convolution on [N, C·T, H, W]: a group per channel,
 * whose inputs and outputs are that channel's frames. The kernel along T turns into a band in the weights (output frame
 * t reads frames t−1, t, t+1), so nothing is copied, at the price of T/3 times the multiplications. Padding along T, of
 * whatever mode, is part of the band.
 *
 * Where T is larger than a band should be wide, the frames are first gathered into overlapping chunks, each a group of
 * its own; what the last chunk has too much is cut off.
 */
export function drawBands(conv: Convolution, to: Draft, width?: BandWidth): string {
  const [n = 0, , , h = 0, w = 0] = conv.input;
  return drawChunks(conv, to, width, ({ frames, groups, read, taps }) => {
    const weight = bandedWeight(conv, taps, read, to);
    const bias = conv.bias ? [to.constant('bias', repeated(conv.bias, taps.length))] : [];
    return to.node(
      'Conv',
      'conv',
      [padded(conv, to.reshape(frames, 'frames', [n, groups * read, h, w]), to), weight, ...bias],
      {
        kernel_shape: conv.kernel.slice(1),
        strides: conv.stride.slice(1),
        pads: [...conv.pads.before.slice(1), ...conv.pads.after.slice(1)],
        group: groups,
      },
    );
  });
}

/** What a convolution over chunks is drawn from. */
interface ChunkedFrames {
  /** [N·C, groups / C · read, H, W], or the convolution's source where one chunk holds all frames in order. */
  readonly frames: string;
  readonly groups: number;
  /** Frames that a group reads. */
  readonly read: number;
  /** Of all groups of a channel, one after another: which of its frames each tap of each output reads, −1 for zeros. */
  readonly taps: readonly (readonly number[])[];
}

/** Lays frames out in chunks, has a convolution drawn over them, [N, C · outputs, …], and makes a clip of its results. */
export function drawChunks(
  conv: Convolution,
  to: Draft,
  width: BandWidth = WIDEST,
  convolve: (chunked: ChunkedFrames) => string,
): string {
  const [n = 0, c = 0, t = 0, h = 0, w = 0] = conv.input;
  const { output } = conv;
  const chunks = chunksOf(conv, width);
  const [count, written] = [chunks.length, chunks[0]?.taps.length ?? 0];
  const frames =
    count === 1 ? conv.source : gathered(chunks, to.reshape(conv.source, 'channels', [n * c, t, h, w]), to);
  const taps = chunks.flatMap((chunk) => chunk.taps);
  const banded = convolve({ frames, groups: c * count, read: chunks[0]?.frames.length ?? 0, taps });
  if (count * written === output[2]) return to.reshape(banded, 'clip', output);
  const long = to.reshape(banded, 'chunks', [n, c, count * written, ...output.slice(3)]);
  const bound = (part: string, value: number) => to.constant(part, int64([value]));
  return to.node('Slice', 'clip', [long, bound('from', 0), bound('until', output[2] ?? 0), bound('axes', 2)]);
}

/** A run of output frames: the input frames it is computed from, and which of those each tap of each output reads. */
interface Chunk {
  readonly frames: readonly number[];
  /** `[to][tap]`: a position in `frames`, or −1 for zeros. */
  readonly taps: readonly (readonly number[])[];
}

/** One chunk for all frames, or equal ones. */
function chunksOf(conv: Convolution, { most, chunk: size }: BandWidth): readonly Chunk[] {
  const taps = frameTaps(conv);
  const frames = conv.input[2] ?? 0;
  if (frames <= most) return [{ frames: [...Array(frames).keys()], taps }];
  const nothing = Array.from({ length: conv.kernel[0] }, () => -1);
  const runs = Array.from({ length: Math.ceil(taps.length / size) }, (_, chunk) =>
    Array.from({ length: size }, (_, i) => taps[chunk * size + i] ?? nothing),
  );
  const reads = runs.map((run) => [...new Set(run.flat().filter((frame) => frame >= 0))].toSorted((a, b) => a - b));
  const widest = Math.max(...reads.map(({ length }) => length));
  return runs.map((run, index) => {
    const own = reads[index] ?? [];
    const positions = run.map((tapsOf) => tapsOf.map((frame) => own.indexOf(frame)));
    // All groups of a convolution read equally many frames: a chunk at the edge reads one it has no use for.
    return { frames: Array.from({ length: widest }, (_, i) => own[i] ?? 0), taps: positions };
  });
}

/** [N·C, T, H, W] → [N·C, chunks·frames, H, W] */
function gathered(chunks: readonly Chunk[], frames: string, to: Draft): string {
  const indices = to.constant('chunked', int64(chunks.flatMap((chunk) => chunk.frames)));
  return to.node('Gather', 'gathered', [frames, indices], { axis: 1 });
}

/** Rows and columns of [N, C·T, H, W] repeated as the border asks: one Gather an axis. */
function padded({ lists }: Convolution, frames: string, to: Draft): string {
  return [3, 4].reduce((value, axis) => {
    const list = lists.get(axis);
    if (!list) return value;
    return to.node('Gather', 'bordered', [value, to.constant('border', int64(list))], { axis: axis - 1 });
  }, frames);
}

/** Each value `times` times in a row. */
export function repeated(tensor: Tensor<'float32'>, times: number): Tensor<'float32'> {
  return derived([elementCount(tensor.shape) * times], [tensor], (from = new Float32Array()) => {
    const to = new Float32Array(from.length * times);
    from.forEach((value, at) => {
      to.fill(value, at * times, (at + 1) * times);
    });
    return to;
  });
}
