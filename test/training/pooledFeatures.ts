import type { Architecture } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { normOf } from '../../src/architecture/walk';
import type { Design } from '../../src/design/design';
import { singleClip } from '../../src/design/singleClip';
import { toOnnx } from '../../src/export/onnxGraph';
import { lower, type Target } from '../../src/lowering/pipeline';
import { withoutDeadCode } from '../../src/lowering/rewrite';
import type { OnnxGraph } from '../../src/onnx/graph';
import type { Session } from '../../src/runtime/session';
import { elementCount } from '../../src/tensor/shape';
import { float32, type StateDict, type Tensor } from '../../src/tensor/tensor';
import type { LabelledClips } from '../../src/training/clipSet';
import { headPart, POOL } from '../../src/training/headOnly/headPart';
import type { TrainingProblem } from '../../src/training/trainingProblems';

/** A backbone that turns clips into what fc1 reads. */
export interface PooledFeatures {
  /** Features of a clip: channels of conv5. */
  readonly length: number;
  /**
   * [N, C, T, H, W] of any N → [N, length], each clip by itself, so that the same clip always has the same bits,
   * whatever its company. @throws SessionError, or the signal's reason between two clips
   */
  of(clips: Tensor<'float32'>, options?: FeatureOptions): Promise<Tensor<'float32'>>;
  close(): Promise<void>;
}

export interface FeatureOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a backbone is opened with. */
interface FeatureSessionOptions {
  /** WASM where absent. */
  readonly target?: Target;
  /** Opens a session over a graph: `openInNode`, or a worker's own way. */
  readonly open: (graph: OnnxGraph) => Promise<Session>;
  /** The whole state dict; of the head nothing is read. */
  readonly weights: StateDict;
}

/**
 * Opens the backbone in eval mode up to the head's pool, norms folded and lowered as for a run. A clip's features do not
 * change while only the head learns, so that they are computed once and kept: float32, `length` of them a clip and crop.
 * @throws SessionError, Error where `featureProblems` names a reason
 */
export async function openFeatures(
  { design }: Architecture,
  { open, weights, target = 'wasm' }: FeatureSessionOptions,
): Promise<PooledFeatures> {
  const [problem] = featureProblems(design);
  if (problem) throw new Error(`${problem.field}: ${problem.message}`);
  const architecture = build(singleClip(design));
  const [, length = 0] = headPart(architecture).clip;
  const session = await open(featureGraph(architecture, weights, target));
  const [input = ''] = session.inputs;
  return {
    length,
    async of({ shape, data }, { signal, onProgress } = {}) {
      const [count = 0, ...rest] = shape;
      const size = elementCount(rest);
      const features = new Float32Array(count * length);
      for (let clip = 0; clip < count; clip++) {
        signal?.throwIfAborted();
        const one = float32([1, ...rest], data.slice(clip * size, (clip + 1) * size));
        const found = (await session.run({ [input]: one })).get(POOL);
        if (found?.dtype !== 'float32') throw new Error(`The graph gave no ${POOL}.`);
        features.set(found.data, clip * length);
        onProgress?.(clip + 1, count);
      }
      return float32([count, length], features);
    },
    close: () => session.close(),
  };
}

/** Why a clip has no features of its own, at the field that would have to change; empty where it has. */
export function featureProblems(design: Design): readonly TrainingProblem[] {
  if (design.head === null || design.head.pool_window)
    return [
      {
        field: 'head',
        message: 'Features are what a head that pools whole maps hands to fc1.',
        expected: 'a head without a pooling window',
      },
    ];
  const byBatch = build(design).layers.some((layer) => {
    const norm = normOf(layer);
    return norm?.family === 'batch' && !norm.foldable;
  });
  if (byBatch)
    return [
      {
        field: 'norm_cfg.track_running_stats',
        message: 'Without running statistics a clip’s features depend on the clips beside it, so they cannot be kept.',
        expected: 'true, or training through the whole network',
      },
    ];
  return [];
}

function featureGraph(architecture: Architecture, weights: StateDict, target: Target): OnnxGraph {
  const graph = toOnnx(architecture, weights, { outputs: [POOL] });
  const pooled = graph.outputs.filter(({ name }) => name === POOL);
  return lower(withoutDeadCode({ ...graph, outputs: pooled }), target);
}

/** Labelled clips as their pooled features, [N, C]: what `clipSet` makes a data set of for `openHeadTraining`. */
export async function featureSet(
  { clips, ...rest }: LabelledClips,
  features: PooledFeatures,
  options?: FeatureOptions,
): Promise<LabelledClips> {
  return { ...rest, clips: await features.of(clips, options) };
}
