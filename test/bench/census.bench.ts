import { build } from '../../src/architecture/build';
import { presetNamed } from '../../src/design/presets';
import { toOnnx } from '../../src/export/onnxGraph';
import { kernelsOf } from '../../src/lowering/census';
import { lower } from '../../src/lowering/pipeline';
import { namedWeights } from '../../src/weights/named';
import { frameSumBytes } from '../lowering/frameSum';
import type { Bench } from './bench';

/** What a run on WebGPU does, counted. No clock is asked, so it is the same on every machine. */
export const bench: Bench = {
  title: 'What one run of the lowered graph does on WebGPU, counted',
  readme: true,
  async run() {
    const rows = (['XS', 'S', 'M', 'L'] as const).map((preset) => {
      const { design } = presetNamed(preset);
      const architecture = build(design);
      const graph = lower(toOnnx(architecture, namedWeights(architecture)), 'webgpu');
      const kernels = kernelsOf(graph);
      const sumOf = (key: 'bytes' | 'macs') => kernels.reduce((sum, kernel) => sum + kernel[key], 0);
      const bytes = sumOf('bytes');
      return [
        `X3D-${preset}`,
        kernels.length,
        Math.round(bytes / 1e6),
        `${((100 * bytes) / frameSumBytes(kernels, graph, design.clip.t)).toFixed(0)} %`,
        Number((sumOf('macs') / 1e9).toPrecision(3)),
      ];
    });
    return {
      columns: [
        'network',
        'dispatches',
        'MB moved',
        'of what frame by frame would move',
        'GMACs, zeros of bands included',
      ],
      rows,
      note: 'By the rules of src/lowering/census.ts, whose 227 dispatches of X3D-XS are those of onnxruntime-web’s own profile.',
    };
  },
};
