import type { Layer } from '../architecture/architecture';
import { macsOf, tensorsOf } from '../architecture/walk';
import { LAYERS, type LayerKind } from '../layers/index';
import { elementCount, type Shape } from '../tensor/shape';
import { exactText } from '../text/numberText';

/** A formula with its numbers put in, line by line. */
export type Formula = readonly string[];

/** Parameters of a layer: what it stores, tensor by tensor. */
export function parameterFormula<K extends LayerKind>(layer: Layer<K>): Formula {
  const stored = tensorsOf(layer).filter(({ role }) => role === 'parameter');
  if (stored.length === 0) return ['It stores nothing that is learnt.'];
  const counts = stored.map(({ name, shape }) => `${name}: ${product(shape)}`);
  const whole = stored.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  return stored.length === 1 ? counts : [...counts, `together ${exactText(whole)}`];
}

/** Multiply-accumulates of a layer: outputs times the weights that each of them sees. */
export function macsFormula<K extends LayerKind>(layer: Layer<K>): Formula {
  const macs = macsOf(layer);
  if (macs === 0) return ['The field counts multiplications with weights only; this layer has none.'];
  const weight = tensorsOf(layer).find(({ shape }) => shape.length > 1);
  const outputs = elementCount(layer.output);
  return [
    `outputs: ${product(layer.output)}`,
    `each sees ${weight ? product(weight.shape.slice(1)) : exactText(macs / outputs)} weights`,
    `${exactText(outputs)} × ${exactText(macs / outputs)} = ${exactText(macs)}`,
    'A bias is an addition and is not counted.',
  ];
}

/** How frames, rows and columns of the output follow from the input, where the layer looks around: one line an axis. */
export function sizeFormula<K extends LayerKind>(layer: Layer<K>): Formula {
  const window = LAYERS[layer.kind].window?.(layer.fields);
  const [input] = layer.inputShapes;
  if (!window || !input) return [];
  return ['T', 'H', 'W'].flatMap((axis, index) => {
    const [size, kernel, stride, padding, out] = [
      input[index + 2],
      window.kernel[index],
      window.stride[index],
      window.padding[index],
      layer.output[index + 2],
    ];
    // A window of one at a stride of one changes nothing.
    if (kernel === 1 && stride === 1) return [];
    return [`${axis}: ⌊(${size} + 2 × ${padding} − ${kernel}) / ${stride}⌋ + 1 = ${out}`];
  });
}

/** Elements of a shape: `216 × 13 × 10 × 10 = 280 800`. */
export function product(shape: Shape): string {
  const elements = exactText(elementCount(shape));
  return shape.length < 2 ? elements : `${shape.join(' × ')} = ${elements}`;
}
