import { decodeModel } from '../onnx/decode';
import type { OnnxGraph } from '../onnx/graph';
import { OnnxError } from '../onnx/wireReader';
import type { Tensor } from '../tensor/tensor';
import { type ByteSource, readRange } from './byteSource';
import { CheckpointError } from './checkpointError';
import type { CheckpointFile, LazyTensor } from './checkpointFile';
import { DIALECTS } from './dialects';
import { constantsOf, namesLayersOf, tensorsFromLayers, WEIGHTED } from './onnxLayers';
import { tensorsFromWiring } from './onnxStructure';
import { statedArchitecture } from './statedDesign';

/** Protobuf cannot hold more than 2 GB; an X3D-L is 25 MB. */
const SIZE_LIMIT = 2 ** 30;

/**
 * The weights in an ONNX model: under their own names where the exporter kept them (this app's plain form, PyTorch's
 * without folding); by the layers of the stated design where this app folded or lowered the graph; else read off the
 * graph's wiring. The file is read whole: its tensors have no directory.
 * @throws CheckpointError
 */
export async function readOnnx(source: ByteSource): Promise<CheckpointFile> {
  if (source.size > SIZE_LIMIT)
    throw new CheckpointError(
      `The ONNX file has ${source.size} bytes; at most ${SIZE_LIMIT} are read, far above any X3D.`,
    );
  const graph = withCastWeights(decode(await readRange(source, 0, source.size, 'ONNX model')));
  const tensors = tensorsOf(graph);
  if (tensors.size === 0) throw new CheckpointError('This ONNX model holds no tensor with a name of X3D.');
  const entries = new Map([...tensors].map(([name, tensor]) => [name, inMemory(tensor)]));
  return { format: 'onnx', entries, under: '', beside: [], metadata: graph.metadata };
}

function decode(bytes: Uint8Array): OnnxGraph {
  try {
    return decodeModel(bytes);
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    throw new CheckpointError(`This is no ONNX model that can be read. ${error.message}`);
  }
}

/** Weights kept as float16 are cast before they are used: the graph with those under the names they are used by. */
function withCastWeights(graph: OnnxGraph): OnnxGraph {
  const initializers = new Map(graph.initializers);
  for (const { op, inputs, outputs } of graph.nodes) {
    const tensor = op === 'Cast' ? initializers.get(inputs[0] ?? '') : undefined;
    if (tensor) initializers.set(outputs[0] ?? '', tensor);
  }
  return { ...graph, initializers };
}

function tensorsOf(graph: OnnxGraph): ReadonlyMap<string, Tensor> {
  const stated = statedArchitecture(graph.metadata);
  if (keepsNames(graph)) {
    const brought = stated ? constantsOf(stated) : new Set();
    return new Map([...graph.initializers].filter(([name]) => isKnown(name) && !brought.has(name)));
  }
  return stated && namesLayersOf(graph, stated) ? tensorsFromLayers(graph, stated) : tensorsFromWiring(graph);
}

/**
 * True when every weight still has its own name. Exporters that fold a norm give the convolution a nameless bias, and
 * those that share equal constants let two norms read one name.
 */
function keepsNames({ nodes, initializers }: OnnxGraph): boolean {
  const read = nodes
    .filter(({ op }) => WEIGHTED.includes(op))
    .flatMap(({ inputs }) => inputs.filter((name) => (initializers.get(name)?.shape.length ?? 0) > 0));
  const squeezed = read.every(
    (name) => isKnown(name) && !/(?:conv1_s|conv1_t|conv[1235]|downsample)\.conv\.bias$/.test(name),
  );
  return squeezed && new Set(read).size === read.length;
}

const isKnown = (name: string) => Object.values(DIALECTS).some((dialect) => dialect.read(name) !== null);

const inMemory = (tensor: Tensor): LazyTensor => ({
  dtype: tensor.dtype,
  shape: tensor.shape,
  read: async () => tensor,
});
