import type { OnnxNode } from '../onnx/graph';
import { elementCount, sameShape } from '../tensor/shape';
import type { GraphView } from './graphView';

/** Operators that compute each output element from the elements at the same place. */
const ELEMENTWISE: ReadonlySet<string> = new Set([
  ...['Relu', 'LeakyRelu', 'PRelu', 'Elu', 'Gelu', 'Sigmoid', 'HardSigmoid', 'HardSwish', 'Tanh', 'Erf', 'Clip'],
  ...['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Neg', 'Sqrt', 'Identity'],
]);

/** How an input takes part: as large as the output, as one number, or repeated along some axes. */
type Part = 'full' | 'scalar' | 'repeated';

/** The part each input of an element-wise node plays; null for a node of another kind. */
export function elementwiseParts(node: OnnxNode, view: GraphView): readonly Part[] | null {
  if (!ELEMENTWISE.has(node.op)) return null;
  const output = view.shapeOf(node.outputs[0] ?? '');
  return node.inputs.map((name): Part => {
    const shape = name === '' ? [] : view.shapeOf(name);
    if (sameShape(shape, output)) return 'full';
    return elementCount(shape) === 1 ? 'scalar' : 'repeated';
  });
}
