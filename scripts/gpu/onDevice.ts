/**
 * All figures of a GPU in one call, natively: onnxruntime-node's WebGPU provider has the kernels of the browser's. Bundled by
 * benchGpu.mjs into one file that needs Node and onnxruntime-node's binaries alone.
 */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Ort from 'onnxruntime-web';
import { build } from '../../src/architecture/build';
import { type PresetName, presetNamed } from '../../src/design/presets';
import { toOnnx } from '../../src/export/onnxGraph';
import { channelwisePieces } from '../../src/lowering/channelwisePieces';
import { inFloat16 } from '../../src/lowering/inFloat16';
import { lower } from '../../src/lowering/pipeline';
import { encodeModel } from '../../src/onnx/encode';
import type { OnnxGraph } from '../../src/onnx/graph';
import { joinChunks } from '../../src/onnx/wireWriter';
import { relativeL2 } from '../../src/tensor/distance';
import { candidatesFor } from '../../src/timing/candidates';
import { compareTimes } from '../../src/timing/comparison';
import { median } from '../../src/timing/summary';
import { BLOCKS_NEEDED, verdictOf } from '../../src/timing/verdict';
import { namedClip, namedWeights } from '../../src/weights/named';
import { PROBE_DESIGN } from '../../src/worker/parity';

const { ONNXRUNTIME_NODE = '', VK_DRIVER_FILES = '', BENCH_GPU_SECONDS = '420' } = process.env;
const networks = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['XS', 'S', 'M'];
const deadline = performance.now() + 1000 * Number(BENCH_GPU_SECONDS);

const gpu = whichGpu();
console.log(`# ${gpu}`);
if (gpu.startsWith('no GPU')) process.exit();
if (ONNXRUNTIME_NODE === '') {
  console.log(
    'onnxruntime-node is not here. In a folder of its own: npm install --ignore-scripts onnxruntime-node@1.30.0, then ' +
      'ONNXRUNTIME_NODE=FOLDER/node_modules/onnxruntime-node npm run bench:gpu',
  );
  process.exit(2);
}
const ort: typeof Ort = createRequire(import.meta.url)(ONNXRUNTIME_NODE);
console.log('| network | candidate | ms a run | beside, ms | faster (95 %) | relative L2 to the CPU | outcome |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const name of networks) await measure(name);

/** A real GPU, an emulated one by the driver that was named, or none. */
function whichGpu(): string {
  if (VK_DRIVER_FILES !== '')
    return `the Vulkan driver ${VK_DRIVER_FILES}, emulated where that is SwiftShader or lavapipe`;
  const nvidia = existsSync('/dev/nvidia0');
  const cards = existsSync('/dev/dri') ? readdirSync('/dev/dri').filter((name) => name.startsWith('renderD')) : [];
  if (nvidia || cards.length > 0) return `a GPU: ${[...(nvidia ? ['nvidia0'] : []), ...cards].join(', ')}`;
  return 'no GPU: neither /dev/nvidia0 nor /dev/dri/renderD*. To try this script on an emulated one, name its driver in VK_DRIVER_FILES';
}

/** Every form, layout and type beside what runs where nothing is chosen. @param preset `probe` for a tiny network, to try this script */
async function measure(preset: string): Promise<void> {
  const architecture = build(preset === 'probe' ? PROBE_DESIGN : presetNamed(preset as PresetName).design);
  const plain = toOnnx(architecture, namedWeights(architecture));
  const clip = namedClip(architecture.clip);
  const feeds = { clip: new ort.Tensor('float32', clip.data as Float32Array, [...clip.shape]) };
  const shapes = channelwisePieces(plain).map(({ shape }) => shape);

  const open = (graph: OnnxGraph, provider: 'cpu' | 'webgpu', layout = 'NCHW'): Promise<Ort.InferenceSession> =>
    ort.InferenceSession.create(joinChunks(encodeModel(graph)), {
      executionProviders: [provider === 'cpu' ? 'cpu' : { name: 'webgpu', preferredLayout: layout as 'NCHW' | 'NHWC' }],
      logSeverityLevel: 4,
    });
  const run = async (session: Ort.InferenceSession): Promise<{ ms: number; logits: Float32Array }> => {
    const began = performance.now();
    const { logits } = await session.run(feeds, ['logits']);
    return { ms: performance.now() - began, logits: logits?.data as Float32Array };
  };

  const onCpu = await open(plain, 'cpu');
  const { logits: reference } = await run(onCpu);
  await onCpu.release();
  const usual = lower(plain, 'webgpu');
  const against = await open(usual, 'webgpu');
  const row = (...cells: readonly string[]) => console.log(`| ${preset} | ${cells.join(' | ')} |`);
  const first = await run(against);
  row(
    'bands, the start',
    first.ms.toFixed(1),
    '',
    '',
    relativeL2(first.logits, reference).toExponential(1),
    'first run',
  );

  const forms = candidatesFor('webgpu', 'form').map(({ name, bound, change }) => {
    const graph = () => lower(plain, 'webgpu', Object.fromEntries(shapes.map((shape) => [shape, change.form])));
    return { name, bound, graph, layout: 'NCHW' };
  });
  const openings = candidatesFor('webgpu', 'opening').flatMap(({ name, bound, change: { opening } }) => {
    // The Node binding has neither buffers of one's own nor capture: those are for the browser to prove.
    if (opening.keptBuffers) return [];
    const graph = () => (opening.float16 ? inFloat16(usual) : usual);
    return [{ name, bound, graph, layout: opening.layout ?? 'NCHW' }];
  });
  for (const { name, bound, graph, layout } of [...openings, ...forms]) {
    if (performance.now() > deadline) {
      row(name, '', '', '', '', 'not measured: the time was up');
      continue;
    }
    try {
      const session = await open(graph(), 'webgpu', layout);
      const deviation = relativeL2((await run(session)).logits, reference);
      const times: { readonly a: number[]; readonly b: number[] } = { a: [], b: [] };
      for (let block = 0; block < 2 * BLOCKS_NEEDED && performance.now() < deadline; block++) {
        times.a.push((await run(against)).ms);
        times.b.push((await run(session)).ms, (await run(session)).ms);
        times.a.push((await run(against)).ms);
      }
      await session.release();
      const compared = compareTimes(times.a, times.b);
      const [low, high] = compared.interval ?? [Number.NaN, Number.NaN];
      row(
        name,
        median(times.b).toFixed(1),
        median(times.a).toFixed(1),
        `${compared.speedup.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`,
        deviation.toExponential(1),
        verdictOf(deviation, bound, compared).kind,
      );
    } catch (error) {
      row(name, '', '', '', '', `refused: ${String(error).split('\n')[0]?.slice(0, 160)}`);
    }
  }
  await against.release();
}
