import { elementCount } from '../tensor/shape';
import type { ActivationFunction } from './activationFunction';
import { ACTIVATIONS } from './activationFunctions';
import { always, defineLayer, NO_FLOPS } from './layerOp';

/** An element-wise non-linearity. */
export interface Activation {
  readonly fn: ActivationFunction;
  readonly inplace: boolean;
}

export const activation = defineLayer<Activation>({
  torchClass: ({ fn: { type } }) => ACTIVATIONS[type].torchClass ?? type,
  outputShape: (_, input) => input,
  stores({ fn }, sink) {
    if (fn.type === 'PReLU') sink.parameter('weight', [fn.numParameters]);
  },
  initial: ({ fn }) => ({ weight: always(fn.init) }),
  beyondMacs: ({ fn }, { output }) =>
    ACTIVATIONS[fn.type].countedByMmcv ? { mmcv: elementCount(output), mmengine: 0 } : NO_FLOPS,
  onnx: ({ fn }) => ACTIVATIONS[fn.type].onnx(fn),
  torch({ fn, inplace }) {
    const { torchClass = fn.type, written = `nn.${torchClass}`, takesInplace, args } = ACTIVATIONS[fn.type];
    return `${written}(${[...(args?.(fn) ?? []), ...(takesInplace && inplace ? ['inplace=True'] : [])].join(', ')})`;
  },
  saved: ({ fn, inplace }, { output }) => ACTIVATIONS[fn.type].saved(inplace, elementCount(output)),
  inplace: (a) => a.inplace,
  activation: ({ fn }) => fn,
});
