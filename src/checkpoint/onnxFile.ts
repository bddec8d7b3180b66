import { UnreadNode } from '../equivalence/call';
import { interpret, type Reading } from '../equivalence/interpret';
import { decodeModel } from '../onnx/decode';
import type { OnnxGraph } from '../onnx/graph';
import { OPEN_SIZE } from '../onnx/onnxProto';
import { OnnxError } from '../onnx/wireReader';
import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { harmless } from '../text/harmless';
import { type ByteSource, readRange } from './byteSource';
import { CheckpointError, type OrRefusal, orRefusal } from './checkpointError';
import { type CheckpointFile, type GraphFile, inMemory } from './checkpointFile';
import { DIALECTS } from './dialects';
import { factsOfLayers, type GraphFacts } from './graphFacts';
import { layersByPath } from './graphLayers';
import { networksOf } from './graphNetworks';
import { type GraphTensors, tensorsOfLayers } from './graphTensors';
import { constantsOf, namesLayersOf, tensorsFromLayers, WEIGHTED } from './onnxLayers';
import { chooseStateDict } from './stateDictChoice';
import { statedArchitecture } from './statedDesign';

/** Protobuf cannot hold more than 2 GB; an X3D-L is 25 MB. */
const SIZE_LIMIT = 2 ** 30;

/**
 * The weights in an ONNX model: under their own names where the exporter kept them (this app's plain form, PyTorch's
 * without folding); by the layers of the stated design where this app folded or lowered the graph; else by the wiring.
 * What the graph says beside (strides, activation, epsilon) comes along. The file is read whole: its tensors have no
 * directory.
 * @param asked the first output of the network that is meant, where the file holds several
 * @throws CheckpointError
 */
export async function readOnnx(source: ByteSource, asked?: string): Promise<CheckpointFile> {
  if (source.size > SIZE_LIMIT)
    throw new CheckpointError(
      `The ONNX file has ${source.size} bytes; at most ${SIZE_LIMIT} are read, far above any X3D.`,
    );
  const whole = decode(await readRange(source, 0, source.size, 'ONNX model'));
  const [graph, ...others] = networksOf(whole);
  if (graph && others.length > 0) return oneOf([graph, ...others], asked);
  const file = fileOf(whole);
  if (asked !== undefined) chooseStateDict([{ paths: [''], names: [...file.entries.keys()] }], asked);
  return file;
}

/** The network asked for among several, each named by its first output; else the one of which most names are known. */
function oneOf(graphs: readonly [OnnxGraph, ...OnnxGraph[]], asked: string | undefined): CheckpointFile {
  const read = graphs.map((graph) => ({ graph, ...orRefusal(() => fileOf(graph)) }));
  const candidates = read.flatMap(({ graph, found: file }) =>
    file ? [{ paths: [harmless(graph.outputs[0]?.name ?? '')], names: [...file.entries.keys()], file }] : [],
  );
  const [refused] = read.flatMap(({ refusal }) => refusal ?? []);
  if (candidates.length === 0 && refused) throw refused;
  const { candidate, under, stateDicts } = chooseStateDict(candidates, asked);
  const beside = read.filter(({ found }) => found !== candidate.file).flatMap(({ graph }) => outputsOf(graph));
  return {
    ...candidate.file,
    under,
    stateDicts,
    beside,
    graph: { ...(candidate.file.graph as GraphFile), isPart: true },
  };
}

const outputsOf = ({ outputs }: OnnxGraph): readonly string[] => outputs.map(({ name }) => harmless(name));

/** The file whose graph is this one. @throws CheckpointError */
function fileOf(graph: OnnxGraph): CheckpointFile {
  const cast = withCastWeights(graph);
  const wired = readWiring(graph);
  const tensors = tensorsOf(cast, wired);
  if (tensors.size === 0) throw new CheckpointError('This ONNX model holds no tensor with a name of X3D.');
  const entries = new Map([...tensors].map(([name, tensor]) => [name, inMemory(tensor)]));
  const { found } = wired;
  return {
    format: 'onnx',
    entries,
    under: '',
    beside: [],
    metadata: graph.metadata,
    graph: {
      graph,
      tensors,
      facts: found?.facts ?? null,
      folded: found?.folded ?? false,
      isPart: false,
      lowered: isLowered(cast),
    },
  };
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

/** What the wiring of a graph says of its network. */
interface Wiring extends GraphTensors {
  readonly facts: GraphFacts;
}

/** What the wiring gives, or why it gives nothing. */
function readWiring(graph: OnnxGraph): OrRefusal<Wiring> {
  return orRefusal(() => {
    const layers = layersByPath(readAtItsClip(graph));
    const read = tensorsOfLayers(layers);
    return { ...read, facts: factsOfLayers(layers, read.epsilon) };
  });
}

/** What a graph is read at where it leaves a size open: X3D-S's clip, and two of them. */
const USUAL_CLIP: Shape = [2, 3, 13, 160, 160];

/** @throws CheckpointError that names a node which cannot be read */
function readAtItsClip(graph: OnnxGraph): Reading {
  const stated = graph.inputs[0]?.shape.slice(-USUAL_CLIP.length) ?? [];
  const clip = USUAL_CLIP.map((size, axis) => ((stated[axis] ?? OPEN_SIZE) > 0 ? (stated[axis] ?? size) : size));
  try {
    return interpret(graph, clip);
  } catch (error) {
    if (!(error instanceof UnreadNode)) throw error;
    throw new CheckpointError(`This ONNX model cannot be read as a network: ${error.node}: ${error.message}.`);
  }
}

function tensorsOf(graph: OnnxGraph, wired: OrRefusal<Wiring>): ReadonlyMap<string, Tensor> {
  const stated = statedArchitecture(graph.metadata);
  if (keepsNames(graph)) {
    const brought = stated ? constantsOf(stated) : new Set();
    return new Map([...graph.initializers].filter(([name]) => isKnown(name) && !brought.has(name)));
  }
  if (stated && namesLayersOf(graph, stated)) return tensorsFromLayers(graph, stated);
  if (isLowered(graph))
    throw new CheckpointError(
      'This ONNX model has no five axes where a 3-D convolution is expected. A model lowered for WebGPU or WASM can be read only as this app wrote it, with its design in the metadata: open that file, or the plain form.',
    );
  if (wired.refusal) throw wired.refusal;
  return wired.found.tensors;
}

/** True of a graph in which some convolution is not over T, H and W; a weight that a node makes says nothing of that. */
function isLowered({ nodes, initializers }: OnnxGraph): boolean {
  const reshaped = new Map(
    nodes.filter(({ op }) => op === 'Reshape').map(({ inputs, outputs }) => [outputs[0] ?? '', inputs] as const),
  );
  const axesOf = (weight: string): number => {
    const [from = '', shape = ''] = reshaped.get(weight) ?? [];
    if (initializers.has(from)) return initializers.get(shape)?.data.length ?? 0;
    return initializers.get(weight)?.shape.length ?? 5;
  };
  return nodes.some(({ op, inputs }) => op === 'Conv' && axesOf(inputs[1] ?? '') !== 5);
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
