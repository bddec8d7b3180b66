import type { Architecture, Layer, StageFacts } from '../architecture/architecture';
import { tensorsOf } from '../architecture/walk';
import type { Design } from '../design/design';
import { LAYERS, type LayerKind } from '../layers/index';
import { elementCount } from '../tensor/shape';
import { byteLength } from '../tensor/tensor';
import { type LayerSink, walkLayers } from './layerWalk';

/** What layers of a condensed network hold and do, as columns of numbers: the clip at 0, then the layers in forward order. */
export interface LayerNumbers {
  /** Elements of the output. */
  readonly elements: readonly number[];
  /** Channels of a norm; 0 for every other layer. */
  readonly channels: readonly number[];
  readonly macs: readonly number[];
  /** Bytes of parameters and buffers. */
  readonly storedBytes: readonly number[];
}

/** The numbers of a built network. */
export function numbersOf({ clip, layers }: Architecture): LayerNumbers {
  return {
    elements: [elementCount(clip), ...layers.map(({ output }) => elementCount(output))],
    channels: [0, ...layers.map((layer) => (isNorm(layer) ? (layer.output[1] ?? 0) : 0))],
    macs: [0, ...layers.map((layer) => macsOf(layer))],
    storedBytes: [0, ...layers.map((layer) => tensorsOf(layer).reduce((sum, tensor) => sum + byteLength(tensor), 0))],
  };
}

/** The same of a design in closed form, without building it. @throws ShapeError where building would */
export function walkedNumbers(design: Design, stages: readonly StageFacts[]): LayerNumbers {
  const { clip, reference } = design;
  const { norm_cfg, act_cfg } = reference;
  const elements = [clip.n * reference.in_channels * clip.t * clip.h * clip.w];
  const [channels, macs, storedBytes] = [[0], [0], [0]];
  const slopes = act_cfg.type === 'PReLU' ? (act_cfg.num_parameters ?? 1) : 0;
  const add = (size: number, work: number, parameters: number, normed = 0) => {
    elements.push(size);
    channels.push(normed);
    macs.push(work);
    storedBytes.push(4 * parameters);
  };
  const sink: LayerSink = {
    conv: (out, fan, positions) => add(out * positions, out * fan * positions, out * fan),
    biasedConv: (out, fan, positions) => add(out * positions, out * fan * positions, out * fan + out),
    norm(width, positions) {
      // Running mean and variance, an int64 counter, and mostly weight and bias.
      if (norm_cfg) add(width * positions, 0, (norm_cfg.affine === false ? 2 : 4) * width + 2, width);
    },
    activate: (size) => add(size, 0, slopes),
    pool: (size) => add(size, 0, 0),
    linear: (n, from, to, bias) => add(n * to, n * from * to, from * to + (bias ? to : 0)),
    output: (size) => add(size, 0, 0),
    times() {},
  };
  walkLayers(design, sink, stages);
  return { elements, channels, macs, storedBytes };
}

function isNorm<K extends LayerKind>(layer: Layer<K>): boolean {
  return LAYERS[layer.kind].norm !== undefined;
}

function macsOf<K extends LayerKind>(layer: Layer<K>): number {
  return LAYERS[layer.kind].macs(layer.fields, layer.output);
}
