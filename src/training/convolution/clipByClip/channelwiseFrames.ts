import { add, concat, type GraphWriter, integers, pad, reshape, slice, sliceAxes, type Value } from '../../graphWriter';
import { type ConvolutionForm, type Geometry, unreadRows } from '../convolution';
import { gradientByTap } from './neighbours';

/**
 * 3×3×3 channel by channel, as 2-D convolutions over frames: each frame of each channel is a group with one output per
 * tap in time; the outputs of neighbouring frames are then added up.
 */
export const channelwiseFrames: ConvolutionForm = (w, x, weight, geometry) => ({
  output: forward(w, x, weight, geometry),
  input: (gradient) => inputGradient(w, gradient, weight, geometry),
  weight: (gradient) => weightGradient(w, x, gradient, geometry),
});

function forward(w: GraphWriter, x: Value, weight: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel, stride, padding } = geometry;
  const groups = channels.in * clips * from[0];
  const outputs = w.node('Conv', [reshape(w, x, [1, groups, from[1], from[2]]), kernelsByFrame(w, weight, geometry)], {
    kernel_shape: [kernel[1], kernel[2]],
    strides: [stride[1], stride[2]],
    pads: [padding[1], padding[2], padding[1], padding[2]],
    dilations: [1, 1],
    group: groups,
  });
  const byTap = reshape(w, outputs, [channels.in * clips, from[0], kernel[0], to[1] * to[2]]);
  const padded = pad(w, byTap, [0, padding[0], 0, 0], [0, padding[0], 0, 0]);
  const ofTap = (tap: number) =>
    sliceAxes(w, padded, [
      { axis: 1, from: tap, to: tap + to[0] },
      { axis: 2, from: tap, to: tap + 1 },
    ]);
  const taps = Array.from({ length: kernel[0] }, (_, tap) => ofTap(tap));
  return reshape(
    w,
    taps.reduce((total, each) => add(w, total, each)),
    [channels.in, -1],
  );
}

/** [C, kT·kH·kW] → [C·N·T·kT, 1, kH, kW]: the same taps for every frame of a channel. */
function kernelsByFrame(w: GraphWriter, weight: Value, { channels, clips, from, kernel }: Geometry): Value {
  const [frames, taps] = [clips * from[0], kernel[0] * kernel[1] * kernel[2]];
  const repeated = w.node('Expand', [
    reshape(w, weight, [channels.in, 1, taps]),
    integers(w, [channels.in, frames, taps]),
  ]);
  return reshape(w, repeated, [channels.in * frames * kernel[0], 1, kernel[1], kernel[2]]);
}

function inputGradient(w: GraphWriter, gradient: Value, weight: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel, stride, padding } = geometry;
  const groups = channels.in * clips * from[0];
  const input = w.node(
    'ConvTranspose',
    [
      reshape(w, gradientByTap(w, gradient, geometry), [1, groups * kernel[0], to[1], to[2]]),
      kernelsByFrame(w, weight, geometry),
    ],
    {
      kernel_shape: [kernel[1], kernel[2]],
      strides: [stride[1], stride[2]],
      pads: [padding[1], padding[2], padding[1], padding[2]],
      output_padding: [unreadRows(geometry, 1), unreadRows(geometry, 2)],
      group: groups,
    },
  );
  return reshape(w, input, [channels.in, -1]);
}

/** One 2-D convolution of the input with the gradient as its kernel, dilated by the stride: what comes out are the taps. */
function weightGradient(w: GraphWriter, x: Value, gradient: Value, geometry: Geometry): Value {
  const { channels, clips, from, to, kernel, stride, padding } = geometry;
  // Rows behind the last one that a window reads would give further taps, which there are none of.
  const missing = ([1, 2] as const).map((axis) => padding[axis] - unreadRows(geometry, axis));
  const [rows = 0, columns = 0] = missing.map((count) => Math.min(0, count));
  const frames = clips * from[0];
  const planes = reshape(w, x, [1, channels.in * frames, from[1], from[2]]);
  const read = sliceAxes(w, planes, [
    { axis: 2, from: 0, to: from[1] + rows },
    { axis: 3, from: 0, to: from[2] + columns },
  ]);
  const byTap = reshape(w, gradientByTap(w, gradient, geometry), [channels.in, frames, kernel[0], to[1] * to[2]]);
  const slots = Array.from({ length: kernel[0] }, (_, tap) =>
    reshape(w, slice(w, byTap, 2, tap, tap + 1), [channels.in, 1, frames, to[1] * to[2]]),
  );
  const kernels = reshape(w, concat(w, slots, 1), [channels.in * kernel[0], frames, to[1], to[2]]);
  const taps = w.node('Conv', [read, kernels], {
    kernel_shape: [to[1], to[2]],
    strides: [1, 1],
    dilations: [stride[1], stride[2]],
    pads: [padding[1], padding[2], ...missing.map((count) => Math.max(0, count))],
    group: channels.in,
  });
  return reshape(w, taps, [channels.in, kernel[0] * kernel[1] * kernel[2]]);
}
