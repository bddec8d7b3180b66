import type { ActivationFacts } from '../analysis/activations/activationFacts';
import type { GradCam } from '../analysis/activations/gradCam';
import type { DeviceProfile } from '../analysis/predictedTime';
import type { CheckpointFormat, StateDictChoice } from '../checkpoint/checkpointFile';
import type { DialectName } from '../checkpoint/dialects';
import type { Difference } from '../checkpoint/difference';
import type { Ledger } from '../checkpoint/fitCheckpoint';
import type { Recognition } from '../checkpoint/recognise';
import type { Written } from '../configs/written';
import type { Design } from '../design/design';
import type { Census } from '../lowering/census';
import type { Target } from '../lowering/pipeline';
import type { Build } from '../runtime/build';
import type { KernelTime } from '../runtime/profile';
import type { SessionOptions } from '../runtime/session';
import type { AxisName } from '../scaling/axes';
import type { Budget, BudgetProgress } from '../scaling/budget';
import type { Plateau } from '../scaling/curve';
import type { Candidate, Stuck } from '../scaling/double';
import type { MeasureName } from '../scaling/measures';
import type { Sweep } from '../scaling/sweep';
import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { Yardstick } from '../timing/yardsticks';
import type { ClipPlan } from '../video/clipPlan';
import type { LiveImage, LiveRequest } from '../video/liveClips';
import type { ReadClip } from '../video/readClip';
import type { SourceFacts } from '../video/source';
import type { TensorFacts } from '../weights/tensorFacts';
import type { Failure } from './failure';

/** One kind of request: what it needs, what it gives, and what is told on the way. */
export interface Exchange<Params, Result, Progress = never> {
  readonly params: Params;
  readonly result: Result;
  readonly progress: Progress;
}

/** The requests a worker answers, by name. */
export type Protocol<P> = { readonly [K in keyof P]: Exchange<unknown, unknown, unknown> };

/** What goes to a worker. A request is answered by one result or failure, unless it is cancelled. */
export type ToWorker<P extends Protocol<P>> = { [K in keyof P]: Request<P, K> }[keyof P] | Cancel;
export interface Request<P extends Protocol<P>, K extends keyof P> {
  readonly type: 'request';
  readonly id: number;
  readonly method: K;
  readonly params: P[K]['params'];
}
export interface Cancel {
  readonly type: 'cancel';
  readonly id: number;
}

/** What comes from a worker, for the request with this id. */
export type FromWorker<P extends Protocol<P>> = {
  [K in keyof P]:
    | { type: 'progress'; id: number; progress: P[K]['progress'] }
    | { type: 'result'; id: number; result: P[K]['result'] }
    | { type: 'failure'; id: number; failure: Failure };
}[keyof P];

/**
 * The studio worker: all that is slow and lives as long as the page (weights, export, lowering, decoding). Requests
 * carry the design; the ONNX file only leaves, transferred.
 */
export interface StudioProtocol {
  /** The network of a design as a file for one target. */
  prepare: Exchange<PrepareParams, PreparedModel, PrepareStep>;
  /** What a network's kernels are by count, before anything runs. */
  census: Exchange<PrepareParams, Census>;
  /** A graph that measures one of a device's limits, as a target runs it. */
  prepareYardstick: Exchange<
    { readonly yardstick: Yardstick; readonly target: Target },
    Pick<PreparedModel, 'model' | 'layout'>
  >;
  /** The tiny network, one file a provider, whose results are compared before the first WebGPU run. */
  prepareProbe: Exchange<null, ParityProbe>;
  /** A file to keep: the plain form, or as a target runs it. */
  exportOnnx: Exchange<ExportParams, Blob, PrepareStep>;
  /** The weights alone, in the naming of one code base. */
  exportWeights: Exchange<ExportWeightsParams, Blob, PrepareStep>;
  /** The network as source or configuration of another code base, or why it has none there. */
  exportSource: Exchange<{ design: Design; language: SourceLanguage }, Written>;
  /** Opens a checkpoint: names and shapes are read and recognised, its values stay in the file. `stateDict` is the key of the one to take, where there are several. */
  openCheckpoint: Exchange<{ file: Blob; stateDict?: string | undefined }, OpenedCheckpoint>;
  /** What becomes of every tensor of an open checkpoint in a network; no value is read. */
  ledger: Exchange<{ checkpoint: number; design: Design }, Ledger>;
  /** Reads the values that a network takes from an open checkpoint, and keeps them for the next request. */
  loadWeights: Exchange<{ design: Design; weights: CheckpointWeights }, Ledger, { done: number; total: number }>;
  closeCheckpoint: Exchange<{ checkpoint: number }, null>;
  /** Statistics, histogram and a small picture of the tensors with these keys. */
  tensorFacts: Exchange<{ design: Design; weights: WeightsChoice; keys: readonly string[] }, readonly ShownTensor[]>;
  /** Opens a video, or a folder of images; nothing is decoded yet. */
  openSource: Exchange<SourceParams, OpenedSource>;
  /** Reads the frames of a plan made from the source's facts. */
  readClip: Exchange<{ source: number; plan: ClipPlan }, ReadClip, { done: number; total: number }>;
  closeSource: Exchange<{ source: number }, null>;
  /** A clip of noise of this shape, `[N, C, T, H, W]`. */
  noise: Exchange<{ shape: Shape; seed: number }, Tensor<'float32'>>;
  /** Starts a sliding clip over live pictures. */
  openLive: Exchange<LiveRequest, { live: number }>;
  /** Adds the newest picture, which is transferred, to some clips; tells how many each lacks until it is full. */
  pushLive: Exchange<{ lives: readonly number[]; image: LiveImage }, { missing: readonly number[] }>;
  /** The newest clip `[1, C, T, H, W]`; null as long as pictures are missing. */
  liveClip: Exchange<{ live: number }, { clip: Tensor | null }>;
  closeLive: Exchange<{ live: number }, null>;
  /** Looks at every value of a layer's output, which goes there and back transferred. */
  activationFacts: Exchange<{ output: Tensor<'float32'> }, { output: Tensor<'float32'>; facts: ActivationFacts }>;
  /** Where a class is seen in features `[1, C, T, H, W]` after conv5. */
  gradCam: Exchange<
    { design: Design; weights: WeightsChoice; features: Tensor<'float32'>; classIndex: number },
    Pick<GradCam, 'map' | 'score'>
  >;
}

/** Which values a network has. */
export type WeightsChoice =
  /** The reference's random initialisation. */
  | { readonly kind: 'init'; readonly seed: number }
  /** Weights that are a function of their names, which anyone can make again. */
  | { readonly kind: 'named' }
  | CheckpointWeights;

/** What fits of an open checkpoint; the rest is drawn from the seed, as the constructors draw it. */
export interface CheckpointWeights {
  readonly kind: 'checkpoint';
  /** As `openCheckpoint` numbered it. */
  readonly checkpoint: number;
  readonly seed: number;
}

/** A checkpoint whose names and shapes are known. */
export interface OpenedCheckpoint {
  /** To be named in weights, `ledger` and `closeCheckpoint`. */
  readonly checkpoint: number;
  readonly format: CheckpointFormat;
  /** Key of the dictionary that held the state dict; '' when the file is the dictionary. */
  readonly under: string;
  /** What the file holds besides, by name; none of it is read. */
  readonly beside: readonly string[];
  /** Objects of classes on no list, by name and place; neither built nor read. */
  readonly notRead: readonly string[];
  /** Its state dicts, the one taken first. */
  readonly stateDicts: readonly StateDictChoice[];
  /** Whose names the tensors have, as people call it. */
  readonly naming: string;
  /** What every name began with and was taken off. */
  readonly prefix: string;
  readonly tensorCount: number;
  /** Bytes their values take. */
  readonly tensorBytes: number;
  /** The design it stands for; or, in a sentence, why it is no X3D of this family by itself. */
  readonly recognition: Recognition | { readonly source: null; readonly reason: string };
  /** Where the file computes something else than the network recognised: it may be looked at, not run or exported. */
  readonly differences: readonly Difference[];
}

/** One stored tensor, as the inspector shows it. */
export interface ShownTensor extends TensorFacts {
  readonly key: string;
  /** Its values come from the open checkpoint, not from a seed or a name. */
  readonly fromFile: boolean;
}

export interface PrepareParams {
  readonly design: Design;
  readonly weights: WeightsChoice;
  readonly target: Target;
  /** Paths whose results are wanted besides `conv5` and `logits`. */
  readonly outputs: readonly string[];
  /** `plain` leaves the graph as PyTorch's exporter writes it, for comparison; only WASM runs that. Else lowered. */
  readonly form?: 'lowered' | 'plain';
}

/** What the studio is busy with. */
export type PrepareStep = 'weights' | 'export' | 'lower' | 'encode';

/** A file ready to be opened, and what there is to know about it without reading it. */
export interface PreparedModel {
  /** The ONNX file; transferred, so that the studio keeps no copy. */
  readonly model: Uint8Array<ArrayBuffer>;
  readonly layout: SessionOptions['layout'];
  readonly outputs: readonly { readonly name: string; readonly shape: Shape }[];
  /** Tensors the network stores, and how many of them have random values: no file gave them. */
  readonly tensors: { readonly stored: number; readonly drawn: number };
  readonly nodeCount: number;
  /** Paths of the layers that every node computes (part of), by the node's name. */
  readonly origins: ReadonlyMap<string, readonly string[]>;
  /** The largest single tensor, which must fit into one GPU buffer. */
  readonly largest: { readonly name: string; readonly shape: Shape; readonly bytes: number };
  /** What every step took, in ms. A step whose result was still there took 0. */
  readonly ms: Readonly<Record<PrepareStep, number>>;
}

/** One network lowered for both providers, with a clip to run it on. */
export interface ParityProbe {
  readonly webgpu: PreparedModel;
  readonly wasm: PreparedModel;
  readonly clip: Tensor;
}

export interface ExportParams {
  readonly design: Design;
  readonly weights: WeightsChoice;
  /** `plain`: 5-D operators as PyTorch's exporter writes them; `folded`: the same, norms folded into convolutions. */
  readonly form: 'plain' | 'folded' | Target;
  /** How weights are kept in the file; everything is computed in float32. */
  readonly dtype: 'float32' | 'float16';
  readonly outputs: readonly string[];
}

export interface ExportWeightsParams {
  readonly design: Design;
  readonly weights: WeightsChoice;
  readonly format: 'safetensors' | 'pth';
  readonly naming: DialectName;
}

/** A standalone PyTorch module, an mmaction2 config, a SlowFast yaml. */
export type SourceLanguage = 'pytorch' | 'mmaction2' | 'slowfast';

export type SourceParams =
  | { readonly kind: 'video'; readonly file: Blob; readonly name: string }
  | { readonly kind: 'images'; readonly files: readonly File[]; readonly name: string };

export interface OpenedSource {
  /** To be named in `readClip` and `closeSource`. */
  readonly source: number;
  readonly facts: SourceFacts;
}

/**
 * The session worker: onnxruntime-web and nothing else. It may be ended at any time (to stop a run, to change the
 * build, to give WASM's memory back, after a crash), since all it knows was sent to it. Requests queue.
 */
export interface SessionProtocol {
  /** Readies a build and, where it has WebGPU, the device; once, before anything else. Takes `ms`. */
  load: Exchange<{ build: Build; threads: number }, { ms: number }>;
  /** Opens a model, which is transferred. Takes `ms`: parsing, optimising, compiling. */
  open: Exchange<{ model: Uint8Array<ArrayBuffer>; options: SessionOptions }, { session: number; ms: number }>;
  /** Runs it. `ms` is from feeds in this worker's memory to results in it, copies to and from the device included. */
  run: Exchange<RunParams, { outputs: ReadonlyMap<string, Tensor>; ms: number }>;
  /** The same for a session opened with `copiesApart`: `ms` holds both copies, and what each of them took, in ms. */
  runWithCopiesApart: Exchange<
    RunParams,
    { outputs: ReadonlyMap<string, Tensor>; ms: number; upload: number; download: number }
  >;
  /** Every kernel of every run of a session that was opened with `profiling`; ends profiling. */
  profile: Exchange<{ session: number }, readonly KernelTime[]>;
  close: Exchange<{ session: number }, null>;
  /** Answered when the GPU that `load` readied is lost, in the browser's words; never otherwise. */
  untilLost: Exchange<null, { reason: string }>;
}

export interface RunParams {
  readonly session: number;
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** All of the model's outputs when absent. */
  readonly outputs?: readonly string[];
}

/** The scaling worker: what takes thousands of designs, each counted in closed form. It keeps nothing. */
export interface ScalingProtocol {
  /** What each axis offers for a step that multiplies MACs by about `factor`, in the axes' order. */
  offers: Exchange<{ design: Design; factor: number; device: DeviceProfile | null }, readonly StepAnswer[]>;
  /** What each axis offers to shrink a design onto a target; empty where it is not above it. */
  contractions: Exchange<{ design: Design; targetMacs: number; device: DeviceProfile | null }, readonly StepAnswer[]>;
  /** Every axis's curve through a design, in the measures asked for. */
  curves: Exchange<
    { design: Design; measures: readonly MeasureName[]; device: DeviceProfile | null },
    readonly AxisCurve[]
  >;
  /** Searches a grid for the designs that fit; the front so far on the way, all of it at the end. */
  budget: Exchange<Budget, BudgetProgress, BudgetProgress>;
  /** The matrix of a sweep, `[y][x]`; NaN where a design would be illegal. */
  sweep: Exchange<Sweep, readonly (readonly number[])[], { done: number; total: number }>;
}

/** An `Offer` of scaling/double.ts, its axis by name. */
export interface StepAnswer {
  readonly axis: AxisName;
  readonly candidate: Candidate | null;
  readonly stuck: Stuck | null;
}

/** A `Curve` of scaling/curve.ts, its axis by name. */
export interface AxisCurve {
  readonly axis: AxisName;
  readonly plateaus: readonly Plateau[];
}
