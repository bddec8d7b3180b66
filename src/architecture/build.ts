import type { Design, Head } from '../design/design';
import { activationFunction } from '../layers/activationFunctions';
import type { Shape } from '../tensor/shape';
import { type Architecture, CLIP, type Group, type StageFacts } from './architecture';
import { addBlock } from './block';
import { addConvModule, closeGroup } from './convModule';
import { type Network, startNetwork } from './network';
import { baseChannels, stageFacts } from './stages';

/**
 * The network a design stands for: every layer with its fields, inputs and shapes. Pure.
 * @throws ShapeError, beginning with a layer's path, for a design that `validate` would have refused: our bug.
 */
export function build(design: Design): Architecture {
  const { reference } = design;
  const clip: Shape = [design.clip.n, reference.in_channels, design.clip.t, design.clip.h, design.clip.w];
  const network = startNetwork(clip);
  const base = baseChannels(design);
  const stages = stageFacts(design);

  const stem = addStem(network, design, base.result);
  const parts: Group[] = [stem];
  let [input, width] = [stem.result, base.result];
  for (const facts of stages) {
    const stage = addStage(network, design, facts, input, width);
    parts.push(stage);
    [input, width] = [stage.result, facts.channels];
  }
  const featDim = Math.trunc(width * reference.gamma_b);
  const conv5 = addConvModule(
    network,
    'conv5',
    input,
    {
      in: width,
      out: featDim,
      kernel: [1, 1, 1],
      stride: [1, 1, 1],
      groups: 1,
      norm: reference.norm_cfg,
      act: reference.act_cfg,
    },
    reference,
  );
  parts.push(conv5);
  if (design.head) parts.push(addHead(network, design.head, conv5.result, featDim));
  return { design, clip, parts, layers: network.layers, baseChannels: base, stages, featDim };
}

/** conv1_s looks at space, conv1_t at time, channel by channel; the norm comes after both. */
function addStem(network: Network, { reference }: Design, width: number): Group {
  const spatial = addConvModule(
    network,
    'conv1_s',
    CLIP,
    {
      in: reference.in_channels,
      out: width,
      kernel: [1, 3, 3],
      stride: [1, 2, 2],
      groups: 1,
      norm: null,
      act: null,
    },
    reference,
  );
  const temporal = addConvModule(
    network,
    'conv1_t',
    spatial.result,
    {
      in: width,
      out: width,
      kernel: [5, 1, 1],
      stride: [1, 1, 1],
      groups: width,
      norm: reference.norm_cfg,
      act: reference.act_cfg,
    },
    reference,
  );
  return closeGroup('stem', 'stem', [spatial, temporal]);
}

/** `make_res_layer`: the first block strides and changes the width, the others keep both. */
function addStage(network: Network, design: Design, facts: StageFacts, input: string, width: number): Group {
  const blocks: Group[] = [];
  /** A block with SE and one without, of those that come after the first: all others repeat them. */
  const built = new Map<number | null, Group>();
  for (let index = 0; index < facts.blocks.result; index++) {
    const first = index === 0;
    const block = {
      in: first ? width : facts.channels,
      planes: facts.planes.result,
      out: facts.channels,
      stride: first ? facts.stride : 1,
      downsample: first && (facts.stride !== 1 || width !== facts.channels),
      squeeze: facts.se[index] ? (facts.seWidth?.result ?? null) : null,
    };
    const path = `${facts.path}.${index}`;
    const from = blocks.at(-1)?.result ?? input;
    const same = first ? undefined : built.get(block.squeeze);
    const added = same ? network.repeat(same, path, from) : addBlock(network, path, from, block, design.reference);
    if (!first && !same) built.set(block.squeeze, added);
    blocks.push(added);
  }
  return closeGroup('stage', facts.path, blocks);
}

/**
 * mmaction2's X3DHead: global pool, fc1, ReLU, dropout (no module at a ratio of 0), fc2. Under a window set by hand all of
 * that works at every position of the window, and the scores are the mean over positions.
 */
function addHead(network: Network, head: Head, input: string, features: number): Group {
  const { mid_channels: mid, dropout_ratio: ratio, init_std: initStd, pool_window: window } = head;
  const everywhere = window ? { everyPosition: true } : {};
  const [t = 1, h = 1, w = 1] = window ?? [];
  const leaves = [
    window
      ? network.add('windowPool', 'head.pool', { type: head.spatial_type, kernel: [t, h, w] }, [input])
      : network.add('globalPool', 'head.pool', { type: head.spatial_type }, [input]),
    network.add('linear', 'head.fc1', { in: features, out: mid, bias: head.fc1_bias, initStd, ...everywhere }, [
      'head.pool',
    ]),
    network.add('activation', 'head.relu', { fn: activationFunction('ReLU'), inplace: true }, ['head.fc1']),
    ...(ratio === 0 ? [] : [network.add('dropout', 'head.dropout', { ratio }, ['head.relu'])]),
  ];
  const last = ratio === 0 ? 'head.relu' : 'head.dropout';
  const fc2 = network.add(
    'linear',
    'head.fc2',
    { in: mid, out: head.num_classes, bias: true, initStd, ...everywhere },
    [last],
  );
  const mean = window ? [network.add('positionMean', 'head.mean', {}, [fc2.path])] : [];
  return closeGroup('head', 'head', [...leaves, fc2, ...mean]);
}
