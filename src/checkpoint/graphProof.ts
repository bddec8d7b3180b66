import type { Architecture } from '../architecture/architecture';
import { build } from '../architecture/build';
import { partsByPath, stateDictOf } from '../architecture/walk';
import { sameButForOnes } from '../equivalence/axes';
import { UnreadNode } from '../equivalence/call';
import { createComparison, type Mismatch } from '../equivalence/compare';
import { settled } from '../equivalence/contraction';
import { createTable, type Expression } from '../equivalence/expression';
import { interpret } from '../equivalence/interpret';
import { pool, reshape } from '../equivalence/layout';
import { CONV5, LOGITS, toOnnx } from '../export/onnxGraph';
import type { OnnxGraph } from '../onnx/graph';
import { OPEN_SIZE } from '../onnx/onnxProto';
import { type Shape, ShapeError, sameShape } from '../tensor/shape';
import { float32, type StateDict, type Tensor } from '../tensor/tensor';
import { shownName } from '../text/harmless';
import { titled } from '../text/numberText';
import { type Difference, differenceAt } from './difference';
import { mismatchText } from './mismatchText';
import { toFloat32 } from './numberTypes';

/** What came of comparing a graph with the one that a network's own export would be. */
export interface GraphProof {
  /** Where they compute something else; empty where both are proved to compute the same. */
  readonly differences: readonly Difference[];
  /** What is true and worth saying though nothing differs: a closing Softmax that was dropped, which layer an output is. */
  readonly notes: readonly string[];
  /** What each of the graph's outputs is in the network, where nothing differs. */
  readonly outputs: readonly ProvedOutput[];
}

/** An output of a graph as what a network computes: logits, conv5, or a layer's value, or its mean over T, H and W. */
export interface ProvedOutput {
  readonly name: string;
  readonly path: string;
  readonly pooled: boolean;
  /** The graph gives a Softmax of it (or its logarithm), which is dropped. */
  readonly dropped: 'Softmax' | 'LogSoftmax' | null;
}

/** Clips a graph is proved for where it leaves the batch open: two, so that no axis of size 1 hides what N is. */
const OPEN_BATCH = 2;

/**
 * Proves that a graph computes what a network does. The principle: an ONNX file is recognised as a network only where its
 * graph and the plain graph that this app exports of that network come to the same expressions, once both are brought to
 * one form (equivalence/: constants and shapes worked out, norms folded, swish and its kin told however they are spelt,
 * pools told by what they cover). Every rewriting keeps what is computed, so that equal expressions compute the same; each
 * node that an output needs is part of an expression, so that nothing is passed over. What remains unequal is the list of
 * differences, and nothing is converted.
 *
 * It holds for the clip of the architecture, and for any number of clips where the file leaves that open.
 * @param weights what the network would be given of the file, under the reference's names; what is missing counts as zeros
 */
export function proveGraph(
  graph: OnnxGraph,
  architecture: Architecture,
  weights: ReadonlyMap<string, Tensor>,
): GraphProof {
  try {
    return prove(graph, architectureAt(graph, architecture), weights);
  } catch (error) {
    if (error instanceof UnreadNode) return notProved(error.node, `${titled(error.message)}.`);
    if (!(error instanceof ShapeError)) throw error;
    const message = `On the graph's own clip this network cannot be built: ${error.message}.`;
    return notProved(graph.inputs[0]?.name ?? 'clip', message);
  }
}

/** What comes of a graph that is not compared, since something of it fits no network. */
export function notProved(at: string, message: string): GraphProof {
  return { differences: [differenceAt(at, message, false)], notes: [], outputs: [] };
}

/** The network at the number of clips that the file states, or at two where it states none. */
function architectureAt(graph: OnnxGraph, { design, clip }: Architecture): Architecture {
  const stated = graph.inputs[0]?.shape[0] ?? OPEN_SIZE;
  const n = stated === OPEN_SIZE ? OPEN_BATCH : (graph.inputs[0]?.shape.length ?? 5) > clip.length ? 1 : stated;
  return build({ ...design, clip: { ...design.clip, n: Math.max(1, n) } });
}

function prove(graph: OnnxGraph, architecture: Architecture, weights: ReadonlyMap<string, Tensor>): GraphProof {
  const table = createTable();
  const settle = settled(table);
  const reading = interpret(graph, architecture.clip, table);
  const own = interpret(ownGraph(graph, architecture, weights), architecture.clip, table);
  const { same, mismatches } = createComparison();
  const candidates = candidatesOf(architecture, own.values).map(({ path, value }) => ({
    path,
    value: settle(value),
    pooled: settle(pool(table, 'mean', value, [2, 3, 4].slice(0, Math.max(0, value.shape.length - 2)))),
  }));
  const agree = (found: Expression, expected: Expression) =>
    sameButForOnes(found.shape, expected.shape) && same(settle(reshape(table, found, expected.shape)), expected);
  const outputs: ProvedOutput[] = [];
  const differences: Difference[] = [];
  for (const { name, value } of reading.outputs) {
    const { scores, dropped } = withoutSoftmax(value);
    const found = settle(scores);
    const asNamed = own.outputs.find((output) => output.name === name);
    const expected = asNamed ? settle(asNamed.value) : candidates[0]?.value;
    const direct = candidates.find((candidate) => agree(found, candidate.value));
    const pooled = direct ? undefined : candidates.find((candidate) => agree(found, candidate.pooled));
    if (asNamed && expected && agree(found, expected)) outputs.push({ name, path: name, pooled: false, dropped });
    else if (direct) outputs.push({ name, path: direct.path, pooled: false, dropped });
    else if (pooled) outputs.push({ name, path: pooled.path, pooled: true, dropped });
    else if (expected) {
      const alike = sameButForOnes(found.shape, expected.shape) ? settle(reshape(table, found, expected.shape)) : found;
      differences.push(...telling(mismatches(alike, expected)).map(differenceOf));
    }
  }
  return { differences: unique(differences), notes: [...new Set(outputs.flatMap(notesOn))], outputs };
}

/** What is worth saying of an output that is not simply what its name says. */
function notesOn({ name, path, pooled, dropped }: ProvedOutput): readonly string[] {
  const isUsual = path === name || path === LOGITS || (path === CONV5 && name !== LOGITS);
  return [
    ...(dropped ? [`The ${dropped} that closes its graph is dropped: ${path} is given.`] : []),
    ...(pooled ? [`The output called ${shownName(name)} is the mean of ${path} over T, H and W.`] : []),
    ...(isUsual || pooled ? [] : [`The output called ${shownName(name)} is that of ${path}.`]),
  ];
}

/**
 * What the others follow from, where a head pools otherwise: it then works at many positions, and each of its layers is
 * another one.
 */
function telling(mismatches: readonly Mismatch[]): readonly Mismatch[] {
  const pool = mismatches.find(({ found, expected }) => found && expected?.node === 'head.pool');
  if (!pool) return mismatches;
  return mismatches.filter((each) => each === pool || (each.expected && !each.expected.node.startsWith('head.')));
}

const differenceOf = (mismatch: Mismatch): Difference =>
  differenceAt(mismatch.found?.node ?? mismatch.expected?.node ?? '', mismatchText(mismatch), false);

function unique(differences: readonly Difference[]): readonly Difference[] {
  const seen = new Set<string>();
  return differences.filter(({ at, message }) => !seen.has(`${at} ${message}`) && seen.add(`${at} ${message}`));
}

/** The plain graph of the network with the file's weights; its outputs are its blocks, and what the file names after a path. */
function ownGraph(file: OnnxGraph, architecture: Architecture, weights: ReadonlyMap<string, Tensor>): OnnxGraph {
  const parts = partsByPath(architecture);
  const asked = file.outputs.map(({ name }) => name).filter((name) => parts.has(name));
  return toOnnx(architecture, stateOf(architecture, weights), {
    outputs: [...new Set([CONV5, ...blockPaths(architecture), ...asked])],
  });
}

/** A network's own state dict of what it would be given of a file; zeros for what is missing or does not fit. */
export function stateOf(architecture: Architecture, weights: ReadonlyMap<string, Tensor>): StateDict {
  return new Map(
    stateDictOf(architecture).map(({ key, shape, dtype }) => {
      const tensor = weights.get(key);
      if (tensor && dtype === 'float32' && sameShape(tensor.shape, shape)) return [key, toFloat32(tensor)] as const;
      return [key, dtype === 'int64' ? { dtype, shape, data: new BigInt64Array(1) } : float32(shape)] as const;
    }),
  );
}

const blockPaths = (architecture: Architecture): readonly string[] =>
  architecture.stages.flatMap(({ path, blocks }) =>
    Array.from({ length: blocks.result }, (_, block) => `${path}.${block}`),
  );

/** What an output may be: the logits, the features, else what a block gives, the last first. */
function candidatesOf(architecture: Architecture, values: ReadonlyMap<string, Expression>) {
  const paths = [...(architecture.design.head ? [LOGITS] : []), CONV5, ...blockPaths(architecture).toReversed()];
  return paths.flatMap((path) => {
    const value = values.get(path);
    return value ? [{ path, value }] : [];
  });
}

/** Scores before a Softmax over classes. One over anything else stays. */
function withoutSoftmax(value: Expression): { readonly scores: Expression; readonly dropped: ProvedOutput['dropped'] } {
  const [inside] = value.inputs;
  if (value.operator === 'reshape' && inside && value.shape.filter((size) => size !== 1).length <= 2) {
    const under = withoutSoftmax(inside);
    if (under.dropped) return under;
  }
  const classes = value.facts.axis === 1 && value.shape.slice(2).every((size: number) => size === 1);
  if (!inside || !classes || !['softmax', 'log softmax'].includes(value.operator))
    return { scores: value, dropped: null };
  return { scores: inside, dropped: value.operator === 'softmax' ? 'Softmax' : 'LogSoftmax' };
}

/** The clip a graph states: null for what it leaves open. */
export function statedClip(graph: OnnxGraph): { readonly [axis in 'n' | 't' | 'h' | 'w']: number | null } {
  const shape: Shape = graph.inputs[0]?.shape.slice(-5) ?? [];
  const size = (axis: number) => ((shape[axis] ?? OPEN_SIZE) > 0 && shape.length === 5 ? (shape[axis] ?? null) : null);
  return { n: size(0), t: size(2), h: size(3), w: size(4) };
}
