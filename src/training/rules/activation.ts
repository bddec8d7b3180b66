import type { Activation } from '../../layers/activation';
import { multiply } from '../graphWriter';
import { rowsOf } from '../rowOrder';
import { ACTIVATION_RULES } from './activationRules';
import { defineRule } from './trainingRule';

export const activation = defineRule<Activation>({
  forward({ w, fields: { fn }, inputs: [x], inputShapes: [shape = []], parameter, mode, draw }) {
    if (!x) throw new Error('an activation without an input');
    const { lower, upper } = fn;
    const { y, slope, weightGradient } = ACTIVATION_RULES[fn.type](w, x, {
      fn,
      weight: () => parameter('weight'),
      slopes: () => (mode === 'eval' ? (lower + upper) / 2 : rowsOf(w, draw(shape, { kind: 'uniform', lower, upper }))),
    });
    return {
      output: y,
      backward: (gradient, wanted) => ({
        inputs: [wanted.inputs[0] ? multiply(w, gradient, slope()) : undefined],
        parameters: weightGradient && wanted.parameters ? { weight: weightGradient(gradient) } : {},
      }),
    };
  },
});
