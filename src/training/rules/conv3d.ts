import type { Conv3d } from '../../layers/conv3d';
import type { Triple } from '../../layers/layerOp';
import { elementCount, type Shape } from '../../tensor/shape';
import { addBorder } from '../convolution/border';
import { chooseForm } from '../convolution/chooseForm';
import { geometryOf } from '../convolution/convolution';
import { add, reshape, sum } from '../graphWriter';
import { defineRule } from './trainingRule';

/** [Cin, N·T·H·W] → [Cout, N·T′·H′·W′], in the form that suits its shape and the order of rows. */
export const conv3d = defineRule<Conv3d>({
  // Each output pixel once for each tap in a plane (`pixelsByTap`).
  inColumns({ in: channels, kernel: [, rows, columns] }, [n = 1, , ...sizes]) {
    return rows * columns === 1 ? 0 : rows * columns * channels * n * elementCount(sizes);
  },
  forward({ w, fields: c, inputs: [x], inputShapes: [shape = []], output, parameter }) {
    if (!x) throw new Error('a convolution without an input');
    const sizes = sizesOf(shape);
    const padded = c.padding.some((size) => size > 0);
    const border = c.paddingMode !== 'zeros' && padded ? addBorder(w, x, sizes, c.padding, c.paddingMode) : null;
    const geometry = geometryOf(c, shape[0] ?? 1, sizes, sizesOf(output), border !== null);
    const weight = reshape(w, parameter('weight'), [c.out, -1]);
    const convolved = chooseForm(c, geometry, w.order)(w, border?.output ?? x, weight, geometry);
    return {
      output: c.bias ? add(w, convolved.output, reshape(w, parameter('bias'), [c.out, 1])) : convolved.output,
      backward(gradient, wanted) {
        const intoBorder = wanted.inputs[0] ? convolved.input(gradient) : undefined;
        return {
          inputs: [border && intoBorder ? border.input(intoBorder) : intoBorder],
          parameters: wanted.parameters
            ? { weight: convolved.weight(gradient), ...(c.bias && { bias: sum(w, gradient, [1]) }) }
            : {},
        };
      },
    };
  },
});

function sizesOf([, , t = 1, h = 1, w = 1]: Shape): Triple {
  return [t, h, w];
}
