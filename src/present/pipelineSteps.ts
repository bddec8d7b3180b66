import type { Clip } from '../design/design';
import type { Pipeline, PlannedSource, ReadFrames } from '../state/run/runStore';
import { shortSideFor } from '../state/run/shortSide';
import { MEAN, STD } from '../tensor/levels';

/** What the fields of the pipeline are read from. */
export interface PipelineNow {
  readonly clip: Clip;
  readonly pipeline: Pipeline;
  /** What frames were resized to last; null before the first was read. */
  readonly resized: ReadFrames['resized'] | null;
  /** Size of the source's frames; null before one stands open. */
  readonly source: Pick<PlannedSource['facts'], 'width' | 'height'> | null;
}

/** What a field changes: of the design, or of the pipeline. */
export interface PipelineChange {
  readonly clip?: Partial<Clip>;
  readonly pipeline?: Partial<Pipeline>;
}

/** One thing to set in a step; left out where `shown` says that it means nothing now. */
export type PipelineField = { readonly shown?: (now: PipelineNow) => boolean } & (
  | {
      readonly kind: 'number';
      /** As it stands before the field, and as it is said aloud. */
      readonly name: string;
      readonly label: string;
      /** Whole numbers from here on. */
      readonly least: number;
      read(now: PipelineNow): number;
      change(value: number): PipelineChange;
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly options: readonly PipelineOption[];
      /** The value of the option that is chosen. */
      read(now: PipelineNow): string;
    }
  | { readonly kind: 'action'; readonly name: string; change(now: PipelineNow): PipelineChange }
);

/** One of a few, and what choosing it changes. */
interface PipelineOption {
  readonly value: string;
  readonly label: string;
  readonly change: PipelineChange;
}

/** One of mmaction2's transforms, under its own name. */
interface PipelineStep {
  readonly name: string;
  readonly fields: readonly PipelineField[];
  /** What it comes to, where a few words say it. */
  readonly note?: (now: PipelineNow) => string | null;
}

const of = (pipeline: Partial<Pipeline>): PipelineChange => ({ pipeline });

/** SlowFast's TARGET_FPS. */
const DEFAULT_RATE = 30;

/** mmaction2's test pipeline, step by step. What each does is drawn on the frames and on the time of the source. */
export const PIPELINE: readonly PipelineStep[] = [
  {
    name: 'SampleFrames',
    fields: [
      {
        kind: 'number',
        name: 'frames',
        label: 'Frames of a clip',
        least: 1,
        read: ({ clip }) => clip.t,
        change: (t) => ({ clip: { t } }),
      },
      {
        kind: 'number',
        name: 'every',
        label: 'Source frames from one to the next',
        least: 1,
        read: ({ clip }) => clip.interval,
        change: (interval) => ({ clip: { interval } }),
      },
      {
        kind: 'number',
        name: 'clips',
        label: 'Clips of a source',
        least: 1,
        read: ({ pipeline }) => pipeline.clips,
        change: (clips) => of({ clips }),
      },
      {
        kind: 'choice',
        name: 'starts',
        read: ({ pipeline }) => pipeline.mode,
        options: [
          { value: 'test', label: 'evenly spread', change: of({ mode: 'test' }) },
          { value: 'random', label: 'random', change: of({ mode: 'random' }) },
        ],
      },
      {
        kind: 'number',
        name: 'seed',
        label: 'Seed of the starts',
        least: 0,
        shown: ({ pipeline }) => pipeline.mode === 'random',
        read: ({ pipeline }) => pipeline.seed,
        change: (seed) => of({ seed }),
      },
      {
        kind: 'action',
        name: 'Draw again',
        shown: ({ pipeline }) => pipeline.mode === 'random',
        change: ({ pipeline }) => of({ seed: pipeline.seed + 1 }),
      },
      {
        kind: 'choice',
        name: 'rate',
        read: ({ pipeline }) => (pipeline.targetFps === null ? 'own' : 'fixed'),
        options: [
          { value: 'own', label: 'the source’s', change: of({ targetFps: null }) },
          { value: 'fixed', label: 'a fixed one', change: of({ targetFps: DEFAULT_RATE }) },
        ],
      },
      {
        kind: 'number',
        name: 'a second',
        label: 'Frames a second',
        least: 1,
        shown: ({ pipeline }) => pipeline.targetFps !== null,
        read: ({ pipeline }) => pipeline.targetFps ?? DEFAULT_RATE,
        change: (targetFps) => of({ targetFps }),
      },
      {
        kind: 'choice',
        name: 'too short',
        read: ({ pipeline }) => pipeline.tooShort,
        options: [
          { value: 'refuse', label: 'say so', change: of({ tooShort: 'refuse' }) },
          { value: 'loop', label: 'loop', change: of({ tooShort: 'loop' }) },
          { value: 'repeat_last', label: 'repeat the last', change: of({ tooShort: 'repeat_last' }) },
        ],
      },
    ],
  },
  {
    name: 'Resize',
    fields: [
      {
        kind: 'number',
        name: 'short side',
        label: 'Short side after resizing',
        least: 1,
        read: ({ clip, pipeline, source }) => pipeline.shortSide ?? shortSideFor(clip, source),
        change: (shortSide) => of({ shortSide }),
      },
      {
        kind: 'action',
        name: 'As published',
        shown: ({ pipeline }) => pipeline.shortSide !== null,
        change: () => of({ shortSide: null }),
      },
    ],
    note: ({ resized }) => resized && `${resized.width} × ${resized.height}`,
  },
  {
    name: 'Crop',
    fields: [
      {
        kind: 'choice',
        name: 'crop',
        read: ({ pipeline }) => pipeline.crops,
        options: [
          { value: 'center', label: 'CenterCrop', change: of({ crops: 'center' }) },
          { value: 'three', label: 'ThreeCrop', change: of({ crops: 'three' }) },
        ],
      },
    ],
    note: ({ clip }) => `${clip.w} × ${clip.h}`,
  },
  { name: 'Normalize', fields: [], note: () => `(level − ${MEAN}) / ${STD}` },
];
