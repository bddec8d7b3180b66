import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { toOnnx } from '../../src/export/onnxGraph';
import { channelwisePieces } from '../../src/lowering/channelwisePieces';
import { lower, type Target } from '../../src/lowering/pipeline';
import { runGraph } from '../../src/runtime/nodeSession';
import { float32 } from '../../src/tensor/tensor';
import { namedWeights } from '../../src/weights/named';
import { designOf } from '../golden/architectures';
import { checkGraph } from '../onnx/checkGraph';
import { worstParity } from './parity';

const architecture = build(
  designOf({ kwargs: { gamma_w: 0.5, gamma_b: 2.25, gamma_d: 1.5, num_stages: 2 }, input: [1, 3, 6, 32, 32] }),
);
const pieces = channelwisePieces(toOnnx(architecture, namedWeights(architecture)));
const feeds = { clip: float32([1], Float32Array.of(0.7)) };

test('a network has one piece for each shape of channel-wise convolution, the largest first', () => {
  const convolutions = architecture.layers.filter(({ path }) => path.endsWith('conv2.conv')).map(({ path }) => path);
  expect(pieces.flatMap(({ layers }) => layers).toSorted()).toEqual(convolutions.toSorted());
  expect(pieces.map(({ shape }) => shape)).toHaveLength(4);
  expect(pieces.map(({ elements }) => elements)).toEqual(
    pieces.map(({ elements }) => elements).toSorted((a, b) => b - a),
  );
});

test.each<Target>(['wasm', 'webgpu'])('in every form a piece lowered for %s computes the same', async (target) => {
  for (const { graph, forms, shape } of pieces) {
    const expected = await runGraph(lower(graph, 'wasm', { [shape]: 'plain' }), feeds);
    const whole = expected.get('whole')?.data as Float32Array;
    expect(expected.get('most')?.data[0]).toBe(whole.reduce((a, b) => Math.max(a, b)));
    for (const form of forms) {
      const lowered = lower(graph, target, { [shape]: form });
      expect(checkGraph(lowered), `${shape} ${form}`).toEqual([]);
      expect(worstParity(await runGraph(lowered, feeds), expected), `${shape} ${form}`).toBeLessThanOrEqual(1e-5);
    }
  }
});

test('a form that is drawn wrong shows in what the piece computes', async () => {
  const [piece] = pieces;
  if (!piece) throw new Error('no piece');
  const expected = await runGraph(lower(piece.graph, 'wasm'), feeds);
  const shifted = {
    ...piece.graph,
    nodes: piece.graph.nodes.map((node) =>
      node.outputs[0] === 'whole' ? { ...node, attributes: { ...node.attributes, pads: [1, 1, 0, 1, 1, 2] } } : node,
    ),
  };
  expect(worstParity(await runGraph(shifted, feeds), expected)).toBeGreaterThan(1e-2);
});
