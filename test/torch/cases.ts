import { build } from '../../src/architecture/build';
import { writePth } from '../../src/checkpoint/writeCheckpoint';
import { mmaction2Config } from '../../src/configs/mmaction2Config';
import type { Taught } from '../../src/configs/taught';
import type { Written } from '../../src/configs/written';
import { completeDesign } from '../../src/design/complete';
import type { Design, Head, Overrides, Reference } from '../../src/design/design';
import { toOnnx } from '../../src/export/onnxGraph';
import { pytorchModule } from '../../src/export/pytorch';
import { lower } from '../../src/lowering/pipeline';
import { runGraph } from '../../src/runtime/nodeSession';
import { namedClip, namedWeights } from '../../src/weights/named';

/** One network for PyTorch to compute as well: its source, its weights, its clip, and what we found for each stage. */
export interface TorchCase {
  readonly name: string;
  /** The exported module, a .py file. */
  readonly source: string;
  /** The exported weights, a .pth file. */
  readonly weights: Uint8Array;
  readonly clip: { readonly shape: readonly number[]; readonly data: Float32Array };
  /** Paths of modules and our values for them: plain ONNX and its WASM lowering. */
  readonly expected: readonly { readonly path: string; readonly plain: Float32Array; readonly lowered: Float32Array }[];
}

interface ConfigDesign extends CaseDesign {
  /** For a head taught on clips of one's own: the backbone must then stay as it is. */
  readonly taught?: Taught;
}

interface CaseDesign {
  readonly reference?: Partial<Reference>;
  readonly clip?: Partial<Design['clip']>;
  readonly head?: Partial<Head> | null;
  readonly overrides?: Overrides;
}

const tiny = { n: 2, t: 5, h: 33, w: 29, interval: 1 };

/** Every kind of layer and every option that changes what is computed. */
export const TORCH_CASES: Readonly<Record<string, CaseDesign>> = {
  'X3D-S': { reference: { gamma_b: 2.25, gamma_d: 2.2 }, head: {} },
  defaults: { clip: tiny, head: { num_classes: 7 } },
  'leaky, SE in all': {
    clip: tiny,
    reference: { gamma_w: 0.5, se_style: 'all', se_ratio: 0.25, act_cfg: { type: 'LeakyReLU', negative_slope: 0.1 } },
  },
  'no SE, strides 1 3 2 1': { clip: tiny, reference: { gamma_w: 0.3, se_ratio: null, spatial_strides: [1, 3, 2, 1] } },
  'group norm': {
    clip: tiny,
    reference: { gamma_w: 0.5, norm_cfg: { type: 'GN', num_groups: 2 }, zero_init_residual: false },
  },
  'instance norm': {
    clip: { ...tiny, h: 64, w: 64 },
    reference: { gamma_w: 0.5, norm_cfg: { type: 'IN3d', affine: true }, zero_init_residual: false },
  },
  'no norm': { clip: tiny, reference: { gamma_w: 0.3, norm_cfg: null, zero_init_residual: false } },
  'batch statistics': {
    clip: tiny,
    reference: { gamma_w: 0.3, norm_cfg: { type: 'BN3d', track_running_stats: false } },
  },
  'reflected borders, PReLU': {
    clip: { ...tiny, h: 96, w: 96 },
    reference: { gamma_w: 0.3, conv_cfg: { type: 'Conv3d', padding_mode: 'reflect' }, act_cfg: { type: 'PReLU' } },
  },
  'circular borders, ELU': {
    clip: { ...tiny, h: 64, w: 64 },
    reference: {
      gamma_w: 0.3,
      conv_cfg: { type: 'Conv3d', padding_mode: 'circular' },
      act_cfg: { type: 'ELU', alpha: 0.7 },
    },
  },
  'HSwish, two stages, checkpointed': {
    clip: tiny,
    reference: { gamma_w: 0.3, num_stages: 2, spatial_strides: [2, 2], act_cfg: { type: 'HSwish' }, with_cp: true },
  },
  'HSigmoid, one channel': { clip: tiny, reference: { gamma_w: 0.3, in_channels: 1, act_cfg: { type: 'HSigmoid' } } },
  'RReLU, max head': {
    clip: tiny,
    reference: { gamma_w: 0.3, act_cfg: { type: 'RReLU' } },
    head: { num_classes: 5, spatial_type: 'max', fc1_bias: true, dropout_ratio: 0, mid_channels: 24 },
  },
  'set by hand': {
    clip: tiny,
    reference: { gamma_w: 0.5, gamma_b: 1.7, frozen_stages: 1, norm_eval: true },
    overrides: { layer2: { blocks: 3, width: 20, stride: 1, se: [false, true, true] }, layer4: { se: 'none' } },
  },
};

/** Builds, exports and computes one case here, for PyTorch to compute again. */
export async function torchCase(name: string): Promise<TorchCase> {
  const design = completeDesign(TORCH_CASES[name] ?? {});
  const architecture = build(design);
  const weights = namedWeights(architecture);
  const outputs = ['conv1_s', 'conv1_t', ...architecture.stages.map(({ path }) => path)];
  const clip = namedClip(architecture.clip);
  const graph = toOnnx(architecture, weights, { outputs });
  const plain = await runGraph(graph, { clip });
  const lowered = await runGraph(lower(graph, 'wasm'), { clip });
  const data = (values: typeof plain, path: string) => Float32Array.from(values.get(path)?.data ?? [], Number);
  return {
    name,
    source: pytorchModule(architecture),
    weights: joined(writePth(weights, { design, naming: design.head ? 'mmaction2' : 'backbone' })),
    clip,
    expected: graph.outputs.map(({ name: path }) => ({ path, plain: data(plain, path), lowered: data(lowered, path) })),
  };
}

export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** Relative L2 distance of what was found from what was expected. */
export function relativeDistance(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [difference, norm] = [0, 0];
  for (let index = 0; index < expected.length; index++) {
    const value = expected[index] ?? 0;
    difference += ((found[index] ?? Number.NaN) - value) ** 2;
    norm += value ** 2;
  }
  return Math.sqrt(difference / norm);
}

/** Designs that mmaction2 trains: every argument that decides which tensors there are. */
export const CONFIG_CASES: Readonly<Record<string, ConfigDesign>> = {
  'X3D-S': { reference: { gamma_b: 2.25, gamma_d: 2.2 }, head: {} },
  'X3D-L': { reference: { gamma_b: 2.25, gamma_d: 5 }, head: { num_classes: 7, fc1_bias: true } },
  'SE in all': { reference: { gamma_w: 1.45, se_style: 'all', se_ratio: 0.25 }, head: { spatial_type: 'max' } },
  'group norm': {
    reference: { gamma_w: 0.5, norm_cfg: { type: 'GN', num_groups: 2 }, zero_init_residual: false },
    head: {},
  },
  'PReLU, three stages': {
    reference: {
      num_stages: 3,
      spatial_strides: [1, 2, 2],
      act_cfg: { type: 'PReLU' },
      in_channels: 4,
      se_ratio: null,
    },
    head: { dropout_ratio: 0 },
  },
  'taught, X3D-S': {
    reference: { gamma_b: 2.25, gamma_d: 2.2 },
    head: { num_classes: 3 },
    taught: { mirror: [[0, 1]], frozen: 'backbone' },
  },
  'taught, two stages': {
    reference: { gamma_w: 0.33, num_stages: 2, spatial_strides: [2, 2] },
    head: { num_classes: 2 },
    taught: { mirror: 'loses', frozen: 'backbone' },
  },
  'taught, as the bundled': {
    reference: { gamma_w: 0.33, gamma_b: 2.25, num_stages: 3, spatial_strides: [1, 2, 2], zero_init_residual: false },
    head: { num_classes: 3, mid_channels: 64, dropout_ratio: 0 },
    overrides: { layer1: { blocks: 1 }, layer2: { blocks: 2 }, layer3: { blocks: 3 } },
    taught: { mirror: 'keeps', frozen: 'backbone' },
  },
  'taught, all by hand': {
    reference: { gamma_w: 0.5, gamma_b: 1.7, se_ratio: null },
    head: { num_classes: 5 },
    overrides: {
      layer1: { width: 12, se: 'all' },
      layer2: { blocks: 3, width: 20, stride: 1, se: [false, true, true] },
      layer3: { blocks: 1, se: 'none' },
      layer4: { width: 28, blocks: 3, se: 'half' },
    },
    taught: { mirror: 'keeps', frozen: 2 },
  },
};

/** The configuration of such a design and what lies beside it, weights it must load, and a clip with our scores of it. */
export async function configCase(
  name: string,
): Promise<
  Extract<Written, { readonly text: string }> & Pick<TorchCase, 'weights' | 'clip'> & { readonly scores: Float32Array }
> {
  const { taught, ...given } = CONFIG_CASES[name] ?? {};
  const design = completeDesign({ ...given, clip: tiny });
  const architecture = build(design);
  const written = mmaction2Config(architecture, taught);
  if (!('text' in written)) throw new Error(written.reasons.join(' '));
  const weights = namedWeights(architecture);
  const clip = namedClip(architecture.clip);
  const graph = toOnnx(architecture, weights);
  const outputs = await runGraph(graph, { clip });
  return {
    ...written,
    clip,
    weights: joined(writePth(weights, { design, naming: 'mmaction2' })),
    scores: Float32Array.from(outputs.get('logits')?.data ?? [], Number),
  };
}
