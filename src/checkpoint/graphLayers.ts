import { type Line, lineOf } from '../equivalence/algebra';
import { type Expression, listFact } from '../equivalence/expression';
import type { Reading, ReadNode } from '../equivalence/interpret';
import { groupBy } from '../tensor/groupBy';
import { elementCount } from '../tensor/shape';
import { CheckpointError } from './checkpointError';

/** A convolution or linear layer of a graph, with what follows it and is a number times it plus a number. */
export interface GraphLayer {
  /** The convolution or matrix product itself. */
  readonly core: Expression;
  /** What it is with the norm, or whatever scales and shifts, after it. */
  readonly result: Expression;
  /** The nodes between the two: one BatchNormalization in a graph whose norms were not folded. */
  readonly scaling: readonly ReadNode[];
  /** The layer with weights before it; null at the clip. */
  readonly before: GraphLayer | null;
  /** True when it reads a pool over all positions. */
  readonly pooled: boolean;
}

/** What a layer multiplies by and adds after its weights. */
export function scalingOf({ core, result }: GraphLayer): Line {
  const scaled = bare(result);
  if (scaled.operator === 'affine' && scaled.inputs[0] === core) return lineOf(scaled);
  return { axis: 1, scale: Float32Array.of(1), shift: Float32Array.of(0) };
}

/**
 * The layers with weights under their paths in the reference (`layer1.0.conv1`, `layer1.0.se_module.fc1`, `head.fc1`),
 * found by wiring alone, for exporters that rename weights. Every block is found by its channelwise 3×3×3 convolution.
 * Nothing is proved here: what is named wrongly shows when the graph is compared with the network's own.
 * @throws CheckpointError where stem or blocks are not there
 */
export function layersByPath(reading: Reading): ReadonlyMap<string, GraphLayer> {
  const layers = weightedLayers(reading);
  const readers = groupBy(layers, ({ core }) => core.inputs[0]);
  const following = groupBy(layers, ({ before }) => before);
  const paths = new Map<string, GraphLayer>();
  const named = new Set<GraphLayer>();
  const name = (path: string, layer: GraphLayer | undefined, what: string) => {
    if (!layer || named.has(layer))
      throw new CheckpointError(`This ONNX model is no X3D of this family: it has no ${what}.`);
    named.add(layer);
    paths.set(path, layer);
  };
  const withKernel = (...kernel: readonly number[]) =>
    layers.filter(({ core }) => listFact(core, 'kernel').join() === kernel.join());
  name('conv1_s', withKernel(1, 3, 3)[0], 'stem over space (a 1×3×3 convolution)');
  name('conv1_t', withKernel(5, 1, 1)[0], 'stem over time (a 5×1×1 convolution)');
  let [stage, block] = [0, 0];
  for (const second of withKernel(3, 3, 3)) {
    const first = second.before ?? undefined;
    const shortcut = readers.get(first?.core.inputs[0])?.find((layer) => layer !== first && !layer.pooled);
    // A stage begins with a shortcut of its own; only the first stage may lack it.
    if (shortcut || stage === 0) [stage, block] = [stage + 1, 0];
    else block += 1;
    const path = `layer${stage}.${block}`;
    if (shortcut) name(`${path}.downsample`, shortcut, 'shortcut');
    name(`${path}.conv1`, first, `convolution before the channelwise one of ${path}`);
    name(`${path}.conv2`, second, `channelwise convolution in ${path}`);
    const after = following.get(second) ?? [];
    const squeeze = after.find(({ pooled }) => pooled);
    if (squeeze) {
      name(`${path}.se_module.fc1`, squeeze, 'squeeze');
      name(`${path}.se_module.fc2`, following.get(squeeze)?.[0], `second SE convolution in ${path}`);
    }
    name(
      `${path}.conv3`,
      after.find((layer) => layer !== squeeze && !named.has(layer)),
      `third convolution in ${path}`,
    );
  }
  if (stage === 0) throw new CheckpointError('This ONNX model is no X3D of this family: it has no block.');
  const rest = layers.filter((layer) => !named.has(layer));
  const conv5 = rest.find(({ pooled, core }) => !pooled && core.operator === 'convolution');
  if (conv5) paths.set('conv5', conv5);
  const [fc1, fc2] = rest.filter((layer) => layer !== conv5);
  if (fc1) paths.set('head.fc1', fc1);
  if (fc2) paths.set('head.fc2', fc2);
  return paths;
}

/** Every convolution and linear layer, in the order of computation. */
function weightedLayers(reading: Reading): readonly GraphLayer[] {
  const reads = reading.nodes.flatMap((read) =>
    [...new Set(read.inputs)].flatMap((input) => (input && input !== read.output ? { input, read } : [])),
  );
  const readers = groupBy(reads, ({ input }) => input);
  const outputs = new Set(reading.outputs.map(({ value }) => value));
  const byCore = new Map<Expression, GraphLayer>();
  const above = createAbove(byCore);
  for (const read of reading.nodes) {
    if (!WEIGHTED.includes(read.node.op)) continue;
    const core = coreOf(read.output);
    if (!core || byCore.has(core)) continue;
    byCore.set(core, { core, ...resultOf(read.output, core, readers, outputs), ...above(core.inputs[0]) });
  }
  return [...byCore.values()];
}

const WEIGHTED: readonly string[] = ['Conv', 'Gemm', 'MatMul'];

/** An expression without the reshapes and transpositions around it. */
function bare(x: Expression): Expression {
  let at = x;
  while ((at.operator === 'reshape' || at.operator === 'transpose') && at.inputs[0]) at = at.inputs[0];
  return at;
}

/** The convolution or matrix product that a value is, but for a scale and a shift. */
function coreOf(x: Expression): Expression | null {
  const value = bare(x);
  const core = value.operator === 'affine' && value.inputs[0] ? bare(value.inputs[0]) : value;
  return core.operator === 'convolution' || core.operator === 'dense' ? core : null;
}

/** Follows what only scales and shifts, as long as nothing else reads the value between. */
function resultOf(
  start: Expression,
  core: Expression,
  readers: ReadonlyMap<Expression, readonly { readonly read: ReadNode }[]>,
  outputs: ReadonlySet<Expression>,
): Pick<GraphLayer, 'result' | 'scaling'> {
  const scaling: ReadNode[] = [];
  let result = start;
  while (!outputs.has(result)) {
    const [next, ...others] = readers.get(result) ?? [];
    if (!next || others.length > 0 || coreOf(next.read.output) !== core) break;
    result = next.read.output;
    scaling.push(next.read);
  }
  return { result, scaling };
}

/** Looks up from a value to the layer with weights before it, and whether a pool stands between; remembers all it saw. */
function createAbove(byCore: ReadonlyMap<Expression, GraphLayer>) {
  type Above = Pick<GraphLayer, 'before' | 'pooled'>;
  const known = new Map<Expression, Above>();
  return (start: Expression | undefined): Above => {
    const passed: Expression[] = [];
    let found: Above = { before: null, pooled: false };
    for (let at = start; at; at = trunk(at)) {
      const before = known.get(at);
      const layer = byCore.get(at);
      if (before || layer) {
        found = before ?? { before: layer ?? null, pooled: false };
        break;
      }
      passed.push(at);
    }
    for (const at of passed.toReversed()) {
      found = POOLS.some((word) => at.operator.startsWith(word)) ? { ...found, pooled: true } : found;
      known.set(at, found);
    }
    return found;
  };
}

const POOLS: readonly string[] = ['mean', 'maximum'];

/** The input that is worked on: the largest, as a gate is smaller than what it gates. */
function trunk(x: Expression): Expression | undefined {
  return x.inputs.reduce<Expression | undefined>(
    (best, input) => (best && elementCount(best.shape) >= elementCount(input.shape) ? best : input),
    undefined,
  );
}
