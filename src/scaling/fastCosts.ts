import { type Costs, costsByPath } from '../analysis/costs';
import { build } from '../architecture/build';
import { baseChannels, stageFacts } from '../architecture/stages';
import type { ActCfg, Design, NormCfg, Reference } from '../design/design';
import { ACTIVATIONS } from '../layers/activationFunctions';
import { ShapeError } from '../tensor/shape';

/**
 * Costs of the whole network, as `costsByPath(build(design)).get('')` gives them, from sums in closed form: a thousand
 * times as fast, for sweeps and searches. Each distinct block is counted once, times how often it stands. Norms and
 * borders that depend on shapes go the long way.
 * @throws ShapeError where building would
 */
export function fastCosts(design: Design): Costs {
  if (!isClosedForm(design.reference)) {
    const total = costsByPath(build(design)).get('');
    if (!total) throw new Error('an architecture without costs');
    return total;
  }
  const sums = startSums(design.reference);
  const { clip, reference, head } = design;
  const { n } = clip;
  const frames = n * clip.t;
  let h = strided(clip.h, 2);
  let w = strided(clip.w, 2);
  let width = baseChannels(design).result;
  sums.conv(width, 9 * reference.in_channels, frames * h * w);
  sums.conv(width, 5, frames * h * w);
  sums.norm(width, frames * h * w);
  sums.activate(width * frames * h * w);

  for (const stage of stageFacts(design)) {
    const { channels: out, stride, se } = stage;
    const planes = stage.planes.result;
    if (planes < 1) throw new ShapeError(`a convolution to ${planes} channels`, 'width');
    const before = frames * h * w;
    h = strided(h, stride);
    w = strided(w, stride);
    const after = frames * h * w;
    const squeeze = stage.seWidth?.result ?? 0;
    const downsample = stride !== 1 || width !== out;
    addBlock(sums, { in: width, planes, out, before, after, n, squeeze: se[0] ? squeeze : 0, downsample });
    let withSe = se[0] ? -1 : 0;
    for (const flag of se) if (flag) withSe += 1;
    const rest = { in: out, planes, out, before: after, after, n, downsample: false };
    sums.times(withSe);
    addBlock(sums, { ...rest, squeeze });
    sums.times(se.length - 1 - withSe);
    addBlock(sums, { ...rest, squeeze: 0 });
    sums.times(1);
    width = out;
  }

  const features = Math.trunc(width * reference.gamma_b);
  const after = frames * h * w;
  if (features < 1) throw new ShapeError(`a convolution to ${features} channels`, 'width');
  sums.conv(features, width, after);
  sums.norm(features, after);
  sums.activate(features * after);
  if (head) {
    sums.pool(features * n, features * after);
    sums.linear(n, features, head.mid_channels, head.fc1_bias);
    sums.output(n * head.mid_channels, n * head.mid_channels);
    if (head.dropout_ratio !== 0) sums.output(n * head.mid_channels, 0);
    sums.linear(n, head.mid_channels, head.num_classes, true);
  }
  return sums.total();
}

/** A kernel of 3 with a border of 1, or of 1 without, leaves ⌈size / stride⌉ of it. */
const strided = (size: number, stride: number): number => Math.ceil(size / stride);

/** True where shapes never decide whether a layer fits, and norms store what batch norm does. */
function isClosedForm({ norm_cfg: norm, conv_cfg }: Reference): boolean {
  const border = conv_cfg.padding_mode ?? 'zeros';
  const tracked = norm === null || (/BN/.test(norm.type) && norm.track_running_stats !== false);
  return tracked && (border === 'zeros' || border === 'replicate');
}

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
function addBlock(sums: Sums, { in: from, planes, out, before, after, n, squeeze, downsample }: Block): void {
  sums.conv(planes, from, before);
  sums.norm(planes, before);
  sums.activate(planes * before);
  sums.conv(planes, 27, after);
  sums.norm(planes, after);
  if (squeeze > 0) {
    sums.pool(planes * n, planes * after);
    sums.biasedConv(squeeze, planes, n);
    sums.output(squeeze * n, squeeze * n); // ReLU
    sums.biasedConv(planes, squeeze, n);
    sums.output(planes * n, 0); // sigmoid
    sums.output(planes * after, 0); // the product
  }
  sums.output(planes * after, 0); // Swish
  sums.conv(out, planes, after);
  sums.norm(out, after);
  if (downsample) {
    sums.conv(out, from, after);
    sums.norm(out, after);
  }
  sums.output(out * after, 0); // the sum
  sums.activate(out * after);
}

/** Running sums over layers. `fan` is Cin / groups times the kernel's volume, `positions` N·T·H·W of the output. */
interface Sums {
  conv(channels: number, fan: number, positions: number): void;
  biasedConv(channels: number, fan: number, positions: number): void;
  norm(channels: number, positions: number): void;
  /** The design's own activation. */
  activate(elements: number): void;
  pool(elements: number, inputElements: number): void;
  linear(n: number, from: number, to: number, bias: boolean): void;
  /** A layer without parameters, and what mmcv's convention counts for it. */
  output(elements: number, mmcv: number): void;
  /** What is added from now on stands so many times. */
  times(count: number): void;
  total(): Costs;
}

function startSums({ norm_cfg, act_cfg }: Reference): Sums {
  const [norm, act] = [normRates(norm_cfg), actRates(act_cfg)];
  let factor = 1;
  const sum = {
    parameters: 0,
    buffers: 0,
    counters: 0,
    macs: 0,
    convActivations: 0,
    activations: 0,
    mmcv: 0,
    mmengine: 0,
  };
  const parameters = (count: number) => {
    sum.parameters += factor * count;
  };
  const output = (elements: number, mmcv: number) => {
    sum.activations += factor * elements;
    sum.mmcv += factor * mmcv;
  };
  const multiply = (macs: number) => {
    sum.macs += factor * macs;
    sum.mmcv += factor * macs;
    sum.mmengine += factor * macs;
  };
  const conv = (channels: number, fan: number, positions: number) => {
    parameters(channels * fan);
    multiply(channels * fan * positions);
    sum.convActivations += factor * channels * positions;
    output(channels * positions, 0);
  };
  return {
    conv,
    biasedConv(channels, fan, positions) {
      conv(channels, fan, positions);
      parameters(channels);
      sum.mmcv += factor * channels * positions;
    },
    norm(channels, positions) {
      if (!norm) return;
      parameters(norm.parameters * channels);
      sum.buffers += factor * (norm.buffers * channels + 1);
      sum.counters += factor;
      output(channels * positions, norm.mmcv * channels * positions);
      sum.mmengine += factor * norm.mmengine * channels * positions;
    },
    activate(elements) {
      parameters(act.parameters);
      output(elements, act.mmcv * elements);
    },
    pool: output,
    linear(n, from, to, bias) {
      parameters(from * to + (bias ? to : 0));
      multiply(n * from * to);
      output(n * to, 0);
    },
    output,
    times(count) {
      factor = count;
    },
    total: () => ({
      parameters: sum.parameters,
      buffers: sum.buffers,
      // All float32, but for batch norm's int64 counters.
      weightBytes: 4 * (sum.parameters + sum.buffers) + 4 * sum.counters,
      macs: sum.macs,
      convActivations: sum.convActivations,
      activations: sum.activations,
      flops: { mmcv: sum.mmcv, mmengine: sum.mmengine },
    }),
  };
}

/** What batch norm stores per channel, and counts per element; null without norms. */
function normRates(norm: NormCfg | null) {
  if (!norm) return null;
  const counted = norm.affine === false ? 1 : 2;
  return {
    parameters: norm.affine === false ? 0 : 2,
    buffers: 2,
    mmcv: norm.type === 'SyncBN' ? 0 : counted,
    mmengine: counted,
  };
}

/** What the design's activation stores, and what mmcv's convention counts per element. */
function actRates({ type, num_parameters }: ActCfg) {
  return {
    parameters: type === 'PReLU' ? (num_parameters ?? 1) : 0,
    mmcv: ACTIVATIONS[type].countedByMmcv ? 1 : 0,
  };
}
