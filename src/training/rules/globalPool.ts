import type { GlobalPool } from '../../layers/globalPool';
import { elementCount } from '../../tensor/shape';
import { float32 } from '../../tensor/tensor';
import { type GraphWriter, mean, multiply, reshape, subtract, type Value } from '../graphWriter';
import { byClip, overRows, placesInClip } from '../rowOrder';
import { defineRule } from './trainingRule';

/** The mean or the largest of each clip's M = T·H·W values a channel: [C, N·M] → [C, N]. */
export const globalPool = defineRule<GlobalPool>({
  forward({ w, fields, inputs: [input], inputShapes: [shape = []] }) {
    if (!input) throw new Error('a pool without an input');
    const [clips = 1, channels = 1, frames = 1] = shape;
    const { shape: apart, axis } = byClip(w, channels, clips);
    const x = reshape(w, input, apart);
    const positions = x.shape[axis] ?? 1;
    const output = fields.type === 'avg' ? mean(w, x, [axis]) : w.node('ReduceMax', [x], { axes: [axis], keepdims: 0 });
    return {
      output,
      backward(gradient, wanted) {
        if (!wanted.inputs[0]) return { inputs: [undefined], parameters: {} };
        const spread =
          fields.type === 'avg'
            ? equalShares(w, gradient, frames, positions)
            : multiply(
                w,
                reshape(w, gradient, x.shape.with(axis, 1)),
                firstOfLargest(w, x, axis, output, placesInClip(w, frames, positions)),
              );
        return { inputs: [reshape(w, spread, input.shape)], parameters: {} };
      },
    };
  },
});

/** The gradient of a mean: each place of a clip gets an equal share, by a product with ones that broadcasts it. */
function equalShares(w: GraphWriter, gradient: Value, frames: number, positions: number): Value {
  const { value } = overRows(w, multiply(w, gradient, 1 / positions), frames);
  const places = w.order === 'NTHW' ? [1, 1, positions] : [1, positions / frames, 1];
  return multiply(w, value, w.constant(float32(places, new Float32Array(elementCount(places)).fill(1))));
}

/**
 * 1 at the first of the largest values along an axis, 0 elsewhere: PyTorch's max pool gives it the whole gradient.
 * @param places index in T, H, W order of each value along the axis, by which the first is found
 */
function firstOfLargest(w: GraphWriter, x: Value, axis: 1 | 2, largest: Value, places: readonly number[]): Value {
  const best = reshape(w, largest, x.shape.with(axis, 1));
  const isLargest = w.node('Cast', [w.node('Equal', [x, best])], { to: FLOAT });
  const marks = multiply(
    w,
    isLargest,
    along(
      w,
      axis,
      Float32Array.from(places, (place) => places.length - place),
    ),
  );
  const first = w.node('ReduceMax', [marks], { axes: [axis], keepdims: 1 });
  // Marks are whole numbers, so 1 − |difference| is above 0 at the first alone.
  const closeness = subtract(w, 1, w.node('Abs', [subtract(w, marks, first)]));
  return w.node('Clip', [closeness, w.constant(float32([], Float32Array.of(0)))]);
}

/** A vector along an axis of [C, ·, ·]. */
function along(w: GraphWriter, axis: 1 | 2, vector: Float32Array<ArrayBuffer>): Value {
  return w.constant(float32([1, 1, 1].with(axis, vector.length), vector));
}

/** TensorProto.DataType.FLOAT. */
const FLOAT = 1;
