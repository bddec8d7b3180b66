import { elementCount } from '../tensor/shape';
import { defineLayer } from './layerOp';

/** Dropout: identity in eval mode. */
export interface Dropout {
  readonly ratio: number;
}

export const dropout = defineLayer<Dropout>({
  torchClass: () => 'Dropout',
  outputShape: (_, input) => input,
  onnx: () => [{ op: 'Identity', from: ['x'], to: 'y' }],
  torch: (d) => `nn.Dropout(${d.ratio})`,
  saved: (_, { output }) => ({ inputs: [], output: false, own: elementCount(output) }),
});
