import { expect, test } from 'vitest';
import type { OnnxGraph } from '../../src/onnx/graph';
import { runGraph } from '../../src/runtime/nodeSession';
import { SessionError } from '../../src/runtime/sessionError';
import { float32 } from '../../src/tensor/tensor';

/** y = Conv(clip, ones) + 1 over a 1×1×1 kernel: two channels summed into one. */
const summed: OnnxGraph = {
  name: 'summed',
  opset: 17,
  inputs: [{ name: 'clip', dtype: 'float32', shape: [1, 2, 1, 2, 2] }],
  outputs: [{ name: 'y', dtype: 'float32', shape: [1, 1, 1, 2, 2] }],
  initializers: new Map([
    ['weight', float32([1, 2, 1, 1, 1], Float32Array.of(1, 10))],
    ['one', float32([1], Float32Array.of(1))],
  ]),
  nodes: [
    {
      op: 'Conv',
      name: 'conv',
      inputs: ['clip', 'weight', 'one'],
      outputs: ['y'],
      attributes: { kernel_shape: [1, 1, 1], group: 1 },
      origins: ['conv'],
    },
  ],
  metadata: new Map([['who', 'test']]),
};
const clip = float32([1, 2, 1, 2, 2], Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8));

test('a graph runs in onnxruntime-web under Node', async () => {
  const y = (await runGraph(summed, { clip })).get('y');
  expect(y).toEqual(float32([1, 1, 1, 2, 2], Float32Array.of(52, 63, 74, 85)));
});

test('a graph that onnxruntime refuses is a SessionError in our sentence, with onnxruntime’s words beside it', async () => {
  const wrong = { ...summed, nodes: summed.nodes.map((node) => ({ ...node, op: 'Convoke' })) };
  await expect(runGraph(wrong, { clip })).rejects.toMatchObject({
    message: expect.stringMatching(/^onnxruntime-web refused the model/),
    engineWords: expect.stringMatching(/Convoke/),
  });
  await expect(runGraph(wrong, { clip })).rejects.toBeInstanceOf(SessionError);
});

test('a clip that does not fit stops the run and names its shape', async () => {
  await expect(runGraph(summed, { clip: float32([1, 1, 1, 2, 2]) })).rejects.toThrow(/clip 1 × 1 × 1 × 2 × 2/);
});
