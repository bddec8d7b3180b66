import { readFileSync, writeFileSync } from 'node:fs';
import { drawBands } from '../../src/lowering/channelwiseBands';
import { drawRows, fitsRows } from '../../src/lowering/channelwiseRows';
import { convolutionOf } from '../../src/lowering/convolution';
import { type ChannelwiseForm, type Measured, type MeasuredCost, WASM_COSTS } from '../../src/lowering/costs';
import { int64 } from '../../src/lowering/int64';
import { rewrite } from '../../src/lowering/rewrite';
import type { OnnxGraph, OnnxNode } from '../../src/onnx/graph';
import { openInNode } from '../../src/runtime/nodeSession';
import type { Shape } from '../../src/tensor/shape';
import { float32, type Tensor } from '../../src/tensor/tensor';
import { namedClip } from '../../src/weights/named';
import type { Bench } from './bench';

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
const FORMS: readonly ChannelwiseForm[] = ['plain', 'bands', 'rows'];
const REPETITIONS = 20;
const COSTS = new URL('../../src/lowering/costs.ts', import.meta.url);

/** The table that the WASM lowering chooses by: measured, compared with the committed one, and written on request. */
export const bench: Bench = {
  title: 'Channel-wise 3×3×3 convolutions, WASM, one thread: nanoseconds per output element',
  async run() {
    const rows: (readonly (string | number)[])[] = [];
    const costs: MeasuredCost[] = [];
    for (const conv of cases()) {
      const found: (string | number)[] = [];
      for (const form of FORMS) {
        const nanoseconds = await measure(form, conv);
        found.push(nanoseconds ?? '–');
        if (nanoseconds !== null) costs.push({ form, ...conv, nanoseconds: Number(nanoseconds.toPrecision(3)) });
      }
      rows.push([`${conv.channels} × ${conv.frames} × ${conv.size}²`, conv.stride, ...found, committed(conv)]);
    }
    if (process.env.X3D_WRITE_COSTS === '1') writeCosts(costs);
    return {
      columns: ['output', 'stride', ...FORMS, 'committed choice'],
      rows,
      note: `Processor time, smallest of ${REPETITIONS}; the input's own time is subtracted. X3D_WRITE_COSTS=1 writes src/lowering/costs.ts.`,
    };
  },
};

function cases(): readonly Measured[] {
  return [1, 2].flatMap((stride) =>
    FRAMES.flatMap((frames) => SIZES.map(([channels, size]) => ({ channels, frames, size, stride }))),
  );
}

function committed({ channels, frames, size, stride }: Measured): string {
  const same = WASM_COSTS.filter(
    (cost) => cost.channels === channels && cost.frames === frames && cost.size === size && cost.stride === stride,
  );
  return same.toSorted((a, b) => a.nanoseconds - b.nanoseconds)[0]?.form ?? 'not measured';
}

/** Nanoseconds of processor time per output element; null where the form cannot compute it. */
async function measure(form: ChannelwiseForm, conv: Measured): Promise<number | null> {
  const graph = convolutionGraph(conv);
  const drawn = drawnAs(form, graph);
  if (!drawn) return null;
  const [whole, withoutIt] = [await fastest(drawn), await fastest(inputGraph(graph))];
  return (Math.max(0, whole - withoutIt) * 1e6) / (conv.channels * conv.frames * conv.size ** 2);
}

async function fastest(graph: OnnxGraph): Promise<number> {
  const session = await openInNode(graph);
  const feeds = { x: float32([1], Float32Array.of(0.5)) };
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < REPETITIONS; i++) {
    // Processor time, not wall time: what else the machine does is left out.
    const began = process.cpuUsage();
    await session.run(feeds);
    const { user, system } = process.cpuUsage(began);
    best = Math.min(best, (user + system) / 1000);
  }
  await session.close();
  return best;
}

/** x is one number, spread out to the input inside the graph and reduced to one inside, so that copies cost nothing. */
function convolutionGraph({ channels, frames, size, stride }: Measured): OnnxGraph {
  const input: Shape = [1, channels, frames, size * stride, size * stride];
  return {
    name: 'channelwise',
    opset: 17,
    inputs: [{ name: 'x', dtype: 'float32', shape: [1] }],
    outputs: [{ name: 'y', dtype: 'float32', shape: [1, 1, 1, 1, 1] }],
    initializers: new Map<string, Tensor>([
      ['shape', int64(input)],
      ['weight', namedClip([channels, 1, 3, 3, 3])],
      ['bias', namedClip([channels])],
    ]),
    nodes: [
      node('Expand', ['x', 'shape'], 'input'),
      node('Conv', ['input', 'weight', 'bias'], 'output', {
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

/** The same without the convolution. */
function inputGraph(graph: OnnxGraph): OnnxGraph {
  return { ...graph, nodes: [node('Expand', ['x', 'shape'], 'input'), node('ReduceMax', ['input'], 'y')] };
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
    const conv = convolutionOf(candidate, view);
    drawn ||= conv !== null && (form === 'bands' || fitsRows(conv));
    if (!conv || !drawn) return null;
    return form === 'bands' ? drawBands(conv, draft()) : drawRows(conv, draft());
  });
  return drawn ? lowered : null;
}

function writeCosts(costs: readonly MeasuredCost[]): void {
  const text = readFileSync(COSTS, 'utf8');
  const start = text.indexOf('= [', text.indexOf('WASM_COSTS: readonly')) + 2;
  const lines = costs.map(
    ({ form, channels, frames, size, stride, nanoseconds }) =>
      `  { form: '${form}', channels: ${channels}, frames: ${frames}, size: ${size}, stride: ${stride}, nanoseconds: ${nanoseconds} },\n`,
  );
  writeFileSync(COSTS, `${text.slice(0, start)}[\n${lines.join('')}];\n`);
}
