import type { Shape } from '../tensor/shape';

/** One kernel of one run, as the provider timed it. On WebGPU a node may be several kernels, or none (a Reshape). */
export interface KernelTime {
  /** Which run since the session was opened, from 0. */
  readonly run: number;
  /** The node of our graph. Of nodes that onnxruntime fused, one name is left. */
  readonly node: string;
  /** Operator after onnxruntime's own fusions: `FusedConv`, `QuickGelu`. */
  readonly op: string;
  /** The WebGPU program (`Conv2dMM`, `GroupedConv`); null on WASM. */
  readonly program: string | null;
  /** Since the run began, and how long, in ms. */
  readonly start: number;
  readonly ms: number;
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
}

/**
 * Kernels of every run from onnxruntime's profile: a Chrome trace, one JSON object a line. On WebGPU, kernels are the
 * rows of category Api, by the GPU's own clock, named `node&op&program`; on WASM those of category Node, named
 * `node_kernel_time`. (On WebGPU, Node rows time only the encoding of commands.)
 */
export function readProfile(log: readonly string[]): KernelTime[] {
  const rows = log.flatMap((text) => text.split('\n')).flatMap(parseRow);
  const runs = rows.filter(({ name }) => name === 'model_run').sort((a, b) => a.ts - b.ts);
  const onGpu = rows.some(({ cat }) => cat === 'Api');
  const kernels = rows.filter(({ cat, name }) => (onGpu ? cat === 'Api' : cat === 'Node' && name.endsWith(SUFFIX)));
  return kernels.flatMap((row) => {
    const run = runs.findIndex(({ ts, dur }) => row.ts >= ts && row.ts <= ts + dur);
    const started = runs[run]?.ts;
    // Rows outside of every run belong to opening the session.
    if (started === undefined) return [];
    return [
      { run, start: (row.ts - started) / 1000, ms: row.dur / 1000, ...(onGpu ? gpuKernel(row) : cpuKernel(row)) },
    ];
  });
}

const SUFFIX = '_kernel_time';

/** A row of the trace; times in µs. */
interface Row {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args: Readonly<Record<string, unknown>>;
}

function parseRow(line: string): Row[] {
  const text = line.trim().replace(/,$/, '');
  if (!text.startsWith('{')) return [];
  const { cat, name, ts, dur, args = {} } = JSON.parse(text);
  return [{ cat, name, ts, dur, args }];
}

function gpuKernel({ name, args }: Row): Omit<KernelTime, 'run' | 'start' | 'ms'> {
  const [node = '', op = '', program = null] = name.split('&');
  const shapes = String(args.shapes ?? '');
  return {
    node: ourName(node),
    op,
    program,
    inputs: gpuShapes(shapes, 'inputs'),
    outputs: gpuShapes(shapes, 'outputs'),
  };
}

/** "inputs[0] = {1,8,64,16} inputs[1] = {8} outputs[0] = {1,8,32,8} " */
function gpuShapes(text: string, side: 'inputs' | 'outputs'): Shape[] {
  return Array.from(text.matchAll(new RegExp(`${side}\\[\\d+\\] = \\{([\\d,]*)\\}`, 'g')), ([, sizes = '']) =>
    sizes === '' ? [] : sizes.split(',').map(Number),
  );
}

function cpuKernel({ name, args }: Row): Omit<KernelTime, 'run' | 'start' | 'ms'> {
  const { op_name: op, input_type_shape: inputs, output_type_shape: outputs } = args;
  const node = ourName(name.slice(0, -SUFFIX.length));
  return { node, op: String(op), program: null, inputs: cpuShapes(inputs), outputs: cpuShapes(outputs) };
}

/** [{ "float": [1, 8, 4, 256] }, { "int64": [4] }] */
function cpuShapes(listed: unknown): Shape[] {
  return Array.isArray(listed)
    ? listed.flatMap((tensor: Readonly<Record<string, Shape>>) => Object.values(tensor))
    : [];
}

/**
 * Without what onnxruntime adds: `layer1.0.swish/QuickGeluFusion/` is our layer1.0.swish, `fused head.fc1` our head.fc1
 * with its activation; NHWC appends `_token_3`.
 */
function ourName(name: string): string {
  return name
    .replace(/^fused /, '')
    .replace(/_token_\d+$/, '')
    .replace(/\/\w*Fusion\w*\/$/, '');
}
