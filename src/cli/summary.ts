import { type Costs, costsByPath } from '../analysis/costs';
import { inferenceMemory } from '../analysis/memory';
import { bytesOf } from '../analysis/quantities';
import { training } from '../analysis/training';
import type { Architecture, Layer } from '../architecture/architecture';
import { build } from '../architecture/build';
import { macsOf, partsByPath, stateDictOf, tensorsOf } from '../architecture/walk';
import { LAYERS, type LayerKind } from '../layers/index';
import { elementCount, type Shape } from '../tensor/shape';

/** A leaf module as the golden data and torchinfo report it. */
export interface ModuleReport {
  readonly name: string;
  readonly type: string;
  readonly in_shape: Shape;
  readonly out_shape: Shape;
  readonly params: number;
  readonly macs: number;
  readonly kernel?: Shape;
  readonly stride?: Shape;
  readonly padding?: Shape;
  readonly groups?: number;
  readonly bias?: boolean;
}

/**
 * A network in numbers, under the names of the golden data (architectures.json): all of the backbone, and what the head
 * adds under `with_head`. MACs and FLOPs are for the given N.
 */
export function summaryOf(architecture: Architecture) {
  const { design } = architecture;
  const backbone = design.head ? build({ ...design, head: null }) : architecture;
  const costs = costsByPath(backbone);
  const total = costs.get('');
  if (!total) throw new Error('an architecture without costs');
  const parts = partsByPath(backbone);
  const tops = ['conv1_s', 'conv1_t', ...backbone.stages.map(({ path }) => path), 'conv5'];
  const byTop = (pick: (costs: Costs) => number) =>
    Object.fromEntries(tops.map((path) => [path, pick(costs.get(path) ?? total)]));
  return {
    input: architecture.clip,
    stage_blocks: backbone.stages.map(({ blocks }) => blocks.result),
    base_channels: backbone.baseChannels.result,
    stage_channels: backbone.stages.map(({ channels }) => channels),
    stage_planes: backbone.stages.map(({ planes }) => planes.result),
    feat_dim: backbone.featDim,
    params_total: total.parameters,
    params_trainable: training(backbone).trainable,
    params_by_top_module: byTop(({ parameters }) => parameters),
    buffers_total: total.buffers,
    state_dict: keysOf(backbone),
    output: parts.get('conv5')?.output,
    stage_out: Object.fromEntries(tops.map((path) => [path, parts.get(path)?.output])),
    macs_conv_total: total.macs,
    macs_by_top_module: byTop(({ macs }) => macs),
    flops_mmcv_convention: total.flops.mmcv,
    flops_mmengine_convention: total.flops.mmengine,
    ...sizesOf(backbone, total),
    modules: backbone.layers.flatMap((layer) => moduleReport(layer)),
    ...(design.head && { with_head: headSummary(architecture) }),
  };
}

/** Sizes in bytes, as QUANTITIES names and counts them. */
function sizesOf(architecture: Architecture, total: Costs) {
  return {
    weight_bytes: total.weightBytes,
    conv_output_bytes: bytesOf(total.convActivations),
    layer_output_bytes: bytesOf(total.activations),
    peak_live_bytes: inferenceMemory(architecture).peakBytes,
  };
}

/** What `summaryOf` tells: the golden data's names and what stands under them. */
export type Summary = ReturnType<typeof summaryOf>;

function headSummary(architecture: Architecture) {
  const costs = costsByPath(architecture);
  const [total, head] = [costs.get(''), costs.get('head')];
  if (!total || !head) throw new Error('an architecture without a head');
  const layers = architecture.layers.filter(({ path }) => path.startsWith('head.'));
  const withoutPrefix = (name: string) => name.replace(/^head\./, '');
  return {
    params_total: total.parameters,
    params_trainable: training(architecture).trainable,
    macs_total: total.macs,
    flops_mmcv_convention: total.flops.mmcv,
    flops_mmengine_convention: total.flops.mmengine,
    ...sizesOf(architecture, total),
    head: {
      params_total: head.parameters,
      state_dict: keysOf(architecture)
        .filter(([key]) => key.startsWith('head.'))
        .map(([key, shape]) => [withoutPrefix(key), shape] as const),
      macs_total: head.macs,
      modules: layers
        .flatMap((layer) => moduleReport(layer))
        .map((module) => ({ ...module, name: withoutPrefix(module.name) })),
      output: layers.at(-1)?.output,
    },
  };
}

function keysOf(architecture: Architecture): readonly (readonly [string, Shape])[] {
  return stateDictOf(architecture).map(({ key, shape }) => [key, shape]);
}

/** A layer as the reference's module, or nothing where it is no module there (the sum, the SE product). */
export function moduleReport<K extends LayerKind>(layer: Layer<K>): readonly ModuleReport[] {
  const op = LAYERS[layer.kind];
  const type = op.torchClass(layer.fields);
  if (type === null) return [];
  const [input = []] = layer.inputShapes;
  const tensors = tensorsOf(layer);
  const params = tensors.filter(({ role }) => role === 'parameter');
  const window = op.window?.(layer.fields);
  const weight = tensors.find(({ name }) => name === 'weight');
  const stored = new Set(tensors.map(({ name }) => name));
  return [
    {
      name: layer.path,
      type,
      // What comes from the head's pool is flattened before fc1.
      in_shape: layer.output.length === 2 ? [input[0] ?? 0, elementCount(input.slice(1))] : input,
      out_shape: layer.output,
      params: params.reduce((sum, { shape }) => sum + elementCount(shape), 0),
      ...(window && {
        kernel: window.kernel,
        stride: window.stride,
        padding: window.padding,
        groups: (input[1] ?? 1) / (weight?.shape[1] ?? 1),
      }),
      ...((window || macsOf(layer) > 0) && { bias: stored.has('bias') }),
      macs: macsOf(layer),
    },
  ];
}
