import type { Architecture } from '../architecture/architecture';
import { partsByPath } from '../architecture/walk';
import { LOGITS, toOnnx } from '../export/onnxGraph';
import { lower, type Target } from '../lowering/pipeline';
import type { Attribute, OnnxGraph, OnnxNode } from '../onnx/graph';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { type Difference, differenceAt } from './difference';
import { type GraphProof, notProved, stateOf } from './graphProof';
import { toFloat32 } from './numberTypes';

const TARGETS: readonly Target[] = ['webgpu', 'wasm'];

/** What differs at most between a constant in the file and the same made anew of the weights read from it. */
const ROUNDING = 2e-6;
/** The same for weights kept as float16, where sums of taps were rounded too. */
const HALF_ROUNDING = 4e-3;

/**
 * Proves that a graph lowered by this app computes what its stated design does: lowered anew from the weights read from
 * it, it is the same graph, node by node and constant by constant. A graph that another version lowered otherwise is
 * refused as well; its plain form opens.
 */
export function proveLowered(
  graph: OnnxGraph,
  architecture: Architecture,
  weights: ReadonlyMap<string, Tensor>,
): GraphProof {
  const { full, halved } = withoutHalves(graph);
  const parts = partsByPath(architecture);
  const outputs = full.outputs.map(({ name }) => name).filter((name) => name !== LOGITS);
  const [stranger] = outputs.filter((name) => !parts.has(name));
  if (stranger !== undefined) return notProved(stranger, 'This output is no layer of the design that the file states.');
  const plain = toOnnx(architecture, stateOf(architecture, weights), { outputs });
  const found = TARGETS.map((target) => differences(full, lower(plain, target), halved ? HALF_ROUNDING : ROUNDING));
  const fewest = found.reduce((best, next) => (next.length < best.length ? next : best));
  const same = full.outputs.map(({ name }) => ({ name, path: name, pooled: false, dropped: null }));
  return { differences: fewest, notes: [], outputs: fewest.length === 0 ? same : [] };
}

/** The graph with float16 weights as float32, and without the casts. */
function withoutHalves(graph: OnnxGraph): { readonly full: OnnxGraph; readonly halved: boolean } {
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.filter(({ op, inputs, outputs }) => {
    const half = op === 'Cast' ? initializers.get(inputs[0] ?? '') : undefined;
    if (!half) return true;
    initializers.delete(inputs[0] ?? '');
    initializers.set(outputs[0] ?? '', toFloat32(half));
    return false;
  });
  return { full: { ...graph, nodes, initializers }, halved: nodes.length < graph.nodes.length };
}

function differences(found: OnnxGraph, expected: OnnxGraph, rounding: number): readonly Difference[] {
  const list: Difference[] = [];
  const add = (at: string, message: string) => list.push(differenceAt(at, message, false));
  const byOutput = new Map(expected.nodes.map((node) => [node.outputs[0] ?? '', node]));
  for (const node of found.nodes) {
    const own = byOutput.get(node.outputs[0] ?? '');
    byOutput.delete(node.outputs[0] ?? '');
    const unlike = own ? nodeDifference(node, own) : 'This network, lowered anew, has no such node.';
    if (unlike) add(node.name, unlike);
  }
  for (const { name, op } of byOutput.values())
    add(name, `The network, lowered anew, has a ${op} here, and the graph has none.`);
  for (const [name, tensor] of expected.initializers) {
    const own = found.initializers.get(name);
    if (!own || !sameValues(own, tensor, rounding))
      add(name, 'This constant is not what the weights of the file make it.');
  }
  return list;
}

function nodeDifference(found: OnnxNode, expected: OnnxNode): string | null {
  if (found.op !== expected.op) return `${found.op} stands where the network, lowered anew, has ${expected.op}.`;
  if (found.inputs.join() !== expected.inputs.join())
    return `It reads ${found.inputs.join(', ')} where the network, lowered anew, reads ${expected.inputs.join(', ')}.`;
  const names = new Set([...Object.keys(found.attributes), ...Object.keys(expected.attributes)]);
  for (const name of names) {
    const [own, there] = [found.attributes[name], expected.attributes[name]];
    if (attributeText(own) !== attributeText(there))
      return `${name} is ${attributeText(own)} where the network, lowered anew, has ${attributeText(there)}.`;
  }
  return null;
}

function attributeText(value: Attribute | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'object' && 'float' in value) return String(Math.fround(value.float));
  if (typeof value === 'object' && 'tensor' in value) return `[${value.tensor.data}]`;
  return JSON.stringify(value);
}

function sameValues(a: Tensor, b: Tensor, rounding: number): boolean {
  if (a.dtype !== b.dtype || !sameShape(a.shape, b.shape)) return false;
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return a.data.every((value, index) => value === b.data[index]);
  let [largest, apart] = [0, 0];
  for (const [index, x] of a.data.entries()) {
    const y = b.data[index] ?? 0;
    if (Object.is(x, y)) continue;
    if (!Number.isFinite(x - y)) return false;
    largest = Math.max(largest, Math.abs(x), Math.abs(y));
    apart = Math.max(apart, Math.abs(x - y));
  }
  return apart <= rounding * largest;
}
