import { costsByPath } from '../../src/analysis/costs';
import { build } from '../../src/architecture/build';
import type { Design } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import { diagramOf, fullyOpen } from '../../src/diagram/diagram';
import { LINE_LENGTHS, layout } from '../../src/diagram/layout';
import { toOnnx } from '../../src/export/onnxGraph';
import { lower } from '../../src/lowering/pipeline';
import { encodeModel } from '../../src/onnx/encode';
import { joinChunks } from '../../src/onnx/wireWriter';
import { initWeights } from '../../src/weights/initialise';
import { type Bench, interleave } from './bench';

/** Blocks grow in proportion, and so should the time. */
const DEPTHS = [2.2, 5, 10, 25, 50];

/** Everything the graph is drawn from, with every layer shown. */
function placed(design: Design) {
  const architecture = build(design);
  costsByPath(architecture);
  return layout(diagramOf(architecture, fullyOpen(architecture, true)), {
    direction: 'horizontal',
    lineLength: LINE_LENGTHS.horizontal.usual,
  });
}

/** What the page computes for every edit, and what it prepares before a run. */
export const bench: Bench = {
  title: 'Design to architecture, costs and file',
  async run() {
    const { L, S } = { L: presetNamed('L').design, S: presetNamed('S').design };
    const deep = (gamma_d: number): Design => ({ ...S, reference: { ...S.reference, gamma_d } });
    const [built, builtS] = [build(L), build(S)];
    const [weights, weightsS] = [initWeights(built, 0), initWeights(builtS, 0)];
    const plain = toOnnx(built, weights);
    const layersOf = (name: string): number | null => {
      if (!name.endsWith('placed nodes')) return null;
      const depth = /^depth (\d+)/.exec(name)?.[1];
      return (depth ? build(deep(Number(depth))) : built).layers.length;
    };
    const before = process.memoryUsage().arrayBuffers;
    const encoded = encodeModel(plain);
    const encoding = process.memoryUsage().arrayBuffers - before;
    const timings = await interleave(
      {
        'X3D-L: build': () => build(L),
        'X3D-L: build, costs, placed nodes': () => placed(L),
        ...Object.fromEntries(
          DEPTHS.map((depth) => [`depth ${depth}: build, costs, placed nodes`, () => placed(deep(depth))]),
        ),
        'X3D-L: encode the plain graph': () => encodeModel(plain),
        'X3D-L: encode and join to one file': () => joinChunks(encodeModel(plain)),
        'X3D-S: build, export, lower for WebGPU, encode': () =>
          joinChunks(encodeModel(lower(toOnnx(build(S), weightsS), 'webgpu'))),
        'X3D-S: draw its weights': () => initWeights(builtS, 1),
      },
      { rounds: 15, warmUp: 3 },
    );
    return {
      columns: ['what', 'median, ms', 'fastest, ms', 'layers', 'fastest, µs a layer'],
      rows: Object.entries(timings).map(([name, { median, runs }]) => {
        const layers = layersOf(name);
        const fastest = Math.min(...runs);
        return [name, median, fastest, layers ?? '–', layers ? (1000 * fastest) / layers : '–'];
      }),
      note: `Encoding X3D-L, ${(encoded.byteLength / 1e6).toFixed(1)} MB, allocates ${(encoding / 1e6).toFixed(2)} MB besides the weights it adopts. Medians of 15.`,
    };
  },
};
