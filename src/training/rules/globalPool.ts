import type { GlobalPool } from '../../layers/globalPool';
import { float32 } from '../../tensor/tensor';
import { type GraphWriter, mean, multiply, reshape, subtract, type Value } from '../graphWriter';
import { defineRule } from './trainingRule';

/** [C, N·M] → [C, N]. */
export const globalPool = defineRule<GlobalPool>({
  forward({ w, fields, inputs: [input], inputShapes: [shape = []] }) {
    if (!input) throw new Error('a pool without an input');
    const [clips = 1, channels = 1] = shape;
    const x = reshape(w, input, [channels, clips, -1]);
    const positions = x.shape[2] ?? 1;
    const output = fields.type === 'avg' ? mean(w, x, [2]) : w.node('ReduceMax', [x], { axes: [2], keepdims: 0 });
    return {
      output,
      backward(gradient, wanted) {
        if (!wanted.inputs[0]) return { inputs: [undefined], parameters: {} };
        const dy = reshape(w, gradient, [channels, clips, 1]);
        const share =
          fields.type === 'avg'
            ? w.constant(float32([1, 1, positions], new Float32Array(positions).fill(1 / positions)))
            : firstOfLargest(w, x, output);
        return { inputs: [reshape(w, multiply(w, dy, share), input.shape)], parameters: {} };
      },
    };
  },
});

/** 1 at the first of the largest values along the last axis, 0 elsewhere: PyTorch's max pool gives it the whole gradient. */
function firstOfLargest(w: GraphWriter, x: Value, largest: Value): Value {
  const [channels = 1, clips = 1, positions = 1] = x.shape;
  const isLargest = w.node('Cast', [w.node('Equal', [x, reshape(w, largest, [channels, clips, 1])])], { to: FLOAT });
  const countdown = float32(
    [1, 1, positions],
    Float32Array.from({ length: positions }, (_, at) => positions - at),
  );
  const marks = multiply(w, isLargest, w.constant(countdown));
  const first = w.node('ReduceMax', [marks], { axes: [2], keepdims: 1 });
  // Marks are whole numbers, so 1 − |difference| is above 0 at the first alone.
  const closeness = subtract(w, 1, w.node('Abs', [subtract(w, marks, first)]));
  return w.node('Clip', [closeness, w.constant(float32([], Float32Array.of(0)))]);
}

/** TensorProto.DataType.FLOAT. */
const FLOAT = 1;
