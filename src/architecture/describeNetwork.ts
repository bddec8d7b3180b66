import type { Design, Head } from '../design/design';
import { activationFunction } from '../layers/activationFunction';
import type { Shape } from '../tensor/shape';
import type { StageFacts } from './architecture';
import { addBlock } from './block';
import { addConvModule } from './convModule';
import type { LayerSink } from './layerSink';
import { type Materials, materialsOf } from './materials';
import { baseChannels, stageFacts } from './stages';

/** The clip a network reads, [N, in_channels, T, H, W]. */
export function clipShape({ clip, reference }: Design): Shape {
  return [clip.n, reference.in_channels, clip.t, clip.h, clip.w];
}

/** Channels after conv5: those before it × gamma_b, cut to a whole number. */
export function featureChannels({ reference }: Design, width: number): number {
  return Math.trunc(width * reference.gamma_b);
}

/**
 * Tells a sink the network a design stands for, layer by layer in forward order: the only description of X3D there is.
 * What builds it, counts it or looks at how far it sees is a sink.
 * @param clip what stands for the clip, as the sink's own `V` stand for layers' outputs
 * @param stages the design's own `stageFacts`, where they are known already
 * @throws ShapeError for a design that `validate` would have refused
 */
export function describeNetwork<V, G>(
  design: Design,
  clip: V,
  sink: LayerSink<V, G>,
  stages: readonly StageFacts[] = stageFacts(design),
): void {
  const { reference, head } = design;
  const materials = materialsOf(reference);
  let width = baseChannels(design).result;
  let output = addStem(sink, materials, clip, reference.in_channels, width);
  for (const facts of stages) {
    output = addStage(sink, materials, facts, output, width);
    width = facts.channels;
  }
  const features = featureChannels(design, width);
  output = addConvModule(sink, materials, {
    name: 'conv5',
    input: output,
    in: width,
    out: features,
    norm: true,
    act: true,
  });
  if (head) addHead(sink, head, output, features);
}

/** conv1_s looks at space, conv1_t at time, channel by channel; the norm comes after both. */
function addStem<V, G>(sink: LayerSink<V, G>, materials: Materials, clip: V, channels: number, width: number): V {
  sink.open('stem', 'stem', 1);
  const spatial = addConvModule(sink, materials, {
    name: 'conv1_s',
    input: clip,
    in: channels,
    out: width,
    kernel: [1, 3, 3],
    stride: 2,
    norm: false,
    act: false,
  });
  const temporal = addConvModule(sink, materials, {
    name: 'conv1_t',
    input: spatial,
    in: width,
    out: width,
    kernel: [5, 1, 1],
    groups: width,
    norm: true,
    act: true,
  });
  sink.close('stem');
  return temporal;
}

/** `make_res_layer`: the first block strides and changes the width, the others keep both. */
function addStage<V, G>(sink: LayerSink<V, G>, materials: Materials, facts: StageFacts, input: V, width: number): V {
  const { channels, planes, stride, se, seWidth } = facts;
  sink.open('stage', facts.path, 1);
  /** A block with SE and one without, of those that come after the first: all others repeat them. */
  const built = new Map<boolean, { readonly group: G }>();
  let output = input;
  for (let index = 0; index < se.length; index++) {
    const first = index === 0;
    const gated = se[index] ?? false;
    const same = first ? undefined : built.get(gated);
    if (same) {
      output = sink.repeat(same.group, String(index), output);
      continue;
    }
    const added = addBlock(sink, materials, String(index), output, {
      in: first ? width : channels,
      planes: planes.result,
      out: channels,
      stride: first ? stride : 1,
      downsample: first && (stride !== 1 || width !== channels),
      squeeze: gated ? (seWidth?.result ?? null) : null,
      times: first ? 1 : timesOf(se, gated),
    });
    if (!first) built.set(gated, added);
    output = added.output;
  }
  sink.close('stage');
  return output;
}

/** How many blocks after the first have SE, or have none. */
function timesOf(se: readonly boolean[], gated: boolean): number {
  let times = 0;
  for (let index = 1; index < se.length; index++) if (se[index] === gated) times += 1;
  return times;
}

const RELU_IN_PLACE = { fn: activationFunction('ReLU'), inplace: true };

/**
 * mmaction2's X3DHead: global pool, fc1, ReLU, dropout (no module at a ratio of 0), fc2. Under a window set by hand all of
 * that works at every position of the window, and the scores are the mean over positions.
 */
function addHead<V, G>(sink: LayerSink<V, G>, head: Head, input: V, features: number): void {
  const { mid_channels: mid, num_classes, dropout_ratio: ratio, init_std: initStd, pool_window: window } = head;
  const type = head.spatial_type;
  const everywhere = window ? { everyPosition: true } : {};
  const [t = 1, h = 1, w = 1] = window ?? [];
  const linear = (name: string, from: number, to: number, bias: boolean, read: V) =>
    sink.layer('linear', name, { in: from, out: to, bias, initStd, ...everywhere }, [read]);
  sink.open('head', 'head', 1);
  const pooled = window
    ? sink.layer('windowPool', 'pool', { type, kernel: [t, h, w] }, [input])
    : sink.layer('globalPool', 'pool', { type }, [input]);
  const hidden = linear('fc1', features, mid, head.fc1_bias, pooled);
  const relu = sink.layer('activation', 'relu', RELU_IN_PLACE, [hidden]);
  const kept = ratio === 0 ? relu : sink.layer('dropout', 'dropout', { ratio }, [relu]);
  const scores = linear('fc2', mid, num_classes, true, kept);
  if (window) sink.layer('positionMean', 'mean', {}, [scores]);
  sink.close('head');
}
