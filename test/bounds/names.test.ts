/** Names in a file are of any length, and what it tells is of any type: what is said of it stays short, and means something. */
import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { writeSafetensors } from '../../src/checkpoint/writeCheckpoint';
import { inspectCommand } from '../../src/cli/inspectCommand';
import { judgeCommand } from '../../src/cli/judgeCommand';
import { jsonReport } from '../../src/cli/printed';
import { completeDesign } from '../../src/design/complete';
import { toOnnx } from '../../src/export/onnxGraph';
import { encodeModel } from '../../src/onnx/encode';
import type { OnnxGraph } from '../../src/onnx/graph';
import { joinChunks } from '../../src/onnx/wireWriter';
import { shownNames } from '../../src/text/harmless';
import { TRAINED_KEY } from '../../src/training/provenance';
import { namedWeights } from '../../src/weights/named';

const design = completeDesign({
  reference: { gamma_w: 0.3, gamma_b: 1, gamma_d: 1, num_stages: 2, spatial_strides: [2, 1] },
  clip: { t: 3, h: 16, w: 16 },
  head: { num_classes: 5, mid_channels: 8 },
});
const architecture = build(design);
const weights = namedWeights(architecture);

const LONG = 'n'.repeat(300_000);
const WORDS = 'a b\n'.repeat(75_000);

async function linesOf(bytes: Uint8Array): Promise<readonly string[]> {
  const { text } = await inspectCommand(bytesSource(bytes), {});
  return text.split('\n');
}

const graphs: readonly (readonly [what: string, change: (graph: OnnxGraph, name: string) => OnnxGraph])[] = [
  [
    'a node that no rule knows',
    (graph, name) => ({
      ...graph,
      nodes: graph.nodes.map((node) => (node.op === 'Relu' ? { ...node, op: 'Celu', name } : node)),
    }),
  ],
  [
    'a node that computes something else',
    (graph, name) => ({
      ...graph,
      nodes: graph.nodes.map((node) => (node.op === 'Relu' ? { ...node, op: 'Tanh', name } : node)),
    }),
  ],
  [
    'an operator',
    (graph, name) => ({ ...graph, nodes: graph.nodes.map((node, at) => (at === 9 ? { ...node, op: name } : node)) }),
  ],
  [
    'an output',
    (graph, name) => ({
      ...graph,
      nodes: graph.nodes.map((node) => ({
        ...node,
        outputs: node.outputs.map((output) => (output === 'logits' ? name : output)),
      })),
      outputs: graph.outputs.map((output) => ({ ...output, name })),
    }),
  ],
];

test.each(graphs)('the name of %s of an ONNX file is cut where it is printed', async (_, change) => {
  for (const name of [LONG, WORDS]) {
    const graph = change(toOnnx(architecture, weights), name);
    const lines = await linesOf(joinChunks(encodeModel(graph)));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(1000);
    expect(lines.length).toBeLessThan(200);
  }
});

test.each(graphs)('the name of %s of an ONNX file is cut in --json too', async (_, change) => {
  for (const name of [LONG, WORDS]) {
    const graph = change(toOnnx(architecture, weights), name);
    const { text } = await inspectCommand(bytesSource(joinChunks(encodeModel(graph))), { json: true });
    expect(longest(JSON.parse(text))).toBeLessThanOrEqual(500);
  }
});

test('what a file tells of its training is bounded in --json, however long its words and however deep it nests', () => {
  const depth = 100_000;
  const told = JSON.parse(`{"${LONG}":"${LONG}","deep":${'['.repeat(1000)}${']'.repeat(1000)}}`);
  let deep: unknown = 1;
  for (let level = 0; level < depth; level++) deep = [deep];
  const text = jsonReport({ told, deep, finite: [1.5, Number.NaN, null, true], gone: undefined });
  expect(longest(JSON.parse(text))).toBe(500);
  expect(JSON.parse(text)).toMatchObject({ finite: [1.5, null, null, true] });
  expect(text.length).toBeLessThan(20_000);
});

/** The most characters of a text or a key of a JSON value. */
function longest(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  if (typeof value !== 'object' || value === null) return 0;
  return Math.max(0, ...Object.entries(value).flatMap(([key, inner]) => [[...key].length, longest(inner)]));
}

test('a list of many names tells some and counts the rest', () => {
  const names = Array.from({ length: 1000 }, (_, at) => `tensor ${at}`);
  expect(shownNames(names)).toMatch(/^tensor 0, .*, tensor 11 and 988 more$/);
  expect(shownNames(names.slice(0, 2))).toBe('tensor 0, tensor 1');
});

test.each([
  ['seed', { task: 'directions', seed: { a: 1 } }, /--seed is a whole number .* found \{"a":1\}\.$/],
  ['seed', { task: 'directions', seed: null }, /--seed is a whole number .* found null\.$/],
  ['task', { task: { a: 1 } }, /--task is .* found \{"a":1\}\.$/],
  ['task', {}, /--task is .* found nothing\.$/],
  ['knobs', { task: 'directions', knobs: [[]] }, /--level: .* found \[\[\]\]\.$/],
])('the %s that a file tells of its training is shown as it stands there', async (_, data, sentence) => {
  const provenance = new Map([[TRAINED_KEY, JSON.stringify({ data: { kind: 'motion', ...data } })]]);
  const file = Uint8Array.from(Buffer.concat(writeSafetensors(weights, { design, naming: 'mmaction2', provenance })));
  await expect(judgeCommand(bytesSource(file), {})).rejects.toThrow(sentence);
});
