import type { ActivationFacts } from '../analysis/activations/activationFacts';
import type { GradCam } from '../analysis/activations/gradCam';
import type { DeviceProfile } from '../analysis/predictedTime';
import type { CheckpointFormat, StateDictChoice } from '../checkpoint/checkpointFile';
import type { DialectName } from '../checkpoint/dialects';
import type { Difference } from '../checkpoint/difference';
import type { Ledger } from '../checkpoint/fitCheckpoint';
import type { Recognition } from '../checkpoint/recognise';
import type { NotRun, TwoGraphs } from '../checkpoint/twoGraphs';
import type { Taught } from '../configs/taught';
import type { Written } from '../configs/written';
import type { Design } from '../design/design';
import type { Census } from '../lowering/census';
import type { ChannelwiseForm } from '../lowering/channelwiseForms';
import type { ChannelwisePiece } from '../lowering/channelwisePieces';
import type { ChosenForms } from '../lowering/chooseChannelwise';
import type { Target } from '../lowering/pipeline';
import type { ClipSize } from '../motion/scene';
import type { Photograph } from '../motion/tile';
import type { Build } from '../runtime/build';
import type { KernelTime } from '../runtime/profile';
import type { Provider } from '../runtime/provider';
import type { SessionOptions } from '../runtime/session';
import type { AxisName } from '../scaling/axes';
import type { Budget, BudgetProgress } from '../scaling/budget';
import type { Plateau } from '../scaling/curve';
import type { Candidate, Stuck } from '../scaling/double';
import type { MeasureName } from '../scaling/measures';
import type { Sweep } from '../scaling/sweep';
import type { Shape } from '../tensor/shape';
import type { StateDict, Tensor } from '../tensor/tensor';
import type { Yardstick } from '../timing/yardsticks';
import type { LabelledClips } from '../training/clipSet';
import type { Dataset, Split } from '../training/dataset';
import type { Evaluation } from '../training/evaluation';
import type { Share } from '../training/interval';
import type { MotionData, Variation } from '../training/motionData';
import type { Recipe } from '../training/recipe';
import type { StepReport } from '../training/trainingRun';
import type { Batch } from '../training/trainingSession';
import type { ClipPlan } from '../video/clipPlan';
import type { LiveImage, LiveRequest } from '../video/liveClips';
import type { ReadClip } from '../video/readClip';
import type { Strip } from '../video/readStrip';
import type { WindowRequest } from '../video/readViews';
import type { SourceFacts } from '../video/source';
import type { TensorFacts } from '../weights/tensorFacts';
import type { Failure } from './failure';
import type { StudioFile } from './studioFile';

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
    | { type: 'failure'; id: number; failure: Failure }
    | Heard;
}[keyof P];

/** What comes from a worker that was told to stop a request: it listens. What it does about it is the request's affair. */
interface Heard {
  type: 'heard';
  id: number;
}

/** What every worker sends once it has begun: the lock it holds for as long as it lives, null where there are none. */
export interface Alive {
  type: 'alive';
  lock: string | null;
}

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
  /** A network's pieces by which the forms of channel-wise convolutions are compared; those that compute most come first. */
  pieces: Exchange<PieceParams, readonly Omit<ChannelwisePiece, 'graph'>[]>;
  /** One of them in a form, as a target runs it. */
  preparePiece: Exchange<
    PieceParams & { readonly shape: string; readonly form: ChannelwiseForm; readonly target: Target },
    Pick<PreparedModel, 'model' | 'layout'>
  >;
  /** The tiny network, one file a provider, whose results are compared before the first WebGPU run. */
  prepareProbe: Exchange<null, ParityProbe>;
  /** A file to keep: the plain form, or as a target runs it. */
  exportOnnx: Exchange<ExportParams, Blob, PrepareStep>;
  /** The weights alone, in the naming of one code base. */
  exportWeights: Exchange<ExportWeightsParams, Blob, PrepareStep>;
  /** The network as source or configuration of another code base, or why it has none there. */
  exportSource: Exchange<{ design: Design; language: SourceLanguage; taught?: Taught }, Written>;
  /** The mmengine hook that a configuration for a taught head names. */
  freezeHook: Exchange<null, string>;
  /** Files as one zip archive, uncompressed; their bytes are read one file at a time. */
  packFiles: Exchange<{ files: readonly PackedFile[] }, Blob, { done: number; total: number }>;
  /** What an archive holds. */
  listArchive: Exchange<{ file: Blob }, readonly { readonly name: string; readonly size: number }[]>;
  /** One file of an archive, checked. */
  unpackFile: Exchange<{ file: Blob; name: string }, Blob>;
  /** Opens a checkpoint: names and shapes are read and recognised, its values stay in the file. */
  openCheckpoint: Exchange<OpenParams, OpenedCheckpoint>;
  /** What becomes of every tensor of an open checkpoint in a network; no value is read. */
  ledger: Exchange<{ checkpoint: StudioFile; design: Design }, Ledger>;
  /** Reads the values that a network takes from an open checkpoint, and keeps them for the next request. */
  loadWeights: Exchange<{ design: Design; weights: CheckpointWeights }, Ledger, { done: number; total: number }>;
  closeCheckpoint: Exchange<{ checkpoint: StudioFile }, null>;
  /** The graph of an open ONNX file and the network recognised in it, to be run on one clip; null where neither is. */
  prepareBoth: Exchange<{ checkpoint: StudioFile; anyway: boolean }, BothPrepared | NotRun | null>;
  /** Statistics, histogram and a small picture of the tensors with these keys. */
  tensorFacts: Exchange<{ design: Design; weights: WeightsChoice; keys: readonly string[] }, readonly ShownTensor[]>;
  /** Opens a video, or a folder of images; nothing is decoded yet. */
  openSource: Exchange<SourceParams, OpenedSource>;
  /** Reads the frames of a plan made from the source's facts. */
  readClip: Exchange<{ source: StudioFile; plan: ClipPlan }, ReadClip, { done: number; total: number }>;
  closeSource: Exchange<{ source: StudioFile }, null>;
  /** What a video is, and a stretch of it as one small picture; all of it where no stretch is said. */
  readStrip: Exchange<
    VideoFile & { readonly range: { readonly from: number; readonly to: number } | null },
    { readonly facts: Pick<SourceFacts, 'duration' | 'width' | 'height' | 'frameCount'>; readonly strip: Strip }
  >;
  /** Looks at a video as clips `[views, C, T, H, W]`: it is opened, read and closed again. */
  readViews: Exchange<VideoFile & WindowRequest, Tensor<'float32'>>;
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
  readonly checkpoint: StudioFile;
  readonly seed: number;
}

export interface OpenParams {
  readonly file: Blob;
  /** The network on the screen, which a file is fitted to that is none by itself. */
  readonly onScreen: Design;
  /** Key of the state dict to take, where the file has several. */
  readonly stateDict?: string | undefined;
}

/** A checkpoint whose names and shapes are known. */
export interface OpenedCheckpoint {
  /** To be named in weights, `ledger` and `closeCheckpoint`. */
  readonly checkpoint: StudioFile;
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
  readonly recognition:
    | Recognition
    | {
        readonly source: null;
        readonly reason: string;
        /** The design it comes nearest to; null where too little of it agrees. */
        readonly nearest: Design | null;
      };
  /** The design it is shown with: the one recognised, else the one on the screen, else the nearest, where that has nothing of it. */
  readonly fitted: Design;
  /**
   * Where the file computes something else than the network recognised, or the one it is fitted to: it may be looked at,
   * not run or exported.
   */
  readonly differences: readonly Difference[];
}

/** Two ONNX files, and the clip that both are run on. */
interface BothPrepared extends Omit<TwoGraphs, 'network' | 'part'> {
  /** The opened file, byte by byte; the network chosen of several alone. */
  readonly theirs: Uint8Array<ArrayBuffer>;
  /** The plain form of the network recognised in it. */
  readonly ours: Uint8Array<ArrayBuffer>;
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
  /** Forms of channel-wise convolutions that this device chose, by shape. */
  readonly chosen?: ChosenForms;
}

/** The network that is taken to pieces. */
interface PieceParams {
  readonly design: Design;
  readonly weights: WeightsChoice;
}

/** What the studio is busy with. */
export type PrepareStep = 'weights' | 'export' | 'lower' | 'encode';

/** A file ready to be opened, and what there is to know about it without reading it. */
export interface PreparedModel {
  /** The ONNX file; transferred, so that the studio keeps no copy. */
  readonly model: Uint8Array<ArrayBuffer>;
  readonly layout: SessionOptions['layout'];
  readonly outputs: readonly { readonly name: string; readonly shape: Shape }[];
  /** Tensors the network stores, how many of them have random values (no file gave them), and how many hold NaN or Infinity. */
  readonly tensors: { readonly stored: number; readonly drawn: number; readonly nonFinite: number };
  readonly nodeCount: number;
  /** Paths of the layers that every node computes (part of), by the node's name. */
  readonly origins: ReadonlyMap<string, readonly string[]>;
  /** The largest single tensor, which must fit into one GPU buffer. */
  readonly largest: { readonly name: string; readonly shape: Shape; readonly bytes: number };
  /** What every step took, in ms. A step whose result was still there took 0. */
  readonly ms: Readonly<Record<PrepareStep, number>>;
}

/** One network lowered for both providers, with a clip to run it on. */
interface ParityProbe {
  readonly webgpu: PreparedModel;
  readonly wasm: PreparedModel;
  readonly clip: Tensor;
}

export interface ExportParams {
  readonly design: Design;
  readonly weights: WeightsChoice;
  /** `plain`: 5-D operators as PyTorch's exporter writes them; `folded`: the same, norms folded into convolutions. */
  readonly form: 'plain' | 'folded' | Target;
  /** `dynamic` leaves N open, in the plain form and the folded one; lowered forms, and where absent, are for the design's N. */
  readonly batch?: 'fixed' | 'dynamic';
  /** How weights are kept in the file; everything is computed in float32. */
  readonly dtype: 'float32' | 'float16';
  readonly outputs: readonly string[];
  /** Further texts for the file's metadata: names of classes. */
  readonly metadata?: ReadonlyMap<string, string>;
}

export interface ExportWeightsParams {
  readonly design: Design;
  readonly weights: WeightsChoice;
  readonly format: 'safetensors' | 'pth';
  readonly naming: DialectName;
  /** Further texts for the file's metadata: names of classes. */
  readonly metadata?: ReadonlyMap<string, string>;
}

/** A standalone PyTorch module, an mmaction2 config, a SlowFast yaml. */
export type SourceLanguage = 'pytorch' | 'mmaction2' | 'slowfast';

export type SourceParams =
  | { readonly kind: 'video'; readonly file: Blob; readonly name: string }
  | { readonly kind: 'images'; readonly files: readonly File[]; readonly name: string };

/** A file of an archive. */
export interface PackedFile {
  readonly name: string;
  readonly content: Blob;
}

/** A video that is opened for one request alone. */
interface VideoFile {
  readonly file: Blob;
  readonly name: string;
}

interface OpenedSource {
  /** To be named in `readClip` and `closeSource`. */
  readonly source: StudioFile;
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

interface RunParams {
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

/** The motion worker: clips made, or taken from a set, as they are asked for. It keeps what it was given, no clip. */
export interface MotionProtocol {
  /** Names a data set; batches are asked for by its number. */
  open: Exchange<{ data: DataChoice; size: ClipSize }, DatasetFacts>;
  /** Clips by number, with their classes. The clips are transferred. */
  batch: Exchange<{ dataset: number; split: Split; first: number; count: number }, Batch>;
  /** One clip of a class, `[1, 3, T, H, W]`, of a motion data set; to be shown. */
  example: Exchange<{ dataset: number; label: number; index: number }, Tensor<'float32'>>;
  close: Exchange<{ dataset: number }, null>;
  /** Answers at another port too: the trainer asks for its batches there, past the page. */
  join: Exchange<{ port: MessagePort }, null>;
  /** From now on looks at clips of one's own are read at a port, which serves `LooksProtocol`. */
  readLooksAt: Exchange<{ port: MessagePort }, null>;
  /** Never answered: it fails when the worker ends, of whatever. */
  untilEnd: Exchange<null, never>;
}

/** Where clips come from. */
export type DataChoice =
  | (MotionData & { readonly kind: 'motion'; readonly photographs?: readonly Photograph[] })
  | (LabelledClips & { readonly kind: 'clips'; readonly seed: number })
  | LooksData;

/** Looks at clips of one's own, which stay where they are and are read by number when a batch needs them. */
interface LooksData {
  readonly kind: 'looks';
  readonly classes: readonly string[];
  /** Tells these looks from any others: a hash of all that decides them. */
  readonly hash: string;
  readonly rows: {
    /** Class of each look, from 0. */
    readonly labels: readonly number[];
    /** Looks that are learnt from, and looks that judge. */
    readonly train: readonly number[];
    readonly held: readonly number[];
  };
  /** Of the order in which they come. */
  readonly seed: number;
}

/** Whoever reads looks: the page, which has the videos. */
export interface LooksProtocol {
  /** `[rows, C, T, H, W]`; transferred. */
  looks: Exchange<{ rows: readonly number[] }, Tensor<'float32'>>;
}

interface DatasetFacts extends Pick<Dataset, 'classes' | 'partners' | 'counts'> {
  readonly dataset: number;
}

/**
 * The trainer worker: one network in training, with an onnxruntime-web of its own. It may be ended at any time: runs
 * are kept in the browser's store every few seconds, and `open` goes on from there to the same bits.
 */
export interface TrainerProtocol {
  /**
   * Before anything else: where it trains, for good, and where batches are asked for, a port that the motion worker has
   * joined. One without a port can only be tried.
   */
  connect: Exchange<{ place: TrainingPlace; port: MessagePort | null }, null>;
  /** Compares gradients on the place with WASM's: one sentence on why it is not to be trusted, or null. */
  probe: Exchange<null, string | null>;
  /** Times updates of a network on noise for so many ms after a warm-up, three at least; `ms` is their median. */
  trial: Exchange<TrialParams, { ms: number; steps: number }>;
  /** Readies a run, from its start or from where it was kept; the run before it is closed. */
  open: Exchange<TrainingRequest, OpenedTraining, OpeningStep>;
  /** Trains until `steps` more are done, the recipe's last is, it is paused, or it must stop. */
  train: Exchange<TrainParams, TrainingPause, TrainingProgress>;
  /** Ends `train` after the step under way. */
  pause: Exchange<null, null>;
  /** Asks the network as it is about held-out clips, in eval mode; between steps, so a run goes on meanwhile. */
  evaluate: Exchange<EvaluateParams, Evaluation, { done: number; total: number }>;
  /** Probabilities [N, classes] of clips of one's own, in eval mode. N may be any number. */
  recognise: Exchange<{ clips: Tensor<'float32'> }, readonly (readonly number[])[]>;
  /** Outputs of layers on one clip [1, C, T, H, W] in eval mode, and tensors of the state dict, both as they are now. */
  look: Exchange<LookParams, LookAnswer>;
  /** All weights as they are, under the reference's names. */
  weights: Exchange<null, StateDict>;
  /** The weights as a file that keeps where they come from. */
  save: Exchange<{ format: 'safetensors' | 'pth'; naming: DialectName; metadata?: ReadonlyMap<string, string> }, Blob>;
  /** Fits a head to pooled features, once or several times from the same start; needs no open run, and waits for its step. */
  learnHead: Exchange<HeadLearning, HeadLearnt, HeadProgress>;
  /** Keeps the run in the browser's store now. */
  keep: Exchange<null, null>;
  /** What the newest of the kept runs started from whose names begin so; null where none is kept. */
  newest: Exchange<{ prefix: string }, Pick<TrainingRequest, 'id' | 'start' | 'startName'> | null>;
  /** Lets go of kept runs whose names begin so. */
  forget: Exchange<{ prefix: string }, null>;
  close: Exchange<null, null>;
}

/** A head, fc1 and fc2, to be fitted to features that are known. */
export interface HeadLearning {
  readonly design: Design;
  /** The whole network to start from, as a checkpoint; of it only the head changes. */
  readonly start: Blob;
  readonly recipe: Recipe;
  /** Of the order of rows, and of dropout. */
  readonly seed: number;
  /** Pooled features, `[rows, C]`. */
  readonly features: Tensor<'float32'>;
  /** Class of each row, from 0. */
  readonly labels: readonly number[];
  /** Each from the same start. */
  readonly fits: readonly HeadFit[];
  /** Fits whose whole network is wanted as a file, besides the last one's. */
  readonly keep: readonly number[];
  /** Further texts for the file's metadata. */
  readonly provenance: ReadonlyMap<string, string>;
}

/** Rows that one fit learns from, and rows it is then asked about. */
export interface HeadFit {
  readonly train: readonly number[];
  readonly ask: readonly number[];
}

/** What fits gave. */
export interface HeadLearnt {
  /** Of each fit, the probabilities of the classes for each row it was asked about. */
  readonly answers: readonly (readonly (readonly number[])[])[];
  /** The whole network with the head of the last fit, as a .safetensors file under the reference's names. */
  readonly file: Blob;
  /** The same with the heads of other fits, as they were asked for. */
  readonly kept: readonly Blob[];
}

/** How far fits are: updates of all of them, and those of the last one as reports. */
export interface HeadProgress {
  readonly done: number;
  readonly total: number;
  readonly fit: number;
  readonly steps: readonly StepReport[];
}

/** Where a network trains. */
export interface TrainingPlace {
  readonly provider: Provider;
  /** The build of onnxruntime-web that brings the provider here. */
  readonly build: Build;
  /** WASM threads; on WebGPU they only prepare the work. */
  readonly threads: number;
}

/**
 * Where a person lets a network train: `exact` is WASM on one thread, the same bits everywhere; `fastest` what a trial of
 * a second each finds fastest on this device, where the last digits may differ.
 */
export type TrainingDevice = 'exact' | 'fastest' | 'webgpu';

/** Where a run trains, and how that was found. */
export interface ChosenPlace extends TrainingPlace {
  /** The GPU's name; null on WASM. */
  readonly adapter: string | null;
  /** What was measured, fastest first; empty where nothing had to be. */
  readonly trials: readonly Trial[];
  /** One sentence on why it is not WebGPU; null where it is, or where that was not asked. */
  readonly whyNotWebGpu: string | null;
}

/** How fast a place makes an update of a network: the median of about a second of them. */
export interface Trial extends TrainingPlace {
  readonly ms: number;
}

export interface TrialParams extends Pick<TrainingRequest, 'design' | 'recipe' | 'seed'> {
  readonly ms: number;
}

/** What decides every bit of a run, where it trains on WASM with one thread; elsewhere the last digits may differ. */
export interface TrainingRequest {
  /** Names the run in the browser's store. Where a run of this name is kept, it is gone on with. */
  readonly id: string;
  readonly design: Design;
  readonly recipe: Recipe;
  readonly data: DataChoice;
  /** Of the weights at the start, and of dropout. */
  readonly seed: number;
  /** Weights to start from, as a checkpoint of any kind; what does not fit is drawn. */
  readonly start?: Blob;
  /** What those weights are, in words: kept with the run for whoever goes on with it. */
  readonly startName?: string;
}

/** What a run is busy with before its first step. */
export type OpeningStep = 'load' | 'weights' | 'graph' | 'data';

export interface OpenedTraining extends Omit<DatasetFacts, 'dataset'> {
  /** Updates made before; 0 for a new run. */
  readonly step: number;
  /** What was reported of them. */
  readonly history: TrainingHistory;
  /** What became of the checkpoint's tensors; null where weights were drawn. */
  readonly ledger: Ledger | null;
  /** Values that are trained, and values the network stores. */
  readonly parameters: { readonly trained: number; readonly stored: number };
  /** What each part of opening took, in ms. */
  readonly ms: Readonly<Record<OpeningStep, number>>;
}

export interface TrainParams {
  /** Null trains to the end of the recipe. */
  readonly steps: number | null;
  /** Validation clips asked about every so many steps, and how many; null asks none. */
  readonly validate: { readonly every: number; readonly clips: number } | null;
  /** False for a run of seconds, which is made again rather than kept in the browser's store. */
  readonly keep?: boolean;
}

/** What happened since the last report; at most four reports a second. */
export interface TrainingProgress {
  readonly steps: readonly StepReport[];
  readonly validations: readonly Validation[];
  /** By the first two parts of the paths (`layer1.0`, `head.fc1`): L2 norm of the weights' change since the last report over their own. */
  readonly changes: Readonly<Record<string, number>>;
  /** Of the last second or so. */
  readonly stepsPerSecond: number;
  /** The update with which the run was last kept; null before. */
  readonly keptAt: number | null;
}

/** Validation accuracy after an update. */
export interface Validation {
  readonly step: number;
  readonly accuracy: Share;
  readonly loss: number;
}

export interface TrainingHistory {
  readonly steps: readonly StepReport[];
  readonly validations: readonly Validation[];
}

/** Why training rests. `diverged`: in a sentence, what was no number, or grew; the run is back at its last good state. */
export type TrainingPause =
  | { readonly why: 'done' | 'paused'; readonly step: number }
  | { readonly why: 'diverged'; readonly step: number; readonly sentence: string };

interface EvaluateParams {
  readonly split: Exclude<Split, 'train'>;
  readonly variation: Variation;
  readonly clips: number;
}

interface LookParams {
  readonly clip: Tensor<'float32'>;
  /** Of layers. */
  readonly paths: readonly string[];
  /** Of the state dict. */
  readonly keys: readonly string[];
}

interface LookAnswer {
  readonly outputs: ReadonlyMap<string, Tensor<'float32'>>;
  readonly tensors: StateDict;
  /** Updates made. */
  readonly step: number;
}

/** An `Offer` of scaling/double.ts, its axis by name. */
export interface StepAnswer {
  readonly axis: AxisName;
  readonly candidate: Candidate | null;
  readonly stuck: Stuck | null;
}

/** A `Curve` of scaling/curve.ts, its axis by name. */
interface AxisCurve {
  readonly axis: AxisName;
  readonly plateaus: readonly Plateau[];
}
