import type { Architecture } from '../architecture/architecture';
import { build } from '../architecture/build';
import { stateDictOf } from '../architecture/walk';
import { isBatchCount } from '../checkpoint/nameMatches';
import { writePth, writeSafetensors } from '../checkpoint/writeCheckpoint';
import { designMetadata } from '../design/metadata';
import { halfWeights } from '../export/halfWeights';
import { CONV5, toOnnx } from '../export/onnxGraph';
import { openBatch } from '../export/openBatch';
import type { ChosenForms } from '../lowering/chooseChannelwise';
import { reweighted } from '../lowering/derived';
import { foldBatchNorm } from '../lowering/foldBatchNorm';
import { inFloat16 } from '../lowering/inFloat16';
import { lower, TARGETS, type Target } from '../lowering/pipeline';
import { encodeModel } from '../onnx/encode';
import type { OnnxGraph } from '../onnx/graph';
import { inferShapes } from '../onnx/inferShapes';
import { joinChunks } from '../onnx/wireWriter';
import { elementCount } from '../tensor/shape';
import { BYTES, type StateDict, type Tensor } from '../tensor/tensor';
import { initWeights } from '../weights/initialise';
import { namedWeights } from '../weights/named';
import { type Checkpoints, createCheckpoints } from './checkpoints';
import type {
  ExportParams,
  ExportWeightsParams,
  PreparedModel,
  PrepareParams,
  PrepareStep,
  WeightsChoice,
} from './studioProtocol';

/** Called before each step of a preparation; it may throw to stop. */
type OnStep = (step: PrepareStep) => Promise<void>;

/** Weights, and which of them are random. */
interface ChosenWeights {
  readonly weights: StateDict;
  readonly drawn: ReadonlySet<string>;
  /** Keys of those that hold NaN or infinite values. */
  readonly nonFinite: ReadonlySet<string>;
}

/**
 * Makes files of designs. Keeps the last weights, which take longest and are wanted again and again: none are drawn yet,
 * and those of checkpoints come from the ones that stand open.
 */
export function createPreparation(checkpoints: Checkpoints = createCheckpoints()) {
  const drawn = rememberLast(drawWeights);
  const lowered = rememberLowered();
  /** A network's weights, and the keys of those whose values no file gave. */
  const weightsOf = async (architecture: Architecture, choice: WeightsChoice): Promise<ChosenWeights> => {
    if (choice.kind !== 'checkpoint') {
      const weights = drawn(architecture, choice);
      return { weights, drawn: new Set(weights.keys()), nonFinite: new Set() };
    }
    const { weights, ledger } = await checkpoints.load(architecture, choice);
    const nonFinite = ledger.loaded.filter((row) => row.nonFinite).map(({ key }) => key);
    return { weights, drawn: new Set(ledger.drawn), nonFinite: new Set(nonFinite) };
  };
  return {
    weightsOf,
    async prepare(params: PrepareParams, step: OnStep): Promise<PreparedModel> {
      const { design, weights, target, outputs, form = 'lowered', chosen: forms = {}, float16 = false } = params;
      const ms = { weights: 0, export: 0, lower: 0, encode: 0 };
      const timed = async <T>(name: PrepareStep, work: () => T | Promise<T>): Promise<T> => {
        await step(name);
        const start = performance.now();
        const result = await work();
        ms[name] = performance.now() - start;
        return result;
      };
      const architecture = build(design);
      const chosen = await timed('weights', () => weightsOf(architecture, weights));
      const plain = await timed('export', () => toOnnx(architecture, chosen.weights, { outputs: [CONV5, ...outputs] }));
      const graph = await timed('lower', () => {
        const made = form === 'plain' ? plain : lowered(plain, target, forms, architecture, chosen.weights);
        return float16 ? inFloat16(made) : made;
      });
      const model = await timed('encode', () => joinChunks(encodeModel(graph)));
      return { model, ms, tensors: countTensors(architecture, chosen), ...factsOf(graph, target) };
    },
    async exportOnnx(params: ExportParams, step: OnStep): Promise<Blob> {
      const { design, weights, form, batch, dtype, outputs, metadata = new Map() } = params;
      await step('weights');
      const architecture = build(design);
      const chosen = await weightsOf(architecture, weights);
      await step('export');
      const plain = toOnnx(architecture, chosen.weights, {
        outputs,
        metadata: new Map([...designMetadata(design), ...metadata]),
      });
      await step('lower');
      const made = FORMS[form](plain);
      const graph = batch === 'dynamic' && (form === 'plain' || form === 'folded') ? openBatch(made) : made;
      await step('encode');
      return blobOf(encodeModel(dtype === 'float16' ? halfWeights(graph) : graph).chunks);
    },
    async exportWeights(params: ExportWeightsParams, step: OnStep): Promise<Blob> {
      const { design, weights, format, naming, metadata } = params;
      await step('weights');
      const chosen = await weightsOf(build(design), weights);
      await step('encode');
      const write = format === 'pth' ? writePth : writeSafetensors;
      return blobOf(write(chosen.weights, { design, naming, ...(metadata && { provenance: metadata }) }));
    },
  };
}

/** What each form of an exported graph is made by. */
const FORMS: Readonly<Record<ExportParams['form'], (plain: OnnxGraph) => OnnxGraph>> = {
  plain: (plain) => plain,
  folded: (plain) => foldBatchNorm.run(plain),
  webgpu: (plain) => lower(plain, 'webgpu'),
  wasm: (plain) => lower(plain, 'wasm'),
};

/** A norm's counter of batches has no say in what is computed: it is not counted among the tensors. */
function countTensors(architecture: Architecture, { drawn, nonFinite }: ChosenWeights): PreparedModel['tensors'] {
  const keys = stateDictOf(architecture)
    .map(({ key }) => key)
    .filter((key) => !isBatchCount(key));
  return { stored: keys.length, drawn: keys.filter((key) => drawn.has(key)).length, nonFinite: nonFinite.size };
}

type DrawnChoice = Exclude<WeightsChoice, { kind: 'checkpoint' }>;

function drawWeights(architecture: Architecture, choice: DrawnChoice): StateDict {
  return choice.kind === 'init' ? initWeights(architecture, choice.seed) : namedWeights(architecture);
}

/** Weights depend on the design but not on the clip, so dragging the number of frames draws nothing anew. */
function rememberLast(draw: typeof drawWeights): typeof drawWeights {
  let known: { readonly key: string; readonly weights: StateDict } | null = null;
  return (architecture, choice) => {
    const { reference, head, overrides } = architecture.design;
    const key = JSON.stringify([reference, head, overrides, choice]);
    if (known?.key !== key) known = { key, weights: draw(architecture, choice) };
    return known.weights;
  };
}

/**
 * Lowers, or puts new weights into the last lowered graph where nothing else has changed: its nodes follow from the
 * design, and its constants know how they came from weights.
 */
function rememberLowered() {
  let known: { readonly key: string; readonly weights: StateDict; readonly graph: OnnxGraph } | null = null;
  return (
    plain: OnnxGraph,
    target: Target,
    forms: ChosenForms,
    { design }: Architecture,
    weights: StateDict,
  ): OnnxGraph => {
    const key = JSON.stringify([design, plain.outputs, target, forms]);
    const replaced = new Map<Tensor, Tensor>();
    if (known?.key === key) {
      for (const [name, tensor] of known.weights) replaced.set(tensor, weights.get(name) ?? tensor);
      return reweighted(known.graph, replaced);
    }
    const graph = lower(plain, target, forms);
    // Kept without the values that encoding is about to ask for.
    known = { key, weights, graph: reweighted(graph, replaced) };
    return graph;
  };
}

function factsOf(graph: OnnxGraph, target: Target): Omit<PreparedModel, 'model' | 'ms' | 'tensors'> {
  return {
    layout: TARGETS[target].layout,
    outputs: graph.outputs.map(({ name, shape }) => ({ name, shape })),
    nodeCount: graph.nodes.length,
    origins: new Map(graph.nodes.map(({ name, origins }) => [name, origins])),
    largest: largestOf(graph),
  };
}

/** All values are float32 but for a few constants of integers, which are never the largest. */
function largestOf(graph: OnnxGraph): PreparedModel['largest'] {
  const sized = Array.from(inferShapes(graph), ([name, shape]) => {
    return { name, shape, bytes: elementCount(shape) * BYTES.float32 };
  });
  return sized.reduce((largest, each) => (each.bytes > largest.bytes ? each : largest));
}

function blobOf(chunks: readonly Uint8Array[]): Blob {
  // Blob wants to be told that no chunk is shared memory, and none of ours is.
  return new Blob(chunks as Uint8Array<ArrayBuffer>[], { type: 'application/octet-stream' });
}
