import type { Design } from '../design/design';
import { type Shape, shapeText } from '../tensor/shape';
import { CheckpointError, orRefusal } from './checkpointError';
import type { NamedCheckpoint } from './namedCheckpoint';

/** One block as its tensors show it. */
interface BlockFacts {
  readonly planes: number;
  readonly downsample: boolean;
  /** Width of the squeeze; null without SE. */
  readonly squeeze: number | null;
}

interface StageShapes {
  /** Channels out of the stage. */
  readonly channels: number;
  /** Empty where the file has nothing of the stage. */
  readonly blocks: readonly BlockFacts[];
}

/** Which norm the names show. Norms that store nothing leave no trace. */
export interface NormFacts {
  readonly family: 'bn' | 'gn' | 'in';
  readonly affine: boolean;
  readonly statistics: boolean;
}

/** What names and shapes say about a network, before any gamma is looked for. */
export interface Structure {
  readonly inChannels: number;
  readonly base: number;
  readonly stages: readonly StageShapes[];
  /** Channels out of conv5; null where neither it nor what reads it is in the file. */
  readonly conv5: number | null;
  /** null: no norm stores anything. */
  readonly norm: NormFacts | null;
  /** Slopes of a PReLU; null without one. */
  readonly preluSlopes: number | null;
  readonly head: { readonly mid: number; readonly classes: number | null; readonly fc1Bias: boolean | null } | null;
}

/** No design has the tensors of a checkpoint. */
export class NoDesignError extends CheckpointError {
  override name = 'NoDesignError';
  /** The design that comes nearest, read off the tensors that agree with each other; null where they are too few. */
  nearest: Design | null = null;
}

/** Says in one sentence what no X3D of this family can be, with the first tensor that does not fit. */
export function notX3D(checkpoint: NamedCheckpoint, key: string, reason: string): NoDesignError {
  const entry = checkpoint.tensors.get(key);
  const found = entry
    ? `${entry.name ?? key} (${shapeText(entry.tensor.shape)})`
    : `${checkpoint.dialect.write(key) ?? key}, which is not there`;
  return new NoDesignError(`This is no X3D of this family: the first tensor that does not fit is ${found}; ${reason}.`);
}

/** Convolutions that only an X3D has under these names: the stem in two, and the channelwise one of a block. */
const OWN: readonly (readonly [key: RegExp, kernel: string])[] = [
  [/^conv1_s\.conv\.weight$/, '1,3,3'],
  [/^conv1_t\.conv\.weight$/, '5,1,1'],
  [/\.conv2\.conv\.weight$/, '3,3,3'],
];

/**
 * True where shapes speak for an X3D besides names: other networks of the same projects (a ResNet of mmaction2, SlowFast
 * or pytorchvideo) have many of its names.
 */
export function hasEvidence({ tensors }: NamedCheckpoint): boolean {
  const fits = [...tensors.values()].flatMap(({ key, tensor: { shape } }) => {
    const [, kernel] = OWN.find(([pattern]) => pattern.test(key)) ?? [];
    return kernel ? [shape.slice(2).join() === kernel && (kernel === '1,3,3' || shape[1] === 1)] : [];
  });
  return 2 * fits.filter(Boolean).length > fits.length;
}

/** Says why names alone make no X3D, with the first tensor that is another's. */
export function anotherModel(checkpoint: NamedCheckpoint): CheckpointError {
  const { dialect, tensors, unknown } = checkpoint;
  const names = `${tensors.size} of its ${tensors.size + unknown.size} tensors are named as in ${dialect.label}`;
  const { refusal } = orRefusal(() => structureOf(checkpoint));
  const first = refusal ? ` ${refusal.message}` : '';
  return new CheckpointError(`It is another model's checkpoint. ${names}, but no shape speaks for an X3D.${first}`);
}

/** The most channels that are read: a hostile file could ask for gigabytes of missing tensors. */
export const WIDTH_LIMIT = 2 ** 13;

/** Reads off a checkpoint what its names and shapes decide. @throws CheckpointError naming the first tensor that does not fit */
export function structureOf(checkpoint: NamedCheckpoint): Structure {
  const [base, inChannels] = convolution(checkpoint, 'conv1_s.conv.weight', [1, 3, 3], 'the stem over space');
  const [temporal, perGroup] = convolution(checkpoint, 'conv1_t.conv.weight', [5, 1, 1], 'the stem over time');
  if (temporal !== base || perGroup !== 1)
    throw notX3D(checkpoint, 'conv1_t.conv.weight', `the stem over time is channelwise and keeps the ${base} channels`);
  const stages = stagesOf(checkpoint, base);
  const features = conv5Of(checkpoint, stages);
  const head = headOf(checkpoint, features);
  return {
    inChannels,
    base,
    stages,
    conv5: features ?? checkpoint.tensors.get('head.fc1.weight')?.tensor.shape[1] ?? null,
    norm: normOf(checkpoint),
    preluSlopes: checkpoint.tensors.get('conv1_t.activate.weight')?.tensor.shape[0] ?? null,
    head,
  };
}

function stagesOf(checkpoint: NamedCheckpoint, base: number): StageShapes[] {
  const stages: StageShapes[] = [];
  let width = base;
  const counts = blockCounts(checkpoint);
  for (const [index, blocks] of counts.entries()) {
    // Of a stage that is not there at all, the next one shows the width.
    const next = checkpoint.tensors.get(`layer${index + 2}.0.conv1.conv.weight`)?.tensor.shape[1];
    const stage: StageShapes =
      blocks === 0
        ? { channels: next ?? base * 2 ** index, blocks: [] }
        : stageShapes(checkpoint, `layer${index + 1}`, blocks, width);
    stages.push(stage);
    width = stage.channels;
  }
  return stages;
}

/**
 * Channels out of conv5, null where it is not there. Where it reads another width than the last stage gives, stages that
 * double up to that width are missing before it, and are added.
 */
function conv5Of(checkpoint: NamedCheckpoint, stages: StageShapes[]): number | null {
  const key = 'conv5.conv.weight';
  if (!checkpoint.tensors.has(key)) return null;
  const [conv5, from] = convolution(checkpoint, key, [1, 1, 1], 'conv5');
  const found = stages.at(-1)?.channels ?? 0;
  const missing = Math.log2(from / found);
  if (Number.isInteger(missing) && missing > 0 && stages.length + missing <= MOST_STAGES)
    for (let width = 2 * found; width <= from; width *= 2) stages.push({ channels: width, blocks: [] });
  if (stages.at(-1)?.channels !== from) throw notX3D(checkpoint, key, `the last stage gives ${found} channels`);
  return conv5;
}

/** Channels out of and into (a group of) a convolution. @throws CheckpointError when it is absent or has another kernel */
function convolution(checkpoint: NamedCheckpoint, key: string, kernel: Shape, what: string): readonly [number, number] {
  const shape = checkpoint.tensors.get(key)?.tensor.shape;
  const fits = shape?.length === 5 && kernel.every((size, axis) => shape[axis + 2] === size);
  if (!fits) throw notX3D(checkpoint, key, `${what} is a convolution with kernel ${shapeText(kernel)}`);
  if (shape.some((size) => size < 1 || size > WIDTH_LIMIT)) throw notX3D(checkpoint, key, 'no X3D is as wide');
  return [shape[0] as number, shape[1] as number];
}

function stageShapes(checkpoint: NamedCheckpoint, stage: string, count: number, width: number): StageShapes {
  const blocks: BlockFacts[] = [];
  let channels = width;
  for (let block = 0; block < count; block++) {
    const path = `${stage}.${block}`;
    const { out, ...facts } = blockFacts(checkpoint, path, channels);
    if (block > 0 && out !== channels)
      throw notX3D(checkpoint, `${path}.conv3.conv.weight`, `the stage has ${channels} channels`);
    if (block > 0 && facts.downsample)
      throw notX3D(checkpoint, `${path}.downsample.conv.weight`, 'only the first block of a stage has one');
    blocks.push(facts);
    channels = out;
  }
  return { channels, blocks };
}

function blockFacts(
  checkpoint: NamedCheckpoint,
  path: string,
  channels: number,
): BlockFacts & { readonly out: number } {
  const keyOf = (name: string) => `${path}.${name}.conv.weight`;
  const [planes, into] = convolution(checkpoint, keyOf('conv1'), [1, 1, 1], 'the first of a block');
  if (into !== channels) throw notX3D(checkpoint, keyOf('conv1'), `what comes before it gives ${channels} channels`);
  const [middle, one] = convolution(checkpoint, keyOf('conv2'), [3, 3, 3], 'the second of a block');
  if (middle !== planes || one !== 1)
    throw notX3D(checkpoint, keyOf('conv2'), `it is channelwise over the block's ${planes} planes`);
  const [out, from] = convolution(checkpoint, keyOf('conv3'), [1, 1, 1], 'the third of a block');
  if (from !== planes) throw notX3D(checkpoint, keyOf('conv3'), `it takes the block's ${planes} planes back`);
  const downsample = checkpoint.tensors.has(keyOf('downsample'));
  if (!downsample && out !== channels)
    throw notX3D(checkpoint, keyOf('downsample'), `a block from ${channels} to ${out} channels needs one`);
  return { planes, downsample, squeeze: squeezeOf(checkpoint, path, planes), out };
}

const MOST_STAGES = 4;

/** Blocks of each stage up to the last there is, numbered without a gap; 0 for a stage that is not there at all. */
function blockCounts(checkpoint: NamedCheckpoint): readonly number[] {
  const blocks = new Set<string>();
  for (const key of checkpoint.tensors.keys()) {
    const block = /^layer(\d+)\.(\d+)\./.exec(key);
    if (block) blocks.add(`${block[1]}.${block[2]}`);
  }
  const last = Math.max(0, ...[...blocks].map((block) => Number(block.split('.')[0])));
  if (last > MOST_STAGES)
    throw notX3D(checkpoint, `layer${last}.0.conv1.conv.weight`, `X3D has at most ${MOST_STAGES} stages`);
  if (last === 0)
    throw notX3D(
      checkpoint,
      'layer1.0.conv1.conv.weight',
      'a network has one stage at least. If the file is partial, choose the design and fit it to that',
    );
  const counts = Array.from({ length: last }, (_, index) => {
    let count = 0;
    while (blocks.delete(`${index + 1}.${count}`)) count++;
    return count;
  });
  const [stray] = blocks;
  if (stray !== undefined) {
    const key = [...checkpoint.tensors.keys()].find((name) => name.startsWith(`layer${stray}.`)) ?? stray;
    throw notX3D(checkpoint, key, 'a block before it is missing');
  }
  return counts;
}

function squeezeOf(checkpoint: NamedCheckpoint, path: string, planes: number): number | null {
  const key = `${path}.se_module.fc1.weight`;
  const shape = checkpoint.tensors.get(key)?.tensor.shape;
  if (!shape) return null;
  if (shape[1] !== planes) throw notX3D(checkpoint, key, `it squeezes the block's ${planes} planes`);
  return shape[0] as number;
}

/** From the norm after the temporal stem: every other is of the same kind. */
function normOf({ tensors }: NamedCheckpoint): NormFacts | null {
  for (const family of ['bn', 'gn', 'in'] as const) {
    const affine = tensors.has(`conv1_t.${family}.weight`);
    const statistics = tensors.has(`conv1_t.${family}.running_mean`);
    if (affine || statistics) return { family, affine, statistics };
  }
  return null;
}

function headOf(checkpoint: NamedCheckpoint, features: number | null): Structure['head'] {
  const fc1 = checkpoint.tensors.get('head.fc1.weight')?.tensor.shape;
  const fc2 = checkpoint.tensors.get('head.fc2.weight')?.tensor.shape;
  if (!fc1 && !fc2) return null;
  if (fc1 && (fc1.length !== 2 || (features !== null && fc1[1] !== features)))
    throw notX3D(checkpoint, 'head.fc1.weight', `conv5 gives it ${features} features`);
  const mid = fc1?.[0] ?? fc2?.[1] ?? 0;
  if (mid < 1 || mid > WIDTH_LIMIT)
    throw notX3D(checkpoint, fc1 ? 'head.fc1.weight' : 'head.fc2.weight', 'no head is as wide');
  if (fc2 && (fc2.length !== 2 || fc2[1] !== mid))
    throw notX3D(checkpoint, 'head.fc2.weight', `fc1 gives it ${mid} features`);
  return { mid, classes: fc2?.[0] ?? null, fc1Bias: fc1 ? checkpoint.tensors.has('head.fc1.bias') : null };
}
