import type { Architecture } from '../architecture/architecture';
import { designMetadata } from '../design/metadata';
import { toOnnx } from '../export/onnxGraph';
import { TARGETS, type Target } from '../lowering/pipeline';
import { encodeModel } from '../onnx/encode';
import type { OnnxGraph } from '../onnx/graph';
import { inferShapes } from '../onnx/inferShapes';
import { groupBy } from '../tensor/groupBy';
import { initWeights } from '../weights/initialise';
import { aligned } from './aligned';
import { type Options, OUTPUT, texts, type Values } from './option';
import { wordOption } from './optionValues';
import { UsageError } from './usage';
import { writeFile } from './writeFile';

/** Options of the command that shows lowering pass by pass. */
export const LOWER_OPTIONS: Options = { ...texts('target', 'after'), ...OUTPUT };

/** A graph after one of the passes, `null` before the first. */
interface Stage {
  readonly pass: string | null;
  readonly graph: OnnxGraph;
}

/**
 * What lowering does to a network, pass by pass: how many nodes there are after each and which operators came and went.
 * With `--after` the graph after one pass, a line a node, or as an ONNX file where `-o` names one. Weights are drawn from
 * seed 0. @throws UsageError
 */
export function lowerCommand(architecture: Architecture, values: Values): string {
  const target = wordOption(values, 'target', Object.keys(TARGETS) as Target[], 'wasm');
  const stages = lowered(architecture, target);
  if (values.after === undefined) {
    if (values.output !== undefined) throw new UsageError('-o writes the graph after one pass: name it with --after.');
    return overview(stages, target);
  }
  const { graph } = stageAfter(stages, String(values.after), target);
  if (typeof values.output !== 'string') return nodeLines(graph);
  const bytes = writeFile(values.output, encodeModel(graph).chunks);
  return `Wrote ${values.output}: ${(bytes / 1e6).toFixed(1)} MB, ${graph.nodes.length} nodes.`;
}

function lowered(architecture: Architecture, target: Target): readonly Stage[] {
  const plain = toOnnx(architecture, initWeights(architecture, 0), {
    outputs: [],
    metadata: designMetadata(architecture.design),
  });
  const stages: Stage[] = [{ pass: null, graph: plain }];
  for (const pass of TARGETS[target].passes({}))
    stages.push({ pass: pass.name, graph: pass.run((stages.at(-1) as Stage).graph) });
  return stages;
}

/** The pass that `--after` names: its number, or words that stand in one pass's name alone. */
function stageAfter(stages: readonly Stage[], wanted: string, target: Target): Stage {
  const found = /^\d+$/.test(wanted)
    ? stages.filter((_, number) => number === Number(wanted))
    : stages.filter(({ pass }) => pass?.toLowerCase().includes(wanted.toLowerCase()));
  if (found[0] && found.length === 1) return found[0];
  const passes = stages.map(({ pass }, number) => `${number} ${pass ?? 'the plain graph'}`).join('; ');
  const many = found.length > 1 ? `stands in the names of ${found.length} passes` : 'names none';
  throw new UsageError(
    `--after is a pass's number or words of its name; “${wanted}” ${many}. ${target} has ${passes}.`,
  );
}

function overview(stages: readonly Stage[], target: Target): string {
  const rows = stages.map(({ pass, graph }, number) => {
    const before = stages[number - 1]?.graph;
    const change = before ? operatorChanges(before, graph) : operatorCounts(graph);
    return [String(number), pass ?? 'the plain graph', `${graph.nodes.length} nodes`, change];
  });
  return [`Passes for ${target}, in order:`, ...aligned(rows, [0, 2])].join('\n');
}

function countsOf({ nodes }: OnnxGraph): ReadonlyMap<string, number> {
  return new Map([...groupBy(nodes, ({ op }) => op)].map(([op, alike]) => [op, alike.length]));
}

function operatorCounts(graph: OnnxGraph): string {
  const counts = [...countsOf(graph)].sort(([, one], [, other]) => other - one);
  return counts.map(([op, count]) => `${count} ${op}`).join(', ');
}

/** The operators whose number a pass changed: `−27 BatchNormalization, +3 Reshape`. */
function operatorChanges(before: OnnxGraph, after: OnnxGraph): string {
  const [had, has] = [countsOf(before), countsOf(after)];
  const changes = [...new Set([...had.keys(), ...has.keys()])]
    .map((op) => [op, (has.get(op) ?? 0) - (had.get(op) ?? 0)] as const)
    .filter(([, change]) => change !== 0)
    .sort(([, one], [, other]) => one - other);
  if (changes.length === 0) return 'as many of each operator as before';
  return changes.map(([op, change]) => `${change < 0 ? '−' : '+'}${Math.abs(change)} ${op}`).join(', ');
}

/** The graph as text, a line a node: name, operator, shape of its first output. */
function nodeLines(graph: OnnxGraph): string {
  const shapes = inferShapes(graph);
  const rows = graph.nodes.map(({ name, op, outputs: [output = ''] }) => [
    name,
    op,
    (shapes.get(output) ?? []).join('×'),
  ]);
  return aligned(rows).join('\n');
}
