import type { DialectName } from '../checkpoint/dialects';
import type { Ledger } from '../checkpoint/fitCheckpoint';
import type { Design } from '../design/design';
import type { Build } from '../runtime/build';
import type { Provider } from '../runtime/provider';
import type { StateDict, Tensor } from '../tensor/tensor';
import type { Split } from '../training/dataset';
import type { Evaluation, Recognised } from '../training/evaluation';
import type { Share } from '../training/interval';
import type { Variation } from '../training/motionData';
import type { OddJudgement } from '../training/oddJudgement';
import type { Recipe } from '../training/recipe';
import type { StepReport } from '../training/trainingRun';
import type { Exchange } from './messages';
import type { DataChoice, DatasetFacts } from './motionProtocol';

/**
 * The trainer worker: one network in training, with an onnxruntime-web of its own. It may be ended at any time: runs
 * are kept in the browser's store every few seconds, and `open` goes on from there to the same bits.
 */
export interface TrainerProtocol {
  /**
   * Before anything else: where it trains, for good, and where batches are asked for, a port that the motion worker has
   * joined. One without a port can only be tried.
   */
  connect: Exchange<{ place: TrainingPlace; port: MessagePort | null }, void>;
  /** Compares gradients on the place with WASM's: one sentence on why it is not to be trusted, or null. */
  probe: Exchange<null, string | null>;
  /** Times updates of a network on noise for so many ms after a warm-up, three at least; `ms` is their median. */
  trial: Exchange<TrialParams, { ms: number; steps: number }>;
  /** Readies a run, from its start or from where it was kept; the run before it is closed. */
  open: Exchange<TrainingRequest, OpenedTraining, OpeningStep>;
  /** Trains until `steps` more are done, the recipe's last is, it is paused, or it must stop. */
  train: Exchange<TrainParams, TrainingPause, TrainingProgress>;
  /** Ends `train` after the step under way. */
  pause: Exchange<null, void>;
  /** Asks the network as it is about held-out clips, in eval mode; between steps, so a run goes on meanwhile. */
  evaluate: Exchange<EvaluateParams, Evaluation, { done: number; total: number }>;
  /** What it makes of clips [N, C, T, H, W] of one's own, in eval mode. N may be any number. */
  recognise: Exchange<{ clips: Tensor<'float32'> }, readonly Recognised[]>;
  /** Below which energy a clip of the motion world is none of its classes: set and judged on so many clips each. */
  odd: Exchange<{ clips: number }, OddJudgement>;
  /** Outputs of layers on one clip [1, C, T, H, W] in eval mode, and tensors of the state dict, both as they are now. */
  look: Exchange<LookParams, LookAnswer>;
  /** All weights as they are, under the reference's names. */
  weights: Exchange<null, StateDict>;
  /** The weights as a file that keeps where they come from. */
  save: Exchange<{ format: 'safetensors' | 'pth'; naming: DialectName; metadata?: ReadonlyMap<string, string> }, Blob>;
  /** Fits a head to pooled features, once or several times from the same start; needs no open run, and waits for its step. */
  learnHead: Exchange<HeadLearning, HeadLearnt, HeadProgress>;
  /** Keeps the run in the browser's store now. */
  keep: Exchange<null, void>;
  /** What the newest of the kept runs started from whose names begin so; null where none is kept. */
  newest: Exchange<{ prefix: string }, Pick<TrainingRequest, 'id' | 'start' | 'startName'> | null>;
  /** Lets go of kept runs whose names begin so. */
  forget: Exchange<{ prefix: string }, void>;
  close: Exchange<null, void>;
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
  /** Of each fit, what it makes of each row it was asked about. */
  readonly answers: readonly (readonly Recognised[])[];
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
  /** What those weights are, in words: kept with the run, for when it is gone on with. */
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
  /** False where the browser's store took nothing the last time: a private window, a full disk. */
  readonly keeps: boolean;
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
export type TrainingPause = {
  readonly step: number;
  /** False where the browser's store did not take the run as it rests. */
  readonly keeps: boolean;
} & ({ readonly why: 'done' | 'paused' } | { readonly why: 'diverged'; readonly sentence: string });

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
