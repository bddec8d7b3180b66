import { elementCount } from '../tensor/shape';
import { ACTIVATIONS, type ActivationFunction } from './activationFunctions';
import { always, defineLayer } from './layerOp';

/** An element-wise non-linearity. */
export interface Activation {
  readonly fn: ActivationFunction;
  readonly inplace: boolean;
}

export const activation = defineLayer<Activation>({
  torchClass: ({ fn }) => ACTIVATIONS[fn.type].torchClass,
  outputShape: (_, [input = []]) => input,
  tensors: ({ fn }) =>
    fn.type === 'PReLU'
      ? [{ name: 'weight', shape: [fn.numParameters], dtype: 'float32', role: 'parameter', requiresGrad: true }]
      : [],
  initial: ({ fn }) => ({ weight: always(fn.init) }),
  macs: () => 0,
  flops: ({ fn }, { output }) => ({
    mmcv: ACTIVATIONS[fn.type].countedByMmcv ? elementCount(output) : 0,
    mmengine: 0,
  }),
  onnx: ({ fn }) => ACTIVATIONS[fn.type].onnx(fn),
  torch: ({ fn, inplace }) => ACTIVATIONS[fn.type].torch(fn, inplace),
  saved: ({ fn, inplace }, { output }) => ACTIVATIONS[fn.type].saved(inplace, elementCount(output)),
  inplace: (a) => a.inplace,
});
