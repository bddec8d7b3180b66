import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { build } from '../../src/architecture/build';
import { presetNamed } from '../../src/design/presets';
import { toOnnx } from '../../src/export/onnxGraph';
import { lower } from '../../src/lowering/pipeline';
import { encodeModel } from '../../src/onnx/encode';
import { joinChunks } from '../../src/onnx/wireWriter';
import { namedClip, namedWeights } from '../../src/weights/named';
import { type Bench, interleave } from './bench';

/** The published networks with their clips, and how often each is run. */
const NETWORKS = [
  { preset: 'XS', rounds: 15 },
  { preset: 'S', rounds: 9 },
  { preset: 'M', rounds: 5 },
] as const;

/** One thread against two: a network may be slower on two, where what the threads share out is small. */
export const bench: Bench = {
  title: 'One clip on one WASM thread and on two: the plain graph and the lowered one in onnxruntime-web',
  readme: true,
  async run() {
    const rows: (readonly (string | number)[])[] = [];
    for (const { preset, rounds } of NETWORKS) {
      const ms = await compare(preset, rounds);
      const cells = (form: 'plain' | 'lowered') => {
        const [one, two] = [ms[`${form} 1`] ?? Number.NaN, ms[`${form} 2`] ?? Number.NaN];
        return [one, two, `${(one / two).toFixed(2)}×`];
      };
      rows.push([`X3D-${preset}`, ...cells('plain'), ...cells('lowered')]);
    }
    return {
      columns: [
        'network',
        'plain, 1 thread, ms',
        'plain, 2 threads, ms',
        'two are faster',
        'lowered, 1 thread, ms',
        'lowered, 2 threads, ms',
        'two are faster',
      ],
      rows,
      note: 'Medians of interleaved runs of 15, 9 and 5 rounds; a round runs all four. onnxruntime-web under Node.',
    };
  },
};

/** Medians in ms by form and number of threads: `lowered 2`. */
async function compare(preset: (typeof NETWORKS)[number]['preset'], rounds: number): Promise<Record<string, number>> {
  const architecture = build(presetNamed(preset).design);
  const graph = toOnnx(architecture, namedWeights(architecture));
  const models = {
    plain: joinChunks(encodeModel(graph)),
    lowered: joinChunks(encodeModel(lower(graph, 'wasm'))),
  };
  const clip = namedClip(architecture.clip);
  const workers = await Promise.all(
    [1, 2].map(async (threads) => {
      const workerData = { models, clip: clip.data, shape: clip.shape, threads };
      const worker = new Worker(new URL('./threadedSession.mjs', import.meta.url), { workerData });
      await once(worker, 'message');
      return { threads, worker };
    }),
  );
  const runs = workers.flatMap(({ threads, worker }) =>
    Object.keys(models).map((form) => {
      const run = async () => {
        const answered = once(worker, 'message');
        worker.postMessage(form);
        await answered;
      };
      return [`${form} ${threads}`, run] as const;
    }),
  );
  const times = await interleave(Object.fromEntries(runs), { rounds });
  await Promise.all(workers.map(({ worker }) => worker.terminate()));
  return Object.fromEntries(Object.entries(times).map(([name, { median }]) => [name, median]));
}
