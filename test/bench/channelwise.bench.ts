import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ChannelwiseForm, formsOf } from '../../src/lowering/channelwiseForms';
import { convolutionOf } from '../../src/lowering/convolution';
import { type Measured, type MeasuredCosts, WASM_COSTS } from '../../src/lowering/costs';
import { flattenPointwise } from '../../src/lowering/flattenPointwise';
import { rewrite } from '../../src/lowering/rewrite';
import { settleReshapes } from '../../src/lowering/settleReshapes';
import type { OnnxGraph, OnnxNode } from '../../src/onnx/graph';
import { openInNode } from '../../src/runtime/nodeSession';
import type { Session } from '../../src/runtime/session';
import type { Shape } from '../../src/tensor/shape';
import { float32, int64, type Tensor } from '../../src/tensor/tensor';
import { namedClip } from '../../src/weights/named';
import { type Bench, quantile } from './bench';

/** Channels and output sizes of X3D's stages (S, M and L), and clips of 1, 4, 13 and 16 frames. */
const SIZES: readonly (readonly [channels: number, size: number])[] = [
  [54, 40],
  [54, 56],
  [108, 20],
  [108, 28],
  [216, 10],
  [216, 20],
  [432, 5],
  [432, 10],
];
const FRAMES = [1, 4, 13, 16];
const FORMS: readonly ChannelwiseForm[] = [
  ...([
    'plain',
    'bands',
    'chunks4',
    'chunks2',
    'rows',
    'bandRows',
    'chunkRows4',
    'phases',
    'planes',
    'toeplitz',
  ] as const),
];
const ROUNDS = 15;
const COSTS = new URL('../../src/lowering/wasmCosts.json', import.meta.url);

/** The table that the WASM lowering chooses by: measured, compared with the committed one, and written on request. */
export const bench: Bench = {
  title: 'Channel-wise 3×3×3 convolutions, WASM, one thread: nanoseconds per output element',
  async run() {
    const rows: (readonly (string | number)[])[] = [];
    const costs: MeasuredCosts[] = [];
    for (const conv of cases()) {
      const measured = await measure(conv);
      costs.push({ ...conv, forms: Object.fromEntries(measured) });
      rows.push([
        `${conv.channels} × ${conv.frames} × ${conv.size}²`,
        conv.stride,
        ...FORMS.map((form) => measured.get(form) ?? '–'),
        cheapest(measured),
        committed(conv),
      ]);
    }
    if (process.env.X3D_WRITE_COSTS === '1') writeCosts(costs);
    return {
      columns: ['output', 'stride', ...FORMS, 'cheapest', 'committed choice'],
      rows,
      note: `Processor time, median of ${ROUNDS} interleaved rounds; that of the same graph without the convolution in the same round is subtracted. X3D_WRITE_COSTS=1 writes src/lowering/wasmCosts.json.`,
    };
  },
};

function cases(): readonly Measured[] {
  return [1, 2].flatMap((stride) =>
    FRAMES.flatMap((frames) => SIZES.map(([channels, size]) => ({ channels, frames, size, stride }))),
  );
}

function committed({ channels, frames, size, stride }: Measured): string {
  const same = WASM_COSTS.find(
    (cost) => cost.channels === channels && cost.frames === frames && cost.size === size && cost.stride === stride,
  );
  return same ? cheapest(new Map(Object.entries(same.forms) as [ChannelwiseForm, number][])) : 'not measured';
}

function cheapest(costs: ReadonlyMap<ChannelwiseForm, number>): string {
  return [...costs].toSorted(([, a], [, b]) => a - b)[0]?.[0] ?? '–';
}

/**
 * Nanoseconds of processor time per output element, for each form that can compute it. Before the convolution stands
 * what stands there in a network, a 1×1×1 convolution of half as many channels and a ReLU: a form may change these too,
 * and answers for it.
 */
async function measure(conv: Measured): Promise<ReadonlyMap<ChannelwiseForm, number>> {
  const graph = convolutionGraph(conv);
  const graphs = new Map<ChannelwiseForm | 'without', OnnxGraph>([['without', tidied(withoutIt(graph))]]);
  for (const form of FORMS) {
    const drawn = drawnAs(form, graph);
    if (drawn) graphs.set(form, tidied(drawn));
  }
  const times = await processorTimes(graphs);
  const without = times.get('without') ?? [];
  const elements = conv.channels * conv.frames * conv.size ** 2;
  return new Map(
    FORMS.flatMap((form): [ChannelwiseForm, number][] => {
      const own = times.get(form);
      if (!own) return [];
      // Of the differences in each round: a round that something disturbed counts no more than any other.
      const ms = quantile(
        own.map((time, round) => time - (without[round] ?? 0)),
        0.5,
      );
      return [[form, Number(((Math.max(0, ms) * 1e6) / elements).toPrecision(3))]];
    }),
  );
}

/** Processor time of each round in ms, not wall time: what else the machine does is left out. */
async function processorTimes<Name>(graphs: ReadonlyMap<Name, OnnxGraph>): Promise<ReadonlyMap<Name, number[]>> {
  const times = new Map<Name, number[]>();
  const sessions = new Map<Name, Session>();
  for (const [name, graph] of graphs) sessions.set(name, await openInNode(graph));
  const feeds = { x: float32([1], Float32Array.of(0.5)) };
  for (let round = -1; round < ROUNDS; round++) {
    for (const [name, session] of sessions) {
      const began = process.cpuUsage();
      await session.run(feeds);
      const { user, system } = process.cpuUsage(began);
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), (user + system) / 1000]);
    }
  }
  for (const session of sessions.values()) await session.close();
  return times;
}

/** x is one number, spread out to the input inside the graph and reduced to one inside, so that copies cost nothing. */
function convolutionGraph({ channels, frames, size, stride }: Measured): OnnxGraph {
  const input: Shape = [1, channels / 2, frames, size * stride, size * stride];
  return {
    name: 'channelwise',
    opset: 17,
    inputs: [{ name: 'x', dtype: 'float32', shape: [1] }],
    outputs: [{ name: 'y', dtype: 'float32', shape: [1, 1, 1, 1, 1] }],
    initializers: new Map<string, Tensor>([
      ['shape', int64(input)],
      ['pointwise', namedClip([channels, channels / 2, 1, 1, 1])],
      ['pointwiseBias', namedClip([channels])],
      ['weight', namedClip([channels, 1, 3, 3, 3])],
      ['bias', namedClip([channels])],
    ]),
    nodes: [
      node('Expand', ['x', 'shape'], 'input'),
      node('Conv', ['input', 'pointwise', 'pointwiseBias'], 'dense', { kernel_shape: [1, 1, 1] }),
      node('Relu', ['dense'], 'active'),
      node('Conv', ['active', 'weight', 'bias'], 'output', {
        kernel_shape: [3, 3, 3],
        strides: [1, stride, stride],
        pads: [1, 1, 1, 1, 1, 1],
        group: channels,
      }),
      node('ReduceMax', ['output'], 'y'),
    ],
    metadata: new Map(),
  };
}

function withoutIt(graph: OnnxGraph): OnnxGraph {
  const nodes = graph.nodes.filter(({ name }) => name !== 'output');
  return { ...graph, nodes: nodes.map((each) => (each.name === 'y' ? { ...each, inputs: ['active'] } : each)) };
}

/** As the pipeline leaves what stands around the convolution. */
function tidied(graph: OnnxGraph): OnnxGraph {
  return settleReshapes.run(flattenPointwise.run(graph));
}

function node(
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: OnnxNode['attributes'] = {},
): OnnxNode {
  return { op, name: output, inputs, outputs: [output], attributes, origins: [] };
}

function drawnAs(form: ChannelwiseForm, graph: OnnxGraph): OnnxGraph | null {
  if (form === 'plain') return graph;
  let drawn = false;
  const lowered = rewrite(graph, (candidate, view, draft) => {
    const conv = candidate.name === 'output' ? convolutionOf(candidate, view) : null;
    const draw = conv && formsOf(conv, view)[form];
    if (!draw) return null;
    drawn = true;
    return draw(draft());
  });
  return drawn ? lowered : null;
}

function writeCosts(rows: readonly MeasuredCosts[]): void {
  const table = JSON.parse(readFileSync(COSTS, 'utf8'));
  writeFileSync(COSTS, JSON.stringify({ ...table, rows }));
  execFileSync('npx', ['biome', 'format', '--write', fileURLToPath(COSTS)]);
}
