import { build } from '../../src/architecture/build';
import { presetNamed } from '../../src/design/presets';
import { toOnnx } from '../../src/export/onnxGraph';
import { lower } from '../../src/lowering/pipeline';
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
        'relative L2',
      ],
      rows,
      note: `Medians of interleaved runs of 15, 9 and 5 rounds, one thread. ${torch}; onnxruntime-web under Node; plain is the 5-D graph as PyTorch exports it. Relative L2: lowered against plain.`,
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
  const ms = (name: string) => times[name]?.median ?? Number.NaN;
  return {
    version: torch?.version ?? null,
    cells: [
      torch ? ms('torch') : 'not measured',
      ms('plain'),
      ms('lowered'),
      timesAsFast(ms('plain') / ms('lowered')),
      torch ? timesAsFast(ms('torch') / ms('lowered')) : 'not measured',
      relativeL2(results.lowered, results.plain).toExponential(1),
    ],
  };
}

function timesAsFast(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}
