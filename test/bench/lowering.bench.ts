import { build } from '../../src/architecture/build';
import type { Design } from '../../src/design/design';
import { toOnnx } from '../../src/export/onnxGraph';
import { lower } from '../../src/lowering/pipeline';
import { openInNode } from '../../src/runtime/nodeSession';
import type { Tensor } from '../../src/tensor/tensor';
import { namedClip, namedWeights } from '../../src/weights/named';
import { designOf } from '../golden/architectures';
import { relativeL2 } from '../lowering/parity';
import { type Bench, interleave } from './bench';

/** The published X3D-XS, S and M with their test clips, and how often each is run. */
const NETWORKS: readonly { name: string; clip: readonly [frames: number, size: number]; rounds: number }[] = [
  { name: 'X3D-XS', clip: [4, 160], rounds: 15 },
  { name: 'X3D-S', clip: [13, 160], rounds: 9 },
  { name: 'X3D-M', clip: [16, 224], rounds: 5 },
];

/** What lowering is worth where there is no GPU. */
export const bench: Bench = {
  title: 'Plain against lowered graph, WASM, one thread',
  async run() {
    const rows: (readonly (string | number)[])[] = [];
    for (const { name, clip, rounds } of NETWORKS) rows.push([name, ...(await compare(x3d(...clip), rounds))]);
    return {
      columns: ['network', 'plain, ms', 'lowered, ms', 'times as fast', 'fastest runs alone', 'relative L2'],
      rows,
      note: 'Medians of interleaved runs. onnxruntime-web under Node; plain is the 5-D graph as PyTorch would export it.',
    };
  },
};

function x3d(frames: number, size: number): Design {
  const kwargs = { gamma_w: 1, gamma_b: 2.25, gamma_d: 2.2 };
  return designOf({ kwargs, input: [1, 3, frames, size, size], head: { kwargs: { num_classes: 400 } } });
}

async function compare(design: Design, rounds: number): Promise<readonly number[]> {
  const architecture = build(design);
  const graph = toOnnx(architecture, namedWeights(architecture));
  const feeds = { clip: namedClip(architecture.clip) };
  const [plain, lowered] = [await openInNode(graph), await openInNode(lower(graph, 'wasm'))];
  const results: Record<string, Tensor | undefined> = {};
  const times = await interleave(
    {
      plain: async () => {
        results.plain = (await plain.run(feeds, ['logits'])).get('logits');
      },
      lowered: async () => {
        results.lowered = (await lowered.run(feeds, ['logits'])).get('logits');
      },
    },
    { rounds },
  );
  await plain.close();
  await lowered.close();
  const fastest = Math.min(...times.plain.runs) / Math.min(...times.lowered.runs);
  const error = relativeL2(results.lowered, results.plain);
  return [times.plain.median, times.lowered.median, 1 / times.lowered.ratio, fastest, error];
}
