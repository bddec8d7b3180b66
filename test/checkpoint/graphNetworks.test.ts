import { describe, expect, test } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { differencesOf } from '../../src/checkpoint/differencesOf';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { networksOf } from '../../src/checkpoint/graphNetworks';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recogniseFile } from '../../src/checkpoint/recogniseFile';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { completeDesign } from '../../src/design/complete';
import { LOGITS, toOnnx } from '../../src/export/onnxGraph';
import { encodeModel } from '../../src/onnx/encode';
import type { OnnxGraph } from '../../src/onnx/graph';
import { joinChunks } from '../../src/onnx/wireWriter';
import { runGraph } from '../../src/runtime/nodeSession';
import type { StateDict, Tensor } from '../../src/tensor/tensor';
import { initWeights } from '../../src/weights/initialise';
import { namedClip, namedWeights } from '../../src/weights/named';
import { relativeL2 } from '../lowering/parity';

const network = (gamma_b: number): Architecture =>
  build(
    completeDesign({
      reference: { gamma_w: 0.3, gamma_b, gamma_d: 1, num_stages: 2, spatial_strides: [2, 1] },
      clip: { t: 3, h: 16, w: 16 },
      head: { num_classes: 5, mid_channels: 8 },
    }),
  );

/** A graph with every value but those kept under a name that begins otherwise. */
function prefixed(graph: OnnxGraph, prefix: string, kept: readonly string[]): OnnxGraph {
  const renamed = (name: string) => (name === '' || kept.includes(name) ? name : prefix + name);
  return {
    ...graph,
    inputs: graph.inputs.map((input) => ({ ...input, name: renamed(input.name) })),
    outputs: graph.outputs.map((output) => ({ ...output, name: renamed(output.name) })),
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [renamed(name), tensor])),
    nodes: graph.nodes.map((node) => ({
      ...node,
      name: prefix + node.name,
      inputs: node.inputs.map(renamed),
      outputs: node.outputs.map(renamed),
    })),
  };
}

/** Two graphs side by side. */
function together(a: OnnxGraph, b: OnnxGraph): OnnxGraph {
  return {
    ...a,
    inputs: [...a.inputs, ...b.inputs.filter(({ name }) => a.inputs.every((input) => input.name !== name))],
    outputs: [...a.outputs, ...b.outputs],
    initializers: new Map([...a.initializers, ...b.initializers]),
    nodes: [...a.nodes, ...b.nodes],
    metadata: new Map(),
  };
}

const [student, teacher] = [network(1), network(2.25)];
const weightsOf: readonly StateDict[] = [namedWeights(student), initWeights(teacher, 3)];

/** What a file's network gives on the named clip once it is opened and written again. */
async function logitsAgain(bytes: Uint8Array<ArrayBuffer>, asked?: string): Promise<Tensor | undefined> {
  const file = await openCheckpoint(bytesSource(bytes), asked);
  const named = referenceNames(file);
  const architecture = build(recogniseFile(file, named).design);
  expect(differencesOf(file, named, architecture)).toEqual([]);
  const { weights, ledger } = await fitCheckpoint(named, architecture, { seed: 0 });
  expect(ledger.drawn).toEqual([]);
  return (await runGraph(toOnnx(architecture, weights), { clip: namedClip(architecture.clip) })).get(LOGITS);
}

describe('two networks in one ONNX file', () => {
  test.each([
    ['that read one clip', ['clip']],
    ['that read a clip each', []],
  ])('%s are offered, and each computes what it does in the file', async (_, kept) => {
    const graphs = [student, teacher].map((architecture, at) =>
      prefixed(toOnnx(architecture, weightsOf[at] as StateDict), at === 0 ? 'student.' : 'teacher.', kept),
    ) as [OnnxGraph, OnnxGraph];
    const whole = together(...graphs);
    const bytes = joinChunks(encodeModel(whole));
    const { stateDicts, under } = await openCheckpoint(bytesSource(bytes));
    expect(stateDicts?.map(({ key }) => key).sort()).toEqual(['student.logits', 'teacher.logits']);
    expect(stateDicts?.[0]?.key).toBe('student.logits');
    expect(under).toBe('student.logits');
    const clip = namedClip(student.clip);
    const feeds = Object.fromEntries(whole.inputs.map(({ name }) => [name, clip]));
    const expected = await runGraph(whole, feeds);
    expect(relativeL2(await logitsAgain(bytes), expected.get('student.logits'))).toBeLessThan(1e-6);
    expect(relativeL2(await logitsAgain(bytes, 'teacher.logits'), expected.get('teacher.logits'))).toBeLessThan(1e-6);
    await expect(openCheckpoint(bytesSource(bytes), 'ema')).rejects.toThrow(
      'The file has no state dict ema. It has student.logits, teacher.logits',
    );
  });

  test('an averaged copy comes after the network, wherever it stands', async () => {
    const graphs = [initWeights(student, 3), namedWeights(student)].map((weights, at) =>
      prefixed(toOnnx(student, weights), at === 0 ? 'ema.' : 'net.', ['clip']),
    ) as [OnnxGraph, OnnxGraph];
    const { under } = await openCheckpoint(bytesSource(joinChunks(encodeModel(together(...graphs)))));
    expect(under).toBe('net.logits');
  });
});

test('outputs of one network are one network; a key that a file of one does not have is refused', async () => {
  const graph = toOnnx(student, weightsOf[0] as StateDict, { outputs: ['layer1', 'conv5'] });
  expect(networksOf(graph)).toEqual([graph]);
  await expect(openCheckpoint(bytesSource(joinChunks(encodeModel(graph))), 'ema')).rejects.toThrow('no state dict ema');
});
