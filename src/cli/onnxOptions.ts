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
import type { Option, Values } from './option';
import { UsageError } from './usage';

/** Options of every command that writes ONNX. */
export const ONNX_OPTIONS: Readonly<Record<string, Option>> = {
  target: { type: 'string' },
  outputs: { type: 'string' },
  dtype: { type: 'string' },
  batch: { type: 'string' },
};

/** Forms of the graph: as PyTorch's exporter writes it, the same with norms folded, and lowered for a backend. */
const FORMS: ReadonlyMap<string, (graph: OnnxGraph) => OnnxGraph> = new Map(
  Object.entries<(graph: OnnxGraph) => OnnxGraph>({
    plain: (graph) => graph,
    folded: (graph) => foldBatchNorm.run(graph),
    webgpu: (graph) => lower(graph, 'webgpu'),
    wasm: (graph) => lower(graph, 'wasm'),
  }),
);

/** The network as an ONNX file in the form that was asked for, and a few words about it. @throws UsageError */
export function onnxFile(architecture: Architecture, weights: StateDict, values: Values) {
  const form = FORMS.get(String(values.target ?? 'plain'));
  if (!form) throw new UsageError(`--target is ${[...FORMS.keys()].join(', ')}; found ${values.target}.`);
  const dtype = values.dtype ?? 'float32';
  if (dtype !== 'float32' && dtype !== 'float16')
    throw new UsageError(`--dtype is float32 or float16; found ${dtype}.`);
  const outputs = typeof values.outputs === 'string' ? values.outputs.split(',').filter((path) => path !== '') : [];
  const metadata = designMetadata(architecture.design);
  const dynamic = isDynamic(values);
  const made = form(asked(() => toOnnx(architecture, weights, { outputs, metadata })));
  const graph = dynamic ? openBatch(made) : made;
  const { chunks } = encodeModel(dtype === 'float16' ? halfWeights(graph) : graph);
  const names = graph.outputs.map(({ name }) => name).join(', ');
  const clip = [dynamic ? 'N' : architecture.clip[0], ...architecture.clip.slice(1)];
  return { chunks, about: `input clip [${clip.join(', ')}], outputs ${names}` };
}

/** True where N is to be left open. @throws UsageError for a form that is made for one N */
function isDynamic({ batch = 'fixed', target = 'plain' }: Values): boolean {
  if (batch !== 'fixed' && batch !== 'dynamic') throw new UsageError(`--batch is fixed or dynamic; found ${batch}.`);
  if (batch === 'dynamic' && target !== 'plain' && target !== 'folded')
    throw new UsageError(
      `--batch dynamic is for --target plain and folded; the ${target} form is lowered for one N, that of --input.`,
    );
  return batch === 'dynamic';
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
