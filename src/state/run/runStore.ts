import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ActivationFacts } from '../../analysis/activations/activationFacts';
import type { Design } from '../../design/design';
import type { Shape } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import type { CameraEnd } from '../../video/camera';
import type { ClipPlan } from '../../video/clipPlan';
import type { Rectangle, Size } from '../../video/geometry';
import type { Thumbnail } from '../../video/readClip';
import type { Sampling, Shortfall } from '../../video/sampling';
import type { SourceFacts } from '../../video/source';
import type { Backend, ProviderChoice, Runner, RunStep } from '../../worker/client';
import type { WeightsChoice } from '../../worker/studioProtocol';
import type { Fault } from '../fault';
import type { StepProgress, TaskStatus } from '../task';
import type { ClipArray } from './clipArray';
import type { ImageFolder } from './imageFolder';
import type { Average } from './scores';

/** Where the clips of a run come from. */
export type Input =
  /** A clip that comes with the app, by file name. */
  | { readonly kind: 'sample'; readonly name: string }
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'images'; readonly folder: ImageFolder }
  /** Clips in a NumPy file, of any number of channels. */
  | { readonly kind: 'array'; readonly array: ClipArray }
  | { readonly kind: 'camera' }
  | { readonly kind: 'noise'; readonly seed: number };

/** An input whose frames can be had by number. */
export type StoredInput = Exclude<Input, { kind: 'camera' | 'noise' | 'array' }>;

/**
 * How frames become views: mmaction2's `SampleFrames`, `Resize`, `CenterCrop` or `ThreeCrop`, and how scores are averaged.
 * Frames of a clip, their interval and the size of the crop are the design's.
 */
export interface Pipeline extends Pick<Sampling, 'clips' | 'mode' | 'seed' | 'targetFps' | 'tooShort'> {
  /** Short side frames are resized to, in pixels; null takes the published test size for the crop. */
  readonly shortSide: number | null;
  readonly crops: 'center' | 'three';
  readonly average: Average;
}

/** What a person chose for runs. */
export interface RunSettings {
  readonly input: Input;
  readonly provider: ProviderChoice;
  readonly weights: WeightsChoice;
  readonly pipeline: Pipeline;
}

/** One clip seen through one crop. */
export interface ViewIndex {
  readonly clip: number;
  readonly crop: number;
}

/** The source that stands open and which of its frames and pixels the views take. */
export interface PlannedSource {
  readonly facts: SourceFacts;
  /** Null where no clip fits. */
  readonly plan: ClipPlan | null;
  /** Source frames that one clip reaches over, from its first to its last. */
  readonly span: number;
  /** Why no clip fits, and what would; null where one does. */
  readonly short: Shortfall | null;
}

/** The frames that were read for one clip, and how they were cut. */
export interface ReadFrames {
  /** The clip's number in the plan. */
  readonly clip: number;
  /** Source frames of the clip, `[T]`: a frame may come twice. */
  readonly indices: readonly number[];
  /** Each frame once. */
  readonly thumbnails: readonly Thumbnail[];
  readonly facts: SourceFacts;
  /** What every frame is resized to before the crops. */
  readonly resized: Size;
  readonly crop: Size;
  /** Every crop in pixels of the source frame: what the network sees. */
  readonly seen: readonly Rectangle[];
}

/** What a run is busy with, in the order it happens. */
export type RunPhase = 'open' | 'read' | RunStep | 'first' | 'following' | 'view' | 'camera' | 'facts';

/** What the run service works for: frames to look at, a run, a live camera, or a look inside. */
export type Purpose = 'preview' | 'run' | 'camera' | 'look';

export type RunStatus = TaskStatus<RunWork, StepProgress<RunPhase>>;

/** Which work of the run service a status is about. */
export interface RunWork {
  readonly purpose: Purpose;
}

/** What was run: enough to run it again. */
export interface RunSubject {
  /** The design that ran: N is 1. */
  readonly design: Design;
  readonly weights: WeightsChoice;
  readonly input: Input;
}

export interface RunReport extends RunSubject {
  readonly backend: Backend;
  /** Tensors the network stores, how many of them had random values (no file gave them), and how many held NaN or Infinity. */
  readonly tensors: { readonly stored: number; readonly drawn: number; readonly nonFinite: number };
  /** Nodes of the lowered graph. */
  readonly nodeCount: number;
  /** Views planned, and those that ran so far; a view is one clip seen through one crop. */
  readonly views: { readonly planned: number; readonly clips: number; readonly crops: number };
  /** Scores before softmax of every view, `[classes]` each; null for a backbone without head. */
  readonly scores: readonly Float32Array[] | null;
  /** `[N, C, T, H, W]` after conv5. */
  readonly features: Shape;
  /** Those features of every view, pooled over all of T, H, W by the head's kind of pool (mean without one), `[C]` each. */
  readonly pooled: readonly Float32Array[];
  readonly ms: RunTimes;
}

/** What opening a network took, in ms; what was done before took 0. */
export interface OpeningTimes {
  /** Drawing weights, or reading them from the checkpoint. */
  readonly weights: number;
  /** Export, lowering and encoding. */
  readonly prepare: number;
  readonly load: number;
  /** Comparing this GPU with WASM on a tiny network. */
  readonly check: number;
  readonly compile: number;
}

/** How long everything took, in ms. */
export interface RunTimes extends OpeningTimes {
  /** Opening the source and reading the first clip's frames, as far as that took longer than opening the network meanwhile. */
  readonly read: number;
  readonly first: number;
  /** From Run to the first scores, by the page's clock: all of the above, and what passes between page and workers. */
  readonly whole: number;
  readonly following: readonly number[];
}

/** A camera that runs, or ran last. */
export interface CameraView {
  readonly name: string;
  /** To be shown in a `<video>`; its tracks are stopped once `ended` is set. */
  readonly stream: MediaStream;
  /** Frames the camera gave, and those of them that came while none could be taken. */
  readonly given: number;
  readonly dropped: number;
  /** Frames still missing until the first clip is full. */
  readonly missing: number;
  /** What the newest clip gave; null before the first. */
  readonly result: LiveResult | null;
  /** The changed network that is about to take over, and the frames its clip still lacks; null while there is none. */
  readonly next: { readonly missing: number } | null;
  /** Why the changed network cannot take over: the one before runs on. */
  readonly refused: Fault | null;
  readonly ended: CameraEnd | null;
}

/** One run of the sliding clip. */
export interface LiveResult extends Pick<RunSubject, 'design' | 'weights'> {
  readonly runs: number;
  /** Scores before softmax, `[classes]`; null for a backbone without head. */
  readonly scores: Float32Array | null;
  /** The run itself, and from the newest frame of the clip, as the camera gave it, to its scores, in ms. */
  readonly ms: number;
  readonly latency: number;
  /** Clips classified a second, over the last ones; null before the second. */
  readonly perSecond: number | null;
  readonly backend: Backend;
  readonly tensors: RunReport['tensors'];
}

/** One layer's output on one clip. */
export interface LayerOutput extends RunSubject {
  /** Path of the part whose output it is. */
  readonly path: string;
  readonly view: ViewIndex;
  /** All that was read back: `[1, C, T, H, W]`, or `[1, C]` in the head. */
  readonly output: Tensor<'float32'>;
  readonly facts: ActivationFacts;
  /** Where the part has a squeeze-and-excitation: the gate of every channel, `[1, C, 1, 1, 1]`. */
  readonly gates: Tensor<'float32'> | null;
  /** The run it came from, in ms, and whether a session had to be opened for it. */
  readonly ms: number;
  readonly opened: boolean;
}

/** Where a class is seen, at conv5. */
export interface ClassMap extends RunSubject {
  readonly classIndex: number;
  readonly view: ViewIndex;
  /** `[T, H, W]`, not negative. */
  readonly map: Tensor<'float32'>;
  /** The class's score before softmax. */
  readonly score: number;
  /** Every class's, `[classes]`. */
  readonly scores: Float32Array;
  readonly tensors: RunReport['tensors'];
}

/** What the workers are at: never saved, never undone. */
export interface RunState {
  /** What this browser can do; null until it was looked at. */
  readonly capabilities: Runner['capabilities'] | null;
  readonly settings: RunSettings;
  /** The view whose frames are shown and looked into. */
  readonly shown: ViewIndex;
  readonly source: PlannedSource | null;
  readonly frames: ReadFrames | null;
  readonly status: RunStatus;
  readonly report: RunReport | null;
  readonly camera: CameraView | null;
  readonly look: LayerOutput | null;
  readonly classMap: ClassMap | null;
}

/** The clips that come with the app, in public/samples/. */
export const SAMPLES: readonly { readonly name: string; readonly label: string }[] = [
  { name: 'juggling.mp4', label: 'Juggling' },
  { name: 'walking.mp4', label: 'Walking' },
];

/** One clip from the middle through the centre: what mmaction2's validation does. */
const DEFAULT_PIPELINE: Pipeline = {
  clips: 1,
  mode: 'test',
  seed: 0,
  targetFps: null,
  tooShort: 'refuse',
  shortSide: null,
  crops: 'center',
  average: 'prob',
};

/** Makes the store of what runs are at and gave: nothing was run yet. Changed by runService.ts; opener.ts sets the weights. */
export function createRunStore(): StoreApi<RunState> {
  return createStore<RunState>()(() => ({
    capabilities: null,
    settings: {
      input: { kind: 'sample', name: 'juggling.mp4' },
      provider: 'auto',
      weights: { kind: 'init', seed: 0 },
      pipeline: DEFAULT_PIPELINE,
    },
    shown: { clip: 0, crop: 0 },
    source: null,
    frames: null,
    status: { kind: 'idle' },
    report: null,
    camera: null,
    look: null,
    classMap: null,
  }));
}
