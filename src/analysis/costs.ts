import type { Architecture, Layer, StageFacts } from '../architecture/architecture';
import { clipShape, describeNetwork } from '../architecture/describeNetwork';
import type { LayerSink } from '../architecture/layerSink';
import { isGroup, type Part } from '../architecture/walk';
import type { Design } from '../design/design';
import { type FieldsOf, LAYERS, type LayerKind } from '../layers/index';
import type { Flops, TensorSink } from '../layers/layerOp';
import { elementCount, type Shape } from '../tensor/shape';
import { BYTES, type DType } from '../tensor/tensor';

/** What a layer, block, stage or network holds and does in one forward pass of the whole batch, N clips. */
export interface Counts {
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
}

/** The counts of a layer, block, stage or network, and its FLOPs as tools count them. */
export interface Costs extends Counts {
  readonly flops: Flops;
}

export function costsOfLayer<K extends LayerKind>({ kind, fields, inputShapes, output }: Layer<K>): Costs {
  const sum = new CostSum();
  sum.layer(kind, fields, inputShapes, output);
  return sum.costs();
}

/**
 * Costs of the network a design stands for, without building it.
 * @param stages the design's own `stageFacts`, where they are known already
 * @throws ShapeError where building would
 */
export function designCosts(design: Design, stages?: readonly StageFacts[]): Costs {
  const sum = new CostSum();
  describeNetwork(design, clipShape(design), summing(sum), stages);
  return sum.costs();
}

/**
 * Counts of the network a design stands for, without tools' FLOPs: what sweeps and searches ask a hundred thousand times.
 * @throws ShapeError where building would
 */
export function designCounts(design: Design, stages?: readonly StageFacts[]): Counts {
  const sum = new CountSum();
  describeNetwork(design, clipShape(design), summing(sum), stages);
  return sum.counts();
}

/** The sink that adds up the layers of a network. */
function summing(sum: CountSum): LayerSink<Shape, void> {
  return {
    layer(kind, _name, fields, inputs) {
      const output = LAYERS[kind].outputShape(fields, inputs[0] ?? NO_SHAPE, inputs[1] ?? NO_SHAPE);
      sum.layer(kind, fields, inputs, output);
      return output;
    },
    open(kind, _name, times) {
      if (kind === 'block') sum.times = times;
    },
    close(kind) {
      if (kind === 'block') sum.times = 1;
    },
    // It was counted with the block that it repeats.
    repeat: (_block, _name, input) => input,
  };
}

const NO_SHAPE: Shape = [];

/** Adds up what layers hold and do. */
class CountSum implements TensorSink {
  parameters = 0;
  buffers = 0;
  weightBytes = 0;
  macs = 0;
  convActivations = 0;
  activations = 0;
  /** How often what is added stands in the network. */
  times = 1;

  layer<K extends LayerKind>(kind: K, fields: FieldsOf[K], _inputs: readonly Shape[], output: Shape): void {
    const { stores, macs, convolution } = LAYERS[kind];
    const elements = this.times * elementCount(output);
    stores?.(fields, this);
    this.activations += elements;
    if (convolution) this.convActivations += elements;
    if (macs) this.macs += this.times * macs(fields, output);
  }

  parameter(_name: string, shape: Shape): void {
    const elements = this.times * elementCount(shape);
    this.parameters += elements;
    this.weightBytes += BYTES.float32 * elements;
  }

  buffer(_name: string, shape: Shape, dtype: DType = 'float32'): void {
    const elements = this.times * elementCount(shape);
    this.buffers += elements;
    this.weightBytes += BYTES[dtype] * elements;
  }

  counts(): Counts {
    const { parameters, buffers, weightBytes, macs, convActivations, activations } = this;
    return { parameters, buffers, weightBytes, macs, convActivations, activations };
  }
}

/** Adds up the conventions of mmaction2's tools besides. */
class CostSum extends CountSum {
  readonly #flops = { mmcv: 0, mmengine: 0 };

  override layer<K extends LayerKind>(kind: K, fields: FieldsOf[K], inputs: readonly Shape[], output: Shape): void {
    super.layer(kind, fields, inputs, output);
    const beyond = LAYERS[kind].beyondMacs?.(fields, { inputs, output });
    this.#flops.mmcv += this.times * (beyond?.mmcv ?? 0);
    this.#flops.mmengine += this.times * (beyond?.mmengine ?? 0);
  }

  costs(): Costs {
    const counts = this.counts();
    const flops = { mmcv: counts.macs + this.#flops.mmcv, mmengine: counts.macs + this.#flops.mmengine };
    return { ...counts, flops };
  }
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

function sumOf(parts: readonly Part[], costs: (part: Part) => Costs): Costs {
  return parts.map(costs).reduce(plus, new CostSum().costs());
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
