import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { build } from '../../src/architecture/build';
import { presetNamed } from '../../src/design/presets';
import { toOnnx } from '../../src/export/onnxGraph';
import { lower } from '../../src/lowering/pipeline';
import { encodeModel } from '../../src/onnx/encode';
import type { OnnxGraph } from '../../src/onnx/graph';
import { joinChunks } from '../../src/onnx/wireWriter';
import { openInNode } from '../../src/runtime/nodeSession';
import type { Tensor } from '../../src/tensor/tensor';
import { namedClip, namedWeights } from '../../src/weights/named';
import { relativeL2 } from '../lowering/parity';
import { type Bench, interleave } from './bench';
import { openTorch } from './torchNetwork';

/** The published networks with their clips, and how often each is run. */
const NETWORKS = [
  { preset: 'XS', rounds: 15 },
  { preset: 'S', rounds: 9 },
  { preset: 'M', rounds: 5 },
] as const;

const THREADS = 2;

/** What a person would do otherwise, beside what the app does where there is no GPU. */
export const bench: Bench = {
  title: 'One clip: PyTorch, the plain ONNX graph and the lowered one in onnxruntime-web (WASM)',
  readme: true,
  async run() {
    const rows: (readonly (string | number)[])[] = [];
    let version: string | null = null;
    for (const { preset, rounds } of NETWORKS) {
      const found = await compare(presetNamed(preset).design, rounds);
      version ??= found.version;
      rows.push([`X3D-${preset}`, ...found.cells]);
    }
    const torch = version === null ? 'PyTorch is not installed here' : `PyTorch ${version}`;
    return {
      columns: [
        'network',
        'PyTorch, ms',
        'plain, ms',
        'lowered, ms',
        'lowered is faster than plain',
        'than PyTorch',
        `plain, ${THREADS} threads`,
        `lowered, ${THREADS} threads`,
        'faster',
        'relative L2',
      ],
      rows,
      note: `Medians of interleaved runs of 15, 9 and 5 rounds, one thread where not said otherwise. ${torch}; onnxruntime-web under Node; plain is the 5-D graph as PyTorch exports it. Relative L2: lowered against plain. The columns of two threads were run apart, later, on two cores that other work used too: they compare plain with lowered, not two threads with one.`,
    };
  },
};

interface Compared {
  readonly version: string | null;
  readonly cells: readonly (string | number)[];
}

async function compare(design: Parameters<typeof build>[0], rounds: number): Promise<Compared> {
  const architecture = build(design);
  const weights = namedWeights(architecture);
  const graph = toOnnx(architecture, weights);
  const graphs = { plain: graph, lowered: lower(graph, 'wasm') };
  const clip = namedClip(architecture.clip);
  const torch = await openTorch(architecture, weights, clip);
  const [plain, lowered] = [await openInNode(graphs.plain), await openInNode(graphs.lowered)];
  const results: Record<string, Tensor | undefined> = {};
  const run = (name: 'plain' | 'lowered', session: typeof plain) => async () => {
    results[name] = (await session.run({ clip }, ['logits'])).get('logits');
  };
  const times = await interleave<string>(
    { plain: run('plain', plain), lowered: run('lowered', lowered), ...(torch && { torch: () => torch.run() }) },
    { rounds },
  );
  await plain.close();
  await lowered.close();
  torch?.close();
  const threaded = await withThreads(graphs, clip, rounds);
  const ms = (name: string) => times[name]?.median ?? Number.NaN;
  return {
    version: torch?.version ?? null,
    cells: [
      torch ? ms('torch') : 'not measured',
      ms('plain'),
      ms('lowered'),
      timesAsFast(ms('plain') / ms('lowered')),
      torch ? timesAsFast(ms('torch') / ms('lowered')) : 'not measured',
      threaded.plain,
      threaded.lowered,
      timesAsFast(threaded.plain / threaded.lowered),
      relativeL2(results.lowered, results.plain).toExponential(1),
    ],
  };
}

function timesAsFast(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}

/** Medians in ms with several WASM threads, in a thread of its own. */
async function withThreads(
  graphs: Readonly<Record<'plain' | 'lowered', OnnxGraph>>,
  clip: Tensor<'float32'>,
  rounds: number,
) {
  const models = {
    plain: joinChunks(encodeModel(graphs.plain)),
    lowered: joinChunks(encodeModel(graphs.lowered)),
  };
  const worker = new Worker(new URL('./threadedSession.mjs', import.meta.url), {
    workerData: { models, clip: clip.data, shape: clip.shape, threads: THREADS },
  });
  await once(worker, 'message');
  const run = (name: string) => async () => {
    const answered = once(worker, 'message');
    worker.postMessage(name);
    await answered;
  };
  const { plain, lowered } = await interleave({ plain: run('plain'), lowered: run('lowered') }, { rounds });
  await worker.terminate();
  return { plain: plain.median, lowered: lowered.median };
}
