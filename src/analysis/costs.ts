import type { Architecture, Layer } from '../architecture/architecture';
import { isGroup, layersOf, type Part, tensorsOf } from '../architecture/walk';
import { LAYERS, type LayerKind } from '../layers/index';
import type { Flops } from '../layers/layerOp';
import { elementCount } from '../tensor/shape';
import { byteLength } from '../tensor/tensor';

/** What a layer, block, stage or network costs for one forward pass of the whole batch, N clips. */
export interface Costs {
  /** Elements of all parameters. */
  readonly parameters: number;
  /** Elements of all buffers (running statistics, batch counters). */
  readonly buffers: number;
  /** Bytes of parameters and buffers as stored. */
  readonly weightBytes: number;
  /** Multiply-accumulates of convolutions and linear layers; biases are not counted. */
  readonly macs: number;
  /** Elements of the outputs of convolutions: the field's own activation measure. */
  readonly convActivations: number;
  /** Elements of the outputs of all layers. */
  readonly activations: number;
  readonly flops: Flops;
}

const NOTHING: Costs = {
  parameters: 0,
  buffers: 0,
  weightBytes: 0,
  macs: 0,
  convActivations: 0,
  activations: 0,
  flops: { mmcv: 0, mmengine: 0 },
};

/** Costs of one layer. */
export function costsOfLayer<K extends LayerKind>(layer: Layer<K>): Costs {
  const op = LAYERS[layer.kind];
  const tensors = tensorsOf(layer);
  const count = (role: 'parameter' | 'buffer') =>
    tensors.reduce((sum, tensor) => sum + (tensor.role === role ? elementCount(tensor.shape) : 0), 0);
  const elements = elementCount(layer.output);
  return {
    parameters: count('parameter'),
    buffers: count('buffer'),
    weightBytes: tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0),
    macs: op.macs(layer.fields, layer.output),
    convActivations: op.torchClass(layer.fields) === 'Conv3d' ? elements : 0,
    activations: elements,
    flops: op.flops(layer.fields, { inputs: layer.inputShapes, output: layer.output }),
  };
}

/** Costs of every layer and group by path, and of the whole network under ''. One pass over the tree. */
export function costsByPath(architecture: Architecture): ReadonlyMap<string, Costs> {
  const costs = new Map<string, Costs>();
  const visit = (part: Part): Costs => {
    if (isGroup(part) && part.twin) return repeat(part, part.twin);
    const total = isGroup(part) ? sumOf(part.children, visit) : costsOfLayer(part);
    costs.set(part.path, total);
    return total;
  };
  /** What repeats another part costs the same. */
  const repeat = (part: Part, other: Part): Costs => {
    const total = costs.get(other.path);
    if (!total) throw new Error(`${part.path} repeats ${other.path}, which does not come before it`);
    costs.set(part.path, total);
    if (isGroup(part) && isGroup(other)) {
      part.children.forEach((child, index) => {
        repeat(child, other.children[index] ?? other);
      });
    }
    return total;
  };
  costs.set('', sumOf(architecture.parts, visit));
  return costs;
}

/** Costs of the whole network alone: a block that repeats another is not looked into. */
export function totalCosts({ parts }: Architecture): Costs {
  const blocks = new Map<Part, Costs>();
  const total = (part: Part): Costs => {
    if (!isGroup(part)) return costsOfLayer(part);
    const known = part.twin && blocks.get(part.twin);
    if (known) return known;
    const costs = sumOf(part.children, total);
    blocks.set(part, costs);
    return costs;
  };
  return sumOf(parts, total);
}

/** Costs of any part of the network. */
export function costsOf(part: Part): Costs {
  return layersOf(part)
    .map((layer) => costsOfLayer(layer))
    .reduce(plus, NOTHING);
}

function sumOf(parts: readonly Part[], costs: (part: Part) => Costs): Costs {
  return parts.map(costs).reduce(plus, NOTHING);
}

function plus(a: Costs, b: Costs): Costs {
  return {
    parameters: a.parameters + b.parameters,
    buffers: a.buffers + b.buffers,
    weightBytes: a.weightBytes + b.weightBytes,
    macs: a.macs + b.macs,
    convActivations: a.convActivations + b.convActivations,
    activations: a.activations + b.activations,
    flops: { mmcv: a.flops.mmcv + b.flops.mmcv, mmengine: a.flops.mmengine + b.flops.mmengine },
  };
}
