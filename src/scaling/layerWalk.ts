import type { StageFacts } from '../architecture/architecture';
import { baseChannels, stageFacts } from '../architecture/stages';
import type { Design } from '../design/design';
import { ShapeError } from '../tensor/shape';

/**
 * Takes in layers one by one. `fan` is Cin / groups times the kernel's volume, `positions` are N·T·H·W of the output.
 */
export interface LayerSink {
  conv(channels: number, fan: number, positions: number): void;
  /** The convolutions of SE, the only ones with a bias. */
  biasedConv(channels: number, fan: number, positions: number): void;
  norm(channels: number, positions: number): void;
  /** The design's own activation. */
  activate(elements: number): void;
  pool(elements: number, inputElements: number): void;
  linear(n: number, from: number, to: number, bias: boolean): void;
  /** A layer without parameters, and what mmcv's convention counts for it. */
  output(elements: number, mmcv: number): void;
  /** What comes from now on stands so many times. */
  times(count: number): void;
}

/**
 * True where shapes never decide whether a layer fits, norms store what batch norm does, and the head is the reference's:
 * then `walkLayers` is enough.
 */
export function isClosedForm({ reference: { norm_cfg: norm, conv_cfg }, head }: Design): boolean {
  const border = conv_cfg.padding_mode ?? 'zeros';
  const tracked = norm === null || (/BN/.test(norm.type) && norm.track_running_stats !== false);
  return !head?.pool_window && tracked && (border === 'zeros' || border === 'replicate');
}

/**
 * The layers of a design as numbers, without building it: each distinct block once, in the order of `condense`, with how
 * often it stands. For designs in closed form.
 * @param stages the design's own `stageFacts`, where they are known already
 * @throws ShapeError where building would
 */
export function walkLayers(design: Design, sink: LayerSink, stages: readonly StageFacts[] = stageFacts(design)): void {
  const { clip, reference, head } = design;
  const { n } = clip;
  const frames = n * clip.t;
  let h = strided(clip.h, 2);
  let w = strided(clip.w, 2);
  let width = baseChannels(design).result;
  sink.conv(width, 9 * reference.in_channels, frames * h * w);
  sink.conv(width, 5, frames * h * w);
  sink.norm(width, frames * h * w);
  sink.activate(width * frames * h * w);

  for (const { channels: out, stride, se, seWidth, planes: inner } of stages) {
    const planes = inner.result;
    if (planes < 1) throw new ShapeError(`a convolution to ${planes} channels`, 'width');
    const before = frames * h * w;
    h = strided(h, stride);
    w = strided(w, stride);
    const after = frames * h * w;
    const squeeze = seWidth?.result ?? 0;
    const downsample = stride !== 1 || width !== out;
    addBlock(sink, { in: width, planes, out, before, after, n, squeeze: se[0] ? squeeze : 0, downsample });
    let gated = se[0] ? -1 : 0;
    for (const flag of se) if (flag) gated += 1;
    const plain = se.length - 1 - gated;
    const rest = { in: out, planes, out, before: after, after, n, downsample: false };
    if (gated > 0) {
      sink.times(gated);
      addBlock(sink, { ...rest, squeeze });
    }
    if (plain > 0) {
      sink.times(plain);
      addBlock(sink, { ...rest, squeeze: 0 });
    }
    sink.times(1);
    width = out;
  }

  const features = Math.trunc(width * reference.gamma_b);
  const after = frames * h * w;
  if (features < 1) throw new ShapeError(`a convolution to ${features} channels`, 'width');
  sink.conv(features, width, after);
  sink.norm(features, after);
  sink.activate(features * after);
  if (head) {
    sink.pool(features * n, features * after);
    sink.linear(n, features, head.mid_channels, head.fc1_bias);
    sink.output(n * head.mid_channels, n * head.mid_channels);
    if (head.dropout_ratio !== 0) sink.output(n * head.mid_channels, 0);
    sink.linear(n, head.mid_channels, head.num_classes, true);
  }
}

/** A kernel of 3 with a border of 1, or of 1 without, leaves ⌈size / stride⌉ of it. */
const strided = (size: number, stride: number): number => Math.ceil(size / stride);

interface Block {
  readonly in: number;
  readonly planes: number;
  readonly out: number;
  /** N·T·H·W before and after conv2. */
  readonly before: number;
  readonly after: number;
  readonly n: number;
  /** 0 without SE. */
  readonly squeeze: number;
  readonly downsample: boolean;
}

/** The layers of `architecture/block.ts`, in its order. */
function addBlock(sink: LayerSink, { in: from, planes, out, before, after, n, squeeze, downsample }: Block): void {
  sink.conv(planes, from, before);
  sink.norm(planes, before);
  sink.activate(planes * before);
  sink.conv(planes, 27, after);
  sink.norm(planes, after);
  if (squeeze > 0) {
    sink.pool(planes * n, planes * after);
    sink.biasedConv(squeeze, planes, n);
    sink.output(squeeze * n, squeeze * n); // ReLU
    sink.biasedConv(planes, squeeze, n);
    sink.output(planes * n, 0); // sigmoid
    sink.output(planes * after, 0); // the product
  }
  sink.output(planes * after, 0); // Swish
  sink.conv(out, planes, after);
  sink.norm(out, after);
  if (downsample) {
    sink.conv(out, from, after);
    sink.norm(out, after);
  }
  sink.output(out * after, 0); // the sum
  sink.activate(out * after);
}
