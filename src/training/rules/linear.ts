import type { Linear } from '../../layers/linear';
import { gemm, reshape, sum } from '../graphWriter';
import { defineRule } from './trainingRule';

/** [in, N] → [out, N]. */
export const linear = defineRule<Linear>({
  forward({ w, fields, inputs: [x], parameter }) {
    if (fields.everyPosition) throw new Error('a linear layer at every position does not train');
    if (!x) throw new Error('a linear layer without an input');
    const weight = parameter('weight');
    const plus = fields.bias ? { plus: reshape(w, parameter('bias'), [fields.out, 1]) } : {};
    return {
      output: gemm(w, weight, x, plus),
      backward: (gradient, wanted) => ({
        inputs: [wanted.inputs[0] ? gemm(w, weight, gradient, { transA: true }) : undefined],
        parameters: wanted.parameters
          ? {
              weight: gemm(w, gradient, x, { transB: true }),
              ...(fields.bias && { bias: sum(w, gradient, [1]) }),
            }
          : {},
      }),
    };
  },
});
