import { createStore } from 'zustand/vanilla';
import type { Design } from '../design/design';
import type { Shape } from '../tensor/shape';
import type { Rectangle, Size } from '../video/geometry';
import type { Thumbnail } from '../video/readClip';
import type { SourceFacts } from '../video/source';
import type { Backend, ProviderChoice, Runner, RunStep } from '../worker/client';
import type { WeightsChoice } from '../worker/messages';

/** Where the clip of a run comes from. */
export type Input =
  /** A clip that comes with the app, by file name. */
  | { readonly kind: 'sample'; readonly name: string }
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'noise'; readonly seed: number };

/** What a person chose for runs. */
export interface RunSettings {
  readonly input: Input;
  readonly provider: ProviderChoice;
  readonly weights: WeightsChoice;
  /** Short side frames are resized to, in pixels; null takes the published test size for the crop. */
  readonly shortSide: number | null;
  /** What to do with a video that is shorter than the clip. */
  readonly tooShort: 'refuse' | 'loop';
}

/** The frames that were read for the clip, and how they were cut. */
export interface ReadFrames {
  readonly facts: SourceFacts;
  readonly thumbnails: readonly Thumbnail[];
  /** What every frame is resized to before the crop. */
  readonly resized: Size;
  readonly crop: Size;
  /** The crop in pixels of the source frame: the part that the network sees. */
  readonly seen: Rectangle;
}

/** What a run is busy with, in the order it happens. */
export type Step = 'open' | 'read' | RunStep | 'first' | 'following';

/** What stopped a run, in words for whoever pressed Run. */
export interface RunFault {
  /** Class of the error: `VideoError`, `UnsupportedError`, `SessionError`, `WorkerCrash`. */
  readonly name: string;
  readonly message: string;
  /** A video that is too short, where another setting would do: the largest interval that fits. */
  readonly tooShort: boolean;
}

/** What the bench works for. */
export type Purpose = 'preview' | 'run';

export type RunStatus =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'working';
      /** Reading frames to look at, or running. */
      readonly purpose: Purpose;
      readonly step: Step;
      /** Share of the step that is done, 0 to 1; null where nobody can say. */
      readonly done: number | null;
    }
  | { readonly kind: 'failed'; readonly fault: RunFault };

/** One class and what the network gives it. */
export interface ClassScore {
  readonly index: number;
  /** Softmax over all classes. */
  readonly probability: number;
}

/** What a run gave. */
export interface RunReport {
  /** The design that ran: N is 1. */
  readonly design: Design;
  readonly weights: WeightsChoice;
  readonly input: Input;
  readonly backend: Backend;
  /** Tensors the network stores, and how many of them had random values: no file gave them. */
  readonly tensors: { readonly stored: number; readonly drawn: number };
  /** Nodes of the lowered graph. */
  readonly nodeCount: number;
  /** The five most probable classes; null for a backbone without head. */
  readonly top: readonly ClassScore[] | null;
  /** `[N, C, T, H, W]` after conv5. */
  readonly features: Shape;
  readonly ms: RunTimes;
}

/** How long everything took, in milliseconds. */
export interface RunTimes {
  /** Weights, export, lowering and encoding. */
  readonly prepare: number;
  readonly load: number;
  readonly compile: number;
  readonly first: number;
  readonly following: readonly number[];
}

/** What the workers are at: never saved, never undone. */
export interface Live {
  /** What this browser can do; null until it was looked at. */
  readonly capabilities: Runner['capabilities'] | null;
  readonly settings: RunSettings;
  readonly frames: ReadFrames | null;
  readonly status: RunStatus;
  readonly report: RunReport | null;
}

/** The clips that come with the app, in public/samples/. */
export const SAMPLES: readonly { readonly name: string; readonly label: string }[] = [
  { name: 'juggling.mp4', label: 'Juggling' },
  { name: 'walking.mp4', label: 'Walking' },
];

/** The live state. Changed by run.ts; opener.ts sets the weights. */
export const liveStore = createStore<Live>()(() => ({
  capabilities: null,
  settings: {
    input: { kind: 'sample', name: 'juggling.mp4' },
    provider: 'auto',
    weights: { kind: 'init', seed: 0 },
    shortSide: null,
    tooShort: 'refuse',
  },
  frames: null,
  status: { kind: 'idle' },
  report: null,
}));
