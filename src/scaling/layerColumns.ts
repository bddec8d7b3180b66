import type { StageFacts } from '../architecture/architecture';
import { clipShape, describeNetwork } from '../architecture/describeNetwork';
import type { LayerSink } from '../architecture/layerSink';
import type { Design } from '../design/design';
import { LAYERS } from '../layers/index';
import type { TensorSink } from '../layers/layerOp';
import { elementCount, type Shape } from '../tensor/shape';
import { BYTES } from '../tensor/tensor';

/**
 * What the layers of a network are in numbers, each repeated block once: columns with the clip at 0, then the layers in
 * forward order, as `buildDistinct` would keep them.
 */
export interface LayerColumns {
  /** Elements of the output. */
  readonly elements: readonly number[];
  /** Elements that a training step keeps of a layer's own: statistics of a batch, a mask. */
  readonly own: readonly number[];
  readonly macs: readonly number[];
  readonly parameters: readonly number[];
  /** Bytes of parameters and buffers. */
  readonly storedBytes: readonly number[];
  /** Stem, blocks, conv5 and head of the whole network, each as the number of its like among the distinct ones. */
  readonly units: readonly number[];
}

const NO_SHAPE: Shape = [];

/** The columns of a design, without building it. @throws ShapeError where building would */
export function layerColumns(design: Design, stages?: readonly StageFacts[]): LayerColumns {
  const clip = clipShape(design);
  const elements = [elementCount(clip)];
  const own = [0];
  const macs = [0];
  const parameters = [0];
  const storedBytes = [0];
  const units: number[] = [];
  let trained = 0;
  let stored = 0;
  const tensors: TensorSink = {
    parameter(_name, shape) {
      const count = elementCount(shape);
      trained += count;
      stored += BYTES.float32 * count;
    },
    buffer(_name, shape, dtype = 'float32') {
      stored += BYTES[dtype] * elementCount(shape);
    },
  };
  /** Groups that are open, stages left out: the outermost is a unit. */
  let depth = 0;
  let distinct = 0;
  const sink: LayerSink<Shape, number> = {
    layer(kind, _name, fields, inputs) {
      const op = LAYERS[kind];
      const output = op.outputShape(fields, inputs[0] ?? NO_SHAPE, inputs[1] ?? NO_SHAPE);
      trained = 0;
      stored = 0;
      op.stores?.(fields, tensors);
      elements.push(elementCount(output));
      own.push(op.saved(fields, { inputs, output }).own);
      macs.push(op.macs?.(fields, output) ?? 0);
      parameters.push(trained);
      storedBytes.push(stored);
      return output;
    },
    open(kind) {
      if (kind === 'stage') return;
      if (depth === 0) units.push(distinct++);
      depth += 1;
    },
    close(kind) {
      if (kind !== 'stage') depth -= 1;
      return distinct - 1;
    },
    repeat(block, _name, input) {
      units.push(block);
      return input;
    },
  };
  describeNetwork(design, clip, sink, stages);
  return { elements, own, macs, parameters, storedBytes, units };
}
