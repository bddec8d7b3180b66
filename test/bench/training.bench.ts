import * as ort from 'onnxruntime-web';
import { designCosts } from '../../src/analysis/costs';
import { build } from '../../src/architecture/build';
import { completeDesign } from '../../src/design/complete';
import type { Design } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import { encodeModel } from '../../src/onnx/encode';
import type { OnnxGraph } from '../../src/onnx/graph';
import { joinChunks } from '../../src/onnx/wireWriter';
import type { KernelTime } from '../../src/runtime/profile';
import { openSession, type Session } from '../../src/runtime/session';
import { groupBy } from '../../src/tensor/groupBy';
import { DEFAULT_RECIPE, type Recipe } from '../../src/training/recipe';
import { openTraining } from '../../src/training/trainingSession';
import { initWeights } from '../../src/weights/initialise';
import { namedClip } from '../../src/weights/named';
import { PIECE } from '../../src/worker/keptRuns';
import { type Bench, interleave, quantile } from './bench';
import { endProfilingInNode } from './nodeProfile';
import { openTorch } from './torchNetwork';

ort.env.wasm.numThreads = 1;

interface Network {
  readonly label: string;
  readonly design: Design;
  readonly batch: number;
  readonly rounds: number;
}

/** A network of an eighth of X3D's width and depth or so, on 8 frames, as the page trains it. */
function small(gammaW: number, gammaB: number, blocks: readonly number[], size: number): Network {
  const design = completeDesign({
    reference: {
      ...{ gamma_w: gammaW, gamma_b: gammaB, num_stages: blocks.length, zero_init_residual: false },
      spatial_strides: blocks.map(() => 2),
    },
    clip: { n: 1, t: 8, h: size, w: size, interval: 1 },
    head: { num_classes: 8, mid_channels: 128, dropout_ratio: 0, init_std: 0.05 },
    overrides: Object.fromEntries(blocks.map((count, stage) => [`layer${stage + 1}`, { blocks: count }])),
  });
  const base = build(design).baseChannels.result;
  const label = `base ${base}, γ_b ${gammaB}, ${blocks.join('-')}, ${size}²`;
  return { label, design, batch: 16, rounds: 15 };
}

function smallestPublished(): Network {
  const { design } = presetNamed('XS');
  const head = design.head && { ...design.head, dropout_ratio: 0 };
  return { label: 'X3D-XS, 4×160²', design: { ...design, head }, batch: 2, rounds: 5 };
}

const MOMENTUM = 0.9;
const RECIPE: Recipe = {
  ...DEFAULT_RECIPE,
  optimizer: { type: 'SGD', momentum: MOMENTUM, nesterov: true, weightDecay: 5e-5 },
  schedule: { rate: 0.01, warmUp: null, course: { kind: 'constant' } },
  clipNorm: 40,
};
/** Steps that are profiled; profiling slows them, so it has a session of its own. */
const PROFILED = 3;

/** Training in the page against training where people do it now, and where the time goes. */
export const bench: Bench = {
  title: 'One training step: PyTorch and the training graph in onnxruntime-web (WASM), one thread',
  async run() {
    const networks = [
      small(0.33, 1, [1, 2, 3], 32),
      small(0.33, 2.25, [1, 2, 5, 3], 32),
      small(0.67, 2.25, [1, 2, 5, 3], 32),
      small(0.33, 2.25, [1, 2, 5, 3], 48),
      smallestPublished(),
    ];
    const compared: Compared[] = [];
    for (const network of networks) compared.push(await compare(network));
    const version = compared[0]?.version;
    const shares: string[] = [];
    for (const network of networks) shares.push(`${network.label}: ${await sharesOf(network)}`);
    return {
      columns: [
        'network',
        'parameters',
        'batch',
        'PyTorch, ms',
        'PyTorch folded, ms',
        'here, ms',
        'faster than PyTorch',
        'than folded',
        'less CPU than PyTorch',
        'than folded ',
        'first losses differ',
        'graph, ms',
        'session, ms',
        'first step, ms',
        'kept, ms',
      ],
      rows: compared.map(({ cells }) => cells),
      note: `Medians of interleaved steps of 15 rounds, 5 of X3D-XS: forward, backward, clipping and SGD with Nesterov momentum, the batch at hand; onnxruntime-web under Node. CPU is the time that the two processes computed, which other work on the machine lengthens less. ${version ? `PyTorch ${version}; folded: the same parameters with frames in the batch and channels last` : 'PyTorch is not installed here'}. Graph: written and encoded; session: opened; both once, before anything is warm. Kept: what a step waits for when a run is kept, every 15 s, the aim being 50 ms: one piece of 4 MB, the others come between the next steps. Share of a step by operator, after onnxruntime’s own fusions, ${PROFILED} profiled steps. ${shares.join('. ')}.`,
    };
  },
};

interface Compared {
  readonly version: string | null;
  readonly cells: readonly (string | number)[];
}

/** A network ready to train, its batch, and how long it took to get ready. */
async function prepare({ design, batch }: Network, profiling: boolean) {
  const architecture = build(design);
  const weights = initWeights(architecture, 0);
  const classes = design.head?.num_classes ?? 1;
  const clips = namedClip([batch, ...architecture.clip.slice(1)]);
  const batches = [{ clips, labels: Array.from({ length: batch }, (_, clip) => clip % classes) }];
  const opened: Opened[] = [];
  const began = performance.now();
  const training = await openTraining(
    architecture,
    { ...RECIPE, batch },
    {
      weights,
      seed: 0,
      open: async (graph, kept = []) => {
        const one = await openTimed(graph, profiling, kept);
        opened.push(one);
        return one.session;
      },
    },
  );
  const all = performance.now() - began;
  const sessionMs = opened.reduce((sum, { ms }) => sum + ms, 0);
  return { architecture, weights, batches, clips, training, opened, sessionMs, graphMs: all - sessionMs };
}

async function compare(network: Network): Promise<Compared> {
  const { label, batch, rounds } = network;
  const prepared = await prepare(network, false);
  const { architecture, weights, batches, clips, training, graphMs, sessionMs } = prepared;
  const torch = await openTorch(architecture, weights, clips, {
    script: 'torchTrains.py',
    facts: {
      labels: batches[0]?.labels,
      ...{ rate: RECIPE.schedule.rate, momentum: MOMENTUM, decay: RECIPE.optimizer.weightDecay },
      clip_norm: RECIPE.clipNorm,
    },
  });
  const began = performance.now();
  const { loss } = await training.step(batches);
  const firstMs = performance.now() - began;
  const cpu: Record<string, number[]> = { here: [], modules: [], folded: [] };
  const here = async () => {
    const before = process.cpuUsage();
    await training.step(batches);
    const { user, system } = process.cpuUsage(before);
    cpu.here?.push((user + system) / 1000);
  };
  /** What a step waits for when the run is kept: the state, and the copy that the browser's store makes of one piece. */
  const kept = async () => structuredClone((await training.state()).weights.slice(0, PIECE));
  const there = (form: string) => async () => {
    const [loss = Number.NaN, ms = Number.NaN] = (await torch?.run(form)) ?? [];
    cpu[form]?.push(ms);
    return loss;
  };
  const others = torch ? [await there('modules')(), await there('folded')()] : [];
  const times = await interleave<string>(
    { here, kept, ...(torch && { modules: there('modules'), folded: there('folded') }) },
    { rounds },
  );
  torch?.close();
  await training.close();
  const ms = (name: string) => times[name]?.median ?? Number.NaN;
  const cpuMs = (name: string) => quantile(cpu[name] ?? [], 0.5);
  const measured = (value: number | string) => (torch ? value : 'not measured');
  return {
    version: torch?.version ?? null,
    cells: [
      label,
      designCosts(architecture.design).parameters,
      batch,
      measured(ms('modules')),
      measured(ms('folded')),
      ms('here'),
      measured(timesAsFast(ms('modules') / ms('here'))),
      measured(timesAsFast(ms('folded') / ms('here'))),
      measured(timesAsFast(cpuMs('modules') / cpuMs('here'))),
      measured(timesAsFast(cpuMs('folded') / cpuMs('here'))),
      measured(Math.max(...others.map((other) => Math.abs(other - loss))).toExponential(1)),
      graphMs,
      sessionMs,
      firstMs,
      ms('kept'),
    ],
  };
}

interface Opened {
  readonly session: Session;
  /** Of opening alone, the encoding of the file left out. */
  readonly ms: number;
}

async function openTimed(graph: OnnxGraph, profiling: boolean, kept: readonly string[]): Promise<Opened> {
  const model = joinChunks(encodeModel(graph));
  const began = performance.now();
  const session = await openSession(ort, model, { provider: 'wasm', layout: 'NCHW', profiling, kept });
  return { session, ms: performance.now() - began };
}

/**
 * The operators that take most of a step, with their number and their share of all kernels' time. Asked for once every
 * network has run: what is noted of each kernel takes memory, and where that makes WebAssembly's grow, kernels that write
 * large values are charged with fetching new pages.
 */
async function sharesOf(network: Network): Promise<string> {
  const { training, opened, batches } = await prepare(network, true);
  for (let step = 0; step <= PROFILED; step++) await training.step(batches);
  const kernels: KernelTime[] = [];
  for (const { session } of opened) kernels.push(...(await endProfilingInNode(session)).filter(({ run }) => run > 0));
  await training.close();
  const total = kernels.reduce((sum, { ms }) => sum + ms, 0);
  const byKind = Array.from(
    groupBy(kernels, ({ op }) => op),
    ([op, own]) => ({
      op,
      count: own.length / PROFILED,
      share: own.reduce((sum, { ms }) => sum + ms, 0) / total,
    }),
  );
  const [most, rest] = [byKind.sort((a, b) => b.share - a.share).slice(0, 7), byKind.slice(7)];
  const others = rest.reduce((sum, { share }) => sum + share, 0);
  return [
    ...most.map(({ op, count, share }) => `${op} ${percent(share)} (${count})`),
    ...(rest.length > 0 ? [`others ${percent(others)}`] : []),
  ].join(', ');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function timesAsFast(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}
