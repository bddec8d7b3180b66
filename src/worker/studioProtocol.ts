import type { ActivationFacts } from '../analysis/activations/activationFacts';
import type { GradCam } from '../analysis/activations/gradCam';
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
import type { SessionOptions } from '../runtime/session';
import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { Yardstick } from '../timing/yardsticks';
import type { ClipPlan } from '../video/clipPlan';
import type { LiveImage, LiveRequest } from '../video/liveClips';
import type { ReadClip } from '../video/readClip';
import type { Strip } from '../video/readStrip';
import type { WindowRequest } from '../video/readViews';
import type { SourceFacts } from '../video/source';
import type { TensorFacts } from '../weights/tensorFacts';
import type { Exchange } from './messages';
import type { StudioFile } from './studioFile';

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
  pieces: Exchange<Network, readonly Omit<ChannelwisePiece, 'graph'>[]>;
  /** One of them in a form, as a target runs it. */
  preparePiece: Exchange<
    Network & { readonly shape: string; readonly form: ChannelwiseForm; readonly target: Target },
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
  closeCheckpoint: Exchange<{ checkpoint: StudioFile }, void>;
  /** The graph of an open ONNX file and the network recognised in it, to be run on one clip; null where neither is. */
  prepareBoth: Exchange<{ checkpoint: StudioFile; anyway: boolean }, BothPrepared | NotRun | null>;
  /** Statistics, histogram and a small picture of the tensors with these keys. */
  tensorFacts: Exchange<Network & { keys: readonly string[] }, readonly ShownTensor[]>;
  /** Opens a video, or a folder of images; nothing is decoded yet. */
  openSource: Exchange<SourceParams, OpenedSource>;
  /** Reads the frames of a plan made from the source's facts. */
  readClip: Exchange<{ source: StudioFile; plan: ClipPlan }, ReadClip, { done: number; total: number }>;
  closeSource: Exchange<{ source: StudioFile }, void>;
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
  closeLive: Exchange<{ live: number }, void>;
  /** Looks at every value of a layer's output, which goes there and back transferred. */
  activationFacts: Exchange<{ output: Tensor<'float32'> }, { output: Tensor<'float32'>; facts: ActivationFacts }>;
  /** Where a class is seen in features `[1, C, T, H, W]` after conv5. */
  gradCam: Exchange<Network & { features: Tensor<'float32'>; classIndex: number }, Pick<GradCam, 'map' | 'score'>>;
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

/** A network: what it is, and the values it has. */
interface Network {
  readonly design: Design;
  readonly weights: WeightsChoice;
}

export interface PrepareParams extends Network {
  readonly target: Target;
  /** Paths whose results are wanted besides `conv5` and `logits`. */
  readonly outputs: readonly string[];
  /** `plain` leaves the graph as PyTorch's exporter writes it, for comparison; only WASM runs that. Else lowered. */
  readonly form?: 'lowered' | 'plain';
  /** Forms of channel-wise convolutions that this device chose, by shape. */
  readonly chosen?: ChosenForms;
  /** Weights and activations become float16; borders stay float32. */
  readonly float16?: boolean | undefined;
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

/** What every file to keep may be given. */
interface FileParams extends Network {
  /** Further texts for the file's metadata: names of classes. */
  readonly metadata?: ReadonlyMap<string, string>;
}

export interface ExportParams extends FileParams {
  /** `plain`: 5-D operators as PyTorch's exporter writes them; `folded`: the same, norms folded into convolutions. */
  readonly form: 'plain' | 'folded' | Target;
  /** `dynamic` leaves N open, in the plain form and the folded one; lowered forms, and where absent, are for the design's N. */
  readonly batch?: 'fixed' | 'dynamic';
  /** How weights are kept in the file; everything is computed in float32. */
  readonly dtype: 'float32' | 'float16';
  readonly outputs: readonly string[];
}

export interface ExportWeightsParams extends FileParams {
  readonly format: 'safetensors' | 'pth';
  readonly naming: DialectName;
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
