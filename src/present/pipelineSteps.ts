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

/** A whole number of the clip. */
const clipNumber = (name: string, label: string, key: 't' | 'interval'): PipelineField => ({
  kind: 'number',
  name,
  label,
  least: 1,
  read: ({ clip }) => clip[key],
  change: (value: number) => ({ clip: { [key]: value } }),
});

/** A whole number of the pipeline; another one stands in its field where the pipeline has none. */
const pipelineNumber = (
  key: 'clips' | 'seed' | 'targetFps' | 'shortSide',
  about: Pick<PipelineField, 'name' | 'shown'> & { readonly label: string; readonly least: number },
  otherwise: (now: PipelineNow) => number = () => about.least,
): PipelineField => ({
  kind: 'number',
  ...about,
  read: (now) => now.pipeline[key] ?? otherwise(now),
  change: (value: number) => of({ [key]: value }),
});

/** A choice among values of the pipeline, each with what it is called. */
const pipelineChoice = <K extends 'mode' | 'tooShort' | 'crops'>(
  name: string,
  key: K,
  labels: Readonly<Record<Pipeline[K], string>>,
): PipelineField => ({
  kind: 'choice',
  name,
  read: ({ pipeline }) => pipeline[key],
  options: Object.entries<string>(labels).map(([value, label]) => ({ value, label, change: of({ [key]: value }) })),
});

const isRandom = ({ pipeline }: PipelineNow): boolean => pipeline.mode === 'random';

/** mmaction2's test pipeline, step by step. What each does is drawn on the frames and on the time of the source. */
export const PIPELINE: readonly PipelineStep[] = [
  {
    name: 'SampleFrames',
    fields: [
      clipNumber('frames', 'Frames of a clip', 't'),
      clipNumber('every', 'Source frames from one to the next', 'interval'),
      pipelineNumber('clips', { name: 'clips', label: 'Clips of a source', least: 1 }),
      pipelineChoice('starts', 'mode', { test: 'evenly spread', random: 'random' }),
      pipelineNumber('seed', { name: 'seed', label: 'Seed of the starts', least: 0, shown: isRandom }),
      {
        kind: 'action',
        name: 'Draw again',
        shown: isRandom,
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
      pipelineNumber('targetFps', {
        name: 'a second',
        label: 'Frames a second',
        least: 1,
        shown: ({ pipeline }) => pipeline.targetFps !== null,
      }),
      pipelineChoice('too short', 'tooShort', { refuse: 'say so', loop: 'loop', repeat_last: 'repeat the last' }),
    ],
  },
  {
    name: 'Resize',
    fields: [
      pipelineNumber(
        'shortSide',
        { name: 'short side', label: 'Short side after resizing', least: 1 },
        ({ clip, source }) => shortSideFor(clip, source),
      ),
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
    fields: [pipelineChoice('crop', 'crops', { center: 'CenterCrop', three: 'ThreeCrop' })],
    note: ({ clip }) => `${clip.w} × ${clip.h}`,
  },
  { name: 'Normalize', fields: [], note: () => `(level − ${MEAN}) / ${STD}` },
];
