import { build } from '../architecture/build';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../design/design';
import type { Target } from '../lowering/pipeline';
import type { OnnxGraph } from '../onnx/graph';
import type { Session } from '../runtime/session';
import { relativeL2 } from '../tensor/distance';
import { float32, type Tensor } from '../tensor/tensor';
import { namedClip, namedWeights } from '../weights/named';
import { targetsOf } from './crossEntropy';
import { DEFAULT_RECIPE } from './recipe';
import { TRAINING_INPUTS, TRAINING_OUTPUTS, trainingGraph } from './trainingGraph';
import { flattened } from './trainingState';

/**
 * The tiny network whose gradients a WebGPU adapter must compute as WASM does before it is trusted to train. One block a
 * stage; widths that are no multiple of 4, odd sizes, T of 3, strides of 1 and 2, which is where kernels were seen to
 * fail; every operator of the default design.
 */
const TRAINING_PROBE: Design = {
  reference: {
    ...REFERENCE_DEFAULTS,
    gamma_w: 0.33,
    gamma_b: 2.25,
    num_stages: 2,
    spatial_strides: [1, 2],
    se_style: 'all',
    zero_init_residual: false,
  },
  clip: { n: 3, t: 3, h: 18, w: 15, interval: 1 },
  head: { ...HEAD_DEFAULTS, num_classes: 5, mid_channels: 12, dropout_ratio: 0 },
  overrides: { layer1: { blocks: 1 }, layer2: { blocks: 1 } },
};

/** The batch: of the ones tried the first on which no ReLU reads a value nearer to 0 than 4e-5. */
const PROBE_BATCH = 'training probe 38';

/** Largest relative L2 distance over all gradients that float32 sums in another order explain. */
export const GRADIENT_LIMIT = 1e-5;

/** Opens a session for a target, in one and the same build of onnxruntime-web. */
type OpenOn = (graph: OnnxGraph, target: Target) => Promise<Session>;

/**
 * Computes the probe's gradients on WebGPU and on WASM: their relative L2 distance, infinite where one is no number.
 * @throws SessionError where either does not run
 */
export async function probeGradients(open: OpenOn): Promise<number> {
  const tried = await gradientsOn('webgpu', open);
  return relativeL2(tried, await gradientsOn('wasm', open));
}

async function gradientsOn(target: Target, open: OpenOn): Promise<Float32Array> {
  const { graph, feeds } = trainingProbe(target);
  const session = await open(graph, target);
  try {
    const gradients = (await session.run(feeds, [TRAINING_OUTPUTS.gradients])).get(TRAINING_OUTPUTS.gradients);
    if (gradients?.dtype !== 'float32') throw new Error('The probe gave no gradients.');
    return gradients.data;
  } finally {
    await session.close();
  }
}

/** The probe's graph for a target, and what it is fed with. */
export function trainingProbe(target: Target): {
  readonly graph: OnnxGraph;
  readonly feeds: Readonly<Record<string, Tensor>>;
} {
  const architecture = build(TRAINING_PROBE);
  const [clips = 1] = architecture.clip;
  const recipe = { ...DEFAULT_RECIPE, batch: clips };
  const { graph, layout, classes } = trainingGraph(architecture, recipe, { target, kind: 'check' });
  const weights = namedWeights(architecture);
  const labels = Array.from({ length: clips }, (_, clip) => clip % classes);
  return {
    graph,
    feeds: {
      [TRAINING_INPUTS.clips]: namedClip(architecture.clip, PROBE_BATCH),
      [TRAINING_INPUTS.targets]: float32([clips, classes], targetsOf(labels, classes, 0)),
      [TRAINING_INPUTS.weights]: float32([layout.trained.length], flattened(layout.trained, weights)),
      [TRAINING_INPUTS.buffers]: float32([layout.buffers.length], flattened(layout.buffers, weights)),
    },
  };
}
