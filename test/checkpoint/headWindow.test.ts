import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costsByPath, designCosts } from '../../src/analysis/costs';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { graphProofOf } from '../../src/checkpoint/differencesOf';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recogniseFile } from '../../src/checkpoint/recogniseFile';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import { designMetadata } from '../../src/design/metadata';
import { halfWeights } from '../../src/export/halfWeights';
import { LOGITS, toOnnx } from '../../src/export/onnxGraph';
import { openBatch } from '../../src/export/openBatch';
import { foldBatchNorm } from '../../src/lowering/foldBatchNorm';
import { lower } from '../../src/lowering/pipeline';
import { encodeModel } from '../../src/onnx/encode';
import type { OnnxGraph } from '../../src/onnx/graph';
import { joinChunks } from '../../src/onnx/wireWriter';
import { runGraph } from '../../src/runtime/nodeSession';
import { namedClip, namedWeights } from '../../src/weights/named';
import { worstParity } from '../lowering/parity';
import { checkGraph } from '../onnx/checkGraph';

/** Every form that the app writes. */
const FORMS = {
  plain: (graph: OnnxGraph) => graph,
  folded: (graph: OnnxGraph) => foldBatchNorm.run(graph),
  webgpu: (graph: OnnxGraph) => lower(graph, 'webgpu'),
  wasm: (graph: OnnxGraph) => lower(graph, 'wasm'),
};
type Form = keyof typeof FORMS;
const ALL = Object.keys(FORMS) as Form[];

/** One stage of stride 2 after a stem of stride 2: the head sees T × 3 × 4. */
const MAP = { h: 3, w: 4 };
function designWith(pool_window: readonly number[] | null, more: Partial<Design['head']> = {}, t = 3, n = 1): Design {
  return {
    reference: { ...REFERENCE_DEFAULTS, gamma_w: 0.3, gamma_b: 1, gamma_d: 0.5, num_stages: 1, spatial_strides: [2] },
    clip: { n, t, h: 4 * MAP.h, w: 4 * MAP.w, interval: 6 },
    head: { ...HEAD_DEFAULTS, num_classes: 5, mid_channels: 12, ...more, pool_window },
    overrides: {},
  };
}

const anyWindow: fc.Arbitrary<Design> = fc
  .record({
    t: fc.integer({ min: 1, max: 4 }),
    n: fc.integer({ min: 1, max: 2 }),
    window: fc.tuple(fc.nat(), fc.integer({ min: 1, max: MAP.h }), fc.integer({ min: 1, max: MAP.w })),
    fc1_bias: fc.boolean(),
    spatial_type: fc.constantFrom('avg' as const, 'max' as const),
    dropout_ratio: fc.constantFrom(0, 0.5),
  })
  .map(({ t, n, window: [frames, h, w], ...head }) => designWith([1 + (frames % t), h, w], head, t, n));

async function opened(graph: OnnxGraph) {
  const file = await openCheckpoint(bytesSource(joinChunks(encodeModel(graph))));
  const named = referenceNames(file);
  const recognition = recogniseFile(file, named);
  const architecture = build(recognition.design);
  const proof = graphProofOf(file, named, architecture);
  const { weights, ledger } = await fitCheckpoint(named, architecture, { seed: 0 });
  return { ...recognition, architecture, proof, weights, ledger };
}

const plainOf = (design: Design, metadata: ReadonlyMap<string, string> = new Map()) => {
  const architecture = build(design);
  return toOnnx(architecture, namedWeights(architecture), { metadata });
};

describe('a head that pools under a window set by hand', () => {
  test('computes the same in every form, and each form opens to it again', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyWindow, fc.constantFrom(...ALL), fc.boolean(), async (design, form, isHalf) => {
        const plain = plainOf(design, designMetadata(design));
        const feeds = { clip: namedClip(build(design).clip) };
        const right = await runGraph(plain, feeds);
        const graph = FORMS[form](plain);
        expect(checkGraph(graph)).toEqual([]);
        expect(worstParity(await runGraph(graph, feeds), right)).toBeLessThanOrEqual(1e-5);
        const again = await opened(isHalf ? halfWeights(graph) : graph);
        expect(again).toMatchObject({ source: 'metadata', design, proof: { differences: [] } });
        expect(again.ledger).toMatchObject({ missing: [], unexpected: [], wrongShape: [], drawn: [] });
        const found = await runGraph(toOnnx(again.architecture, again.weights), feeds);
        expect(worstParity(found, right)).toBeLessThanOrEqual(isHalf ? 5e-3 : 1e-5);
      }),
      { numRuns: 24 },
    );
  });

  test('is read from the graph alone', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyWindow, fc.constantFrom('plain' as const, 'folded' as const), async (design, form) => {
        const { proof, ...again } = await opened(FORMS[form](plainOf(design)));
        const [, , t = 0, h = 0, w = 0] = build({ ...design, head: null }).layers.at(-1)?.output ?? [];
        const window = design.head?.pool_window ?? [];
        const isWhole = [t, h, w].every((size, axis) => size === window[axis]);
        expect(again.source).toBe('graph');
        expect(proof?.differences).toEqual([]);
        expect(again.design.head?.pool_window).toEqual(isWhole ? null : window);
      }),
      { numRuns: 16 },
    );
  });

  test('that moves by more than one position is another network, and only the pool is named', async () => {
    const graph = plainOf(designWith([3, 1, 1]));
    const nodes = graph.nodes.map((node) =>
      node.name === 'head.pool' ? { ...node, attributes: { ...node.attributes, strides: [1, 2, 2] } } : node,
    );
    const { proof } = await opened({ ...graph, nodes });
    expect(proof?.differences).toMatchObject([{ at: 'head.pool', mayBeLeftOut: false }]);
  });

  test.each(['avg', 'max'] as const)('as large as the map, it is the reference’s %s head', async (spatial_type) => {
    const [whole, windowed] = [null, [3, MAP.h, MAP.w]].map((window) => designWith(window, { spatial_type }));
    const feeds = { clip: namedClip(build(whole as Design).clip) };
    const right = await runGraph(plainOf(whole as Design), feeds);
    expect(worstParity(await runGraph(plainOf(windowed as Design), feeds), right)).toBeLessThanOrEqual(1e-6);
  });

  test('leaves the number of clips open where that is asked for', async () => {
    const graph = openBatch(plainOf(designWith([2, 2, 2])));
    const results = await runGraph(graph, { clip: namedClip([3, 3, 3, 4 * MAP.h, 4 * MAP.w]) });
    expect(results.get(LOGITS)?.shape).toEqual([3, 5]);
  });

  test('costs its linear layers once a position, and what sums count without building', () => {
    fc.assert(
      fc.property(anyWindow, (design) => {
        const total = costsByPath(build(design)).get('');
        const whole = costsByPath(
          build({ ...design, head: { ...(design.head ?? HEAD_DEFAULTS), pool_window: null } }),
        ).get('');
        const [t = 0, h = 0, w = 0] = design.head?.pool_window ?? [];
        const positions = (design.clip.t - t + 1) * (MAP.h - h + 1) * (MAP.w - w + 1);
        const features = build(design).featDim;
        const once = design.clip.n * 12 * (features + 5);
        expect(total?.macs).toBe((whole?.macs ?? 0) + (positions - 1) * once);
        expect(total?.parameters).toBe(whole?.parameters);
        expect(designCosts(design)).toEqual(total);
      }),
      { numRuns: 30 },
    );
  });
});
