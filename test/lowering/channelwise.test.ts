import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChannelwiseForm, formsOf } from '../../src/lowering/channelwiseForms';
import { convolutionOf } from '../../src/lowering/convolution';
import { rewrite } from '../../src/lowering/rewrite';
import type { OnnxGraph, OnnxNode } from '../../src/onnx/graph';
import { runGraph } from '../../src/runtime/nodeSession';
import type { Tensor } from '../../src/tensor/tensor';
import { namedClip } from '../../src/weights/named';
import { checkGraph } from '../onnx/checkGraph';
import { worstParity } from './parity';

/** A 1×1×1 convolution, an activation, and the channel-wise 3×3×3 convolution that reads them. */
interface Case {
  readonly n: number;
  readonly channels: number;
  readonly frames: number;
  readonly height: number;
  readonly width: number;
  readonly stride: number;
  readonly activation: 'Relu' | 'Sigmoid';
  readonly bias: boolean;
}

const cases: fc.Arbitrary<Case> = fc.record({
  n: fc.constantFrom(1, 2),
  channels: fc.constantFrom(1, 3, 6),
  frames: fc.constantFrom(1, 2, 5, 17),
  height: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 9 }),
  stride: fc.constantFrom(1, 2),
  activation: fc.constantFrom('Relu', 'Sigmoid'),
  bias: fc.boolean(),
});

/** A case that phases can draw, which few random ones are. */
const HALVED: Case = { n: 2, channels: 3, frames: 5, height: 6, width: 8, stride: 2, activation: 'Relu', bias: true };

test('every form computes what the convolution does', { timeout: 120_000 }, async () => {
  const drawn = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const graph = graphOf(one);
      const feeds = { x: namedClip([one.n, 2, one.frames, one.height, one.width]) };
      const expected = await runGraph(graph, feeds);
      for (const form of formsIn(graph)) {
        const lowered = drawnAs(form, graph);
        expect(checkGraph(lowered), form).toEqual([]);
        expect(worstParity(await runGraph(lowered, feeds), expected), form).toBeLessThanOrEqual(1e-5);
        drawn.set(form, (drawn.get(form) ?? 0) + 1);
      }
    }),
    { numRuns: 25, examples: [[HALVED]] },
  );
  expect([...drawn.keys()].toSorted()).toEqual([
    'bandRows',
    'bands',
    'chunkRows4',
    'chunks2',
    'chunks4',
    'phases',
    'planes',
    'rows',
    'toeplitz',
  ]);
});

test('phases need a size they halve evenly, and a 1×1×1 convolution before that nothing else reads', () => {
  expect(formsIn(graphOf(HALVED))).toContain('phases');
  expect(formsIn(graphOf({ ...HALVED, height: 7 }))).not.toContain('phases');
  expect(formsIn(graphOf({ ...HALVED, stride: 1 }))).not.toContain('phases');
  const graph = graphOf(HALVED);
  const read = { name: 'active', dtype: 'float32' as const, shape: [2, 3, 5, 6, 8] };
  expect(formsIn({ ...graph, outputs: [...graph.outputs, read] })).not.toContain('phases');
});

test('a 1×1×1 convolution taken apart still serves its own layer, and the parts serve theirs', () => {
  const graph = graphOf(HALVED);
  const lowered = drawnAs('phases', graph);
  const convolutions = lowered.nodes.filter(({ op }) => op === 'Conv').map(({ origins }) => origins.join());
  expect(convolutions).toEqual([...Array(4).fill('first'), ...Array(6).fill('second')]);
});

function formsIn(graph: OnnxGraph): readonly ChannelwiseForm[] {
  let found: readonly string[] = [];
  rewrite(graph, (node, view) => {
    const conv = convolutionOf(node, view);
    if (conv && conv.group > 1)
      found = Object.entries(formsOf(conv, view)).flatMap(([form, draw]) => (draw ? form : []));
    return null;
  });
  return found as readonly ChannelwiseForm[];
}

function drawnAs(form: ChannelwiseForm, graph: OnnxGraph): OnnxGraph {
  return rewrite(graph, (node, view, draft) => {
    const conv = convolutionOf(node, view);
    return conv && node.name === 'y' ? (formsOf(conv, view)[form]?.(draft()) ?? null) : null;
  });
}

function graphOf({ n, channels, frames, height, width, stride, activation, bias }: Case): OnnxGraph {
  const node = (op: string, inputs: readonly string[], name: string, layer: string): OnnxNode => ({
    op,
    name,
    inputs,
    outputs: [name],
    attributes: {},
    origins: [layer],
  });
  const out = [n, channels, frames, Math.ceil(height / stride), Math.ceil(width / stride)];
  return {
    name: 'channelwise',
    opset: 17,
    inputs: [{ name: 'x', dtype: 'float32', shape: [n, 2, frames, height, width] }],
    outputs: [{ name: 'y', dtype: 'float32', shape: out }],
    initializers: new Map<string, Tensor>([
      ['point', namedClip([channels, 2, 1, 1, 1])],
      ['pointBias', namedClip([channels])],
      ['weight', namedClip([channels, 1, 3, 3, 3])],
      ['bias', namedClip([channels])],
    ]),
    nodes: [
      { ...node('Conv', ['x', 'point', 'pointBias'], 'dense', 'first'), attributes: { kernel_shape: [1, 1, 1] } },
      node(activation, ['dense'], 'active', 'first'),
      {
        ...node('Conv', ['active', 'weight', ...(bias ? ['bias'] : [])], 'y', 'second'),
        attributes: {
          kernel_shape: [3, 3, 3],
          strides: [1, stride, stride],
          pads: [1, 1, 1, 1, 1, 1],
          group: channels,
        },
      },
    ],
    metadata: new Map(),
  };
}
