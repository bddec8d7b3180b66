import type { Architecture } from '../architecture/architecture';
import { designMetadata } from '../design/metadata';
import { halfWeights } from '../export/halfWeights';
import { toOnnx } from '../export/onnxGraph';
import { openBatch } from '../export/openBatch';
import { foldBatchNorm } from '../lowering/foldBatchNorm';
import { lower } from '../lowering/pipeline';
import { encodeModel } from '../onnx/encode';
import type { OnnxGraph } from '../onnx/graph';
import type { StateDict } from '../tensor/tensor';
import { isNamed, wordsOf } from '../text/sentence';
import { texts, type Values } from './option';
import { wordOption } from './optionValues';
import { UsageError } from './usage';

/** Options of every command that writes ONNX. */
export const ONNX_OPTIONS = texts('target', 'outputs', 'dtype', 'batch');

/** Forms of the graph: as PyTorch's exporter writes it, the same with norms folded, and lowered for a backend. */
const FORMS = {
  plain: (graph) => graph,
  folded: (graph) => foldBatchNorm.run(graph),
  webgpu: (graph) => lower(graph, 'webgpu'),
  wasm: (graph) => lower(graph, 'wasm'),
} as const satisfies Readonly<Record<string, (graph: OnnxGraph) => OnnxGraph>>;
type Form = keyof typeof FORMS;

/** The network as an ONNX file in the form that was asked for, and a few words about it. @throws UsageError */
export function onnxFile(architecture: Architecture, weights: StateDict, values: Values) {
  const form = wordOption(values, 'target', Object.keys(FORMS) as Form[], 'plain');
  const dtype = wordOption(values, 'dtype', ['float32', 'float16'], 'float32');
  const outputs = typeof values.outputs === 'string' ? values.outputs.split(',').filter((path) => path !== '') : [];
  const metadata = designMetadata(architecture.design);
  const dynamic = isDynamic(values, form);
  const made = FORMS[form](asked(() => toOnnx(architecture, weights, { outputs, metadata })));
  const graph = dynamic ? openBatch(made) : made;
  const { chunks } = encodeModel(dtype === 'float16' ? halfWeights(graph) : graph);
  const names = graph.outputs.map(({ name }) => name).join(', ');
  const clip = [dynamic ? 'N' : architecture.clip[0], ...architecture.clip.slice(1)];
  return { chunks, about: `input clip [${clip.join(', ')}], outputs ${names}` };
}

/** True where N is to be left open. @throws UsageError for a form that is made for one N */
function isDynamic(values: Values, form: Form): boolean {
  const dynamic = wordOption(values, 'batch', ['fixed', 'dynamic'], 'fixed') === 'dynamic';
  if (dynamic && form !== 'plain' && form !== 'folded')
    throw new UsageError(
      `--batch dynamic is for --target plain and folded; the ${form} form is lowered for one N, that of --input.`,
    );
  return dynamic;
}

/** A path that is none of the network's is the command line's fault. */
function asked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isNamed(error, 'UnknownOutputError')) throw new UsageError(`--outputs: ${wordsOf(error)}`);
    throw error;
  }
}
