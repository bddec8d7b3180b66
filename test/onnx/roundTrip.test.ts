import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeModel } from '../../src/onnx/decode';
import { encodeModel } from '../../src/onnx/encode';
import type { OnnxGraph } from '../../src/onnx/graph';
import { OnnxError } from '../../src/onnx/wireReader';
import { joinChunks } from '../../src/onnx/wireWriter';
import { float32 } from '../../src/tensor/tensor';
import { randomGraph } from './randomGraph';

test('decode(encode(g)) equals g', () => {
  fc.assert(
    fc.property(randomGraph, (graph) => {
      const { graph: decoded, bits } = comparable(decodeModel(joinChunks(encodeModel(graph))));
      const original = comparable(graph);
      expect(decoded).toEqual(original.graph);
      expect(bits).toEqual(original.bits);
    }),
    { numRuns: 300 },
  );
});

test('byteLength is the sum of the chunks', () => {
  fc.assert(
    fc.property(randomGraph, (graph) => {
      const { chunks, byteLength } = encodeModel(graph);
      expect(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)).toBe(byteLength);
    }),
    { numRuns: 50 },
  );
});

test('weights are adopted, not copied', () => {
  const weight = new Float32Array(1_000_000);
  const { chunks, byteLength } = encodeModel(withTensors({ weight }));
  expect(chunks.some((chunk) => chunk.buffer === weight.buffer)).toBe(true);
  const own = chunks.filter((chunk) => chunk.buffer !== weight.buffer);
  expect(own.reduce((sum, chunk) => sum + chunk.byteLength, 0)).toBe(byteLength - weight.byteLength);
  expect(byteLength - weight.byteLength).toBeLessThan(200);
});

test('decoded weights are views into the file where they are aligned', () => {
  const lengths = Array.from({ length: 8 }, (_, i) => [`w${'x'.repeat(i)}`, new Float32Array(40).fill(i)] as const);
  const bytes = joinChunks(encodeModel(withTensors(Object.fromEntries(lengths))));
  const { initializers } = decodeModel(bytes);
  const views = [...initializers.values()].filter(({ data }) => data.buffer === bytes.buffer);
  expect(views.length).toBeGreaterThan(0);
  expect(views.length).toBeLessThan(8);
  for (const [name, data] of lengths) expect(initializers.get(name)?.data).toEqual(data);
});

test('damaged files give OnnxError or a graph, and nothing else', () => {
  fc.assert(
    fc.property(
      randomGraph,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      fc.nat(),
      (graph, hits, cut) => {
        const whole = joinChunks(encodeModel(graph));
        const bytes = whole.slice(0, cut % (whole.length + 1));
        for (const [at, value] of hits) if (bytes.length > 0) bytes[at % bytes.length] = value;
        expectOnnxErrorOrGraph(bytes);
      },
    ),
    { numRuns: 2000 },
  );
});

test('arbitrary bytes give OnnxError or a graph, and nothing else', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), expectOnnxErrorOrGraph), { numRuns: 2000 });
});

test.each([
  ['an empty file', [], /Byte 0: the file ends without a graph/],
  ['a length beyond the end', [0x3a, 0xff, 0x01, 0x0a], /Byte 1: a field of 255 bytes begins where only 1 are left/],
  ['a length of 2^63', [0x3a, ...Array(9).fill(0x80), 0x01], /only 0 are left/],
  ['a varint without end', [0x08, ...Array(20).fill(0xff)], /Byte 1: an integer is cut off, or longer than ten bytes/],
  ['field number 0', [0x00, 0x01], /Byte 0: field number 0/],
  ['a group', [0x0b], /Byte 0: field 1 has wire type 3/],
  ['the graph as an integer', [0x38, 0x01], /field 7 should be bytes, but has wire type 0/],
])('%s is refused with its place', (_, bytes, message) => {
  expect(() => decodeModel(Uint8Array.from(bytes))).toThrow(message);
});

test('a tensor that claims more values than it has is refused before anything is allocated', () => {
  const graph = withTensors({ weight: new Float32Array(4) });
  const claims = new Map([['weight', { ...float32([4]), shape: [2 ** 40, 2 ** 40] }]]);
  const bytes = joinChunks(encodeModel({ ...graph, initializers: claims }));
  expect(() => decodeModel(bytes)).toThrow(/weight of shape 1099511627776 × 1099511627776 should hold .* found 4/);
});

test('a fraction where an integer belongs is refused, not cut', () => {
  const relu = { op: 'LeakyRelu', name: 'a', inputs: ['x'], outputs: ['y'], attributes: { alpha: 0.1 }, origins: [] };
  expect(() => encodeModel({ ...withTensors({}), nodes: [relu] })).toThrow(/a float attribute is \{ float: 0\.1 \}/);
});

function expectOnnxErrorOrGraph(bytes: Uint8Array): void {
  try {
    decodeModel(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(OnnxError);
    const { offset } = error as OnnxError;
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(offset).toBeLessThanOrEqual(bytes.length);
  }
}

function withTensors(tensors: Record<string, Float32Array<ArrayBuffer>>): OnnxGraph {
  return {
    name: '',
    opset: 17,
    inputs: [],
    outputs: [],
    nodes: [],
    metadata: new Map(),
    initializers: new Map(Object.entries(tensors).map(([name, data]) => [name, float32([data.length], data)])),
  };
}

/** Entry order matters in our maps, and NaN's bits matter in tensors: both are lost on `toEqual`. */
function comparable(graph: OnnxGraph) {
  const bits = [...graph.initializers].map(([name, { data }]) => [
    name,
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice(),
  ]);
  const initializers = [...graph.initializers].map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  return { graph: { ...graph, initializers, metadata: [...graph.metadata] }, bits };
}
