import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { graphProofOf } from '../../src/checkpoint/differencesOf';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recogniseFile } from '../../src/checkpoint/recogniseFile';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { completeDesign } from '../../src/design/complete';
import { LOGITS, toOnnx } from '../../src/export/onnxGraph';
import { encodeModel } from '../../src/onnx/encode';
import { joinChunks } from '../../src/onnx/wireWriter';
import { runGraph } from '../../src/runtime/nodeSession';
import { namedClip, namedWeights } from '../../src/weights/named';
import { relativeL2 } from '../lowering/parity';

const architecture = build(
  completeDesign({
    reference: { gamma_w: 0.3, gamma_b: 1, gamma_d: 1, num_stages: 2, spatial_strides: [2, 1] },
    clip: { t: 3, h: 16, w: 16 },
    head: { num_classes: 5, mid_channels: 8 },
  }),
);

test.each(['head.fc2.bias', 'layer1.0.se_module.fc1.bias', 'layer2.0.se_module.fc2.bias'])(
  'a graph without %s has zeros there, and nothing of its network is drawn',
  async (bias) => {
    const plain = toOnnx(architecture, namedWeights(architecture));
    const nodes = plain.nodes.map((node) => ({ ...node, inputs: node.inputs.filter((name) => name !== bias) }));
    const initializers = new Map([...plain.initializers].filter(([name]) => name !== bias));
    expect(initializers.size).toBe(plain.initializers.size - 1);
    const graph = { ...plain, nodes, initializers };

    const file = await openCheckpoint(bytesSource(joinChunks(encodeModel(graph))));
    const named = referenceNames(file);
    const read = build(recogniseFile(file, named).design);
    expect(graphProofOf(file, named, read)?.differences).toEqual([]);
    const { weights, ledger } = await fitCheckpoint(named, read, { seed: 0 });
    expect(ledger.drawn).toEqual([]);
    expect(ledger.loaded.find(({ key }) => key === bias)).toMatchObject({ name: null });

    const clip = namedClip(read.clip);
    const [ours, theirs] = [await runGraph(toOnnx(read, weights), { clip }), await runGraph(graph, { clip })];
    const logits = ours.get(LOGITS);
    if (!logits) throw new Error('no logits');
    expect(relativeL2(logits, theirs.get(LOGITS) as typeof logits)).toBeLessThan(1e-6);
  },
);
