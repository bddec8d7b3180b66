import type { Architecture } from '../architecture/architecture';
import { build } from '../architecture/build';
import { designMetadata } from '../design/metadata';
import { toOnnx } from '../export/onnxGraph';
import { lower, TARGETS, type Target } from '../lowering/pipeline';
import { encodeModel } from '../onnx/encode';
import type { OnnxGraph } from '../onnx/graph';
import { inferShapes } from '../onnx/inferShapes';
import { type Chunks, joinChunks } from '../onnx/wireWriter';
import { elementCount } from '../tensor/shape';
import { BYTES, type StateDict } from '../tensor/tensor';
import { initWeights } from '../weights/initialise';
import { namedWeights } from '../weights/named';
import type { ExportParams, PreparedModel, PrepareParams, PrepareStep, WeightsChoice } from './messages';

/** From a design to a file. Keeps the last weights, which take longest and are wanted again and again. */
export interface Preparation {
  /** Calls `step` before each step, which may throw to stop. */
  prepare(params: PrepareParams, step: (step: PrepareStep) => Promise<void>): Promise<PreparedModel>;
  exportOnnx(params: ExportParams, step: (step: PrepareStep) => Promise<void>): Promise<Blob>;
}

/** A preparation with no weights drawn yet. */
export function createPreparation(): Preparation {
  const weightsOf = rememberLast(drawWeights);
  return {
    async prepare({ design, weights, target, outputs }, step) {
      const ms = { weights: 0, export: 0, lower: 0, encode: 0 };
      const timed = async <T>(name: PrepareStep, work: () => T): Promise<T> => {
        await step(name);
        const start = performance.now();
        const result = work();
        ms[name] = performance.now() - start;
        return result;
      };
      const architecture = build(design);
      const stateDict = await timed('weights', () => weightsOf(architecture, weights));
      const plain = await timed('export', () => toOnnx(architecture, stateDict, { outputs }));
      const lowered = await timed('lower', () => lower(plain, target));
      const model = await timed('encode', () => joinChunks(encodeModel(lowered)));
      return { model, ms, ...factsOf(lowered, target) };
    },
    async exportOnnx({ design, weights, form, outputs }, step) {
      await step('weights');
      const architecture = build(design);
      const stateDict = weightsOf(architecture, weights);
      await step('export');
      const plain = toOnnx(architecture, stateDict, { outputs, metadata: designMetadata(design) });
      await step('lower');
      const graph = form === 'plain' ? plain : lower(plain, form);
      await step('encode');
      return blobOf(encodeModel(graph));
    },
  };
}

function drawWeights(architecture: Architecture, choice: WeightsChoice): StateDict {
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

function factsOf(graph: OnnxGraph, target: Target): Omit<PreparedModel, 'model' | 'ms'> {
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

function blobOf({ chunks }: Chunks): Blob {
  // Blob wants to be told that no chunk is shared memory, and none of ours is.
  return new Blob(chunks as Uint8Array<ArrayBuffer>[], { type: 'application/octet-stream' });
}
