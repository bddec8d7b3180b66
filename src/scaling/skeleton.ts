import { inferenceMemory } from '../analysis/memory';
import { type Arithmetic, type DeviceProfile, predictTime } from '../analysis/predictedTime';
import { keptForBackward, type Storage, unitsOf } from '../analysis/trainingMemory';
import { type Architecture, CLIP, type StageFacts } from '../architecture/architecture';
import { buildDistinct } from '../architecture/build';
import { baseChannels } from '../architecture/stages';
import { layersOf } from '../architecture/walk';
import type { Design } from '../design/design';
import type { LayerColumns } from './layerColumns';

/**
 * What of a network does not depend on its sizes, each repeated block once: which layers read which, what must exist at
 * once, what a training step keeps. Thousands of designs share one skeleton; with each one's `LayerColumns` it gives what
 * analysing the built network gives. Layers are numbered as there, the clip is 0.
 */
export interface Skeleton {
  /** Layers that each layer reads. */
  readonly reads: readonly (readonly number[])[];
  /** Operators a runtime starts for each layer. */
  readonly dispatches: readonly number[];
  /** What each layer computes with. */
  readonly arithmetic: readonly Arithmetic[];
  /** Buffers that exist while each layer runs, by the layer that first wrote them. */
  readonly alive: readonly (readonly number[])[];
  /** Stem, distinct blocks, conv5 and head, in forward order. */
  readonly units: readonly SkeletonUnit[];
}

interface SkeletonUnit {
  /** Its first layer, and the one after its last. */
  readonly from: number;
  readonly to: number;
  /** What a training step keeps of it. */
  readonly kept: readonly Piece[];
  readonly input: readonly Piece[];
  readonly recomputed: readonly Piece[];
}

/** Elements that are kept: a layer's output, or what it keeps of its own besides. */
interface Piece {
  readonly layer: number;
  readonly own: boolean;
}

/** Elements of some pieces. */
export function elementsOf(pieces: readonly Piece[], { elements, own: ownElements }: LayerColumns): number {
  let sum = 0;
  for (const { layer, own } of pieces) sum += (own ? ownElements : elements)[layer] ?? 0;
  return sum;
}

/** The skeleton of a design: built once for all designs that share it. */
export function skeletonOf(design: Design, stages: readonly StageFacts[]): Skeleton {
  const key = keyOf(design, stages);
  const known = SKELETONS.get(key) ?? skeletonFrom(buildDistinct(design));
  SKELETONS.set(key, known);
  return known;
}

const SKELETONS = new Map<string, Skeleton>();

/** All that decides which layers there are, what they overwrite and what is trained. */
function keyOf(design: Design, stages: readonly StageFacts[]): string {
  const { reference, head } = design;
  const { norm_cfg, act_cfg, conv_cfg, frozen_stages, norm_eval, with_cp } = reference;
  const ends = head && [head.dropout_ratio === 0, head.fc1_bias, head.spatial_type, head.pool_window !== null];
  const blocks = stages.map(({ channels, stride, se }, index) => {
    const before = stages[index - 1]?.channels ?? baseChannels(design).result;
    return [stride !== 1 || channels !== before, se[0], ...new Set(se.slice(1))];
  });
  return JSON.stringify([norm_cfg, act_cfg, conv_cfg, frozen_stages, norm_eval, with_cp, ends, blocks]);
}

/** The skeleton of a network with its distinct blocks alone. */
function skeletonFrom(architecture: Architecture): Skeleton {
  const { layers } = architecture;
  const index = new Map([[CLIP, 0], ...layers.map(({ path }, at) => [path, at + 1] as const)]);
  const at = (path: string): number => {
    const found = index.get(path);
    if (found === undefined) throw new Error(`The network lacks the layer ${path}.`);
    return found;
  };
  const piece = ({ name }: Storage): Piece => {
    const [path = '', own] = name.split('/');
    return { layer: at(path), own: own !== undefined };
  };
  const kept = keptForBackward(architecture).units;
  const units = unitsOf(architecture).map((group, unit): SkeletonUnit => {
    const paths = layersOf(group).map(({ path }) => at(path));
    const storages = kept[unit]?.storages;
    return {
      from: Math.min(...paths),
      to: Math.max(...paths) + 1,
      kept: storages?.kept.map(piece) ?? [],
      input: storages?.input.map(piece) ?? [],
      recomputed: storages?.recomputed.map(piece) ?? [],
    };
  });
  const operators = predictTime(architecture, ANY_DEVICE).layers;
  return {
    reads: [[], ...layers.map(({ inputs }) => inputs.map(at))],
    dispatches: [0, ...operators.map(({ dispatches }) => dispatches)],
    arithmetic: ['product', ...operators.map(({ arithmetic }) => arithmetic)],
    alive: inferenceMemory(architecture).steps.map(({ live }) => live.map(at)),
    units,
  };
}

/** Which operators a layer is does not depend on the device. */
const ANY_DEVICE: DeviceProfile = { name: 'any', macsPerSecond: 1, bytesPerSecond: 1, dispatchSeconds: 0 };
