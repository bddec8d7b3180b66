import { createStore } from 'zustand/vanilla';
import type { JudgedClips, StillVerdict, Verdict } from '../../dataset/judgedClips';
import { EMPTY_LIBRARY, type Library } from '../../dataset/library';
import type { OddRule } from '../../dataset/oddRule';
import type { Split } from '../../dataset/splits';
import type { SteadyLabel, Stretch } from '../../dataset/steadyLabel';
import type { Design } from '../../design/design';
import type { Tensor } from '../../tensor/tensor';
import { recordOf } from '../../text/json';
import type { Share } from '../../training/interval';
import type { Recipe } from '../../training/recipe';
import type { StepReport } from '../../training/trainingRun';
import type { TrainingProgress } from '../../worker/trainerProtocol';
import { keepInBrowser } from '../storage';

/** Room in the browser's storage, in bytes. */
export interface Space {
  /** Used by this site. */
  readonly used: number;
  /** What the browser allows it. */
  readonly quota: number;
}

/** Videos that are being added. */
interface Adding {
  readonly done: number;
  readonly total: number;
  /** The one being looked at now. */
  readonly name: string;
}

/** A video that could not be added, and why. */
export interface Refusal {
  readonly name: string;
  readonly sentence: string;
}

/** What the camera is doing for the data set. */
export type Recording =
  | { readonly kind: 'idle' }
  /** Seconds until the next take of a series begins. */
  | { readonly kind: 'countdown'; readonly classId: string; readonly seconds: number; readonly takesLeft: number }
  | { readonly kind: 'recording'; readonly classId: string; readonly began: number; readonly takesLeft: number }
  | { readonly kind: 'keeping'; readonly classId: string; readonly takesLeft: number };

/** Takes recorded in a row, each after a countdown. */
export interface Series {
  readonly takes: number;
  /** Length of a take, and of the countdown before each, in seconds. */
  readonly seconds: number;
  readonly countdown: number;
}

interface OpenCamera {
  readonly name: string;
  readonly stream: MediaStream;
}

/** How clips are looked at and learnt from. */
export interface LearningChoice {
  /** Seconds a look reaches over; null takes what suits clips and network. */
  readonly window: number | null;
  /** Looks at every clip: the middle one, and drawn ones. */
  readonly views: number;
  /** Whether mirrored looks are added; null follows the names of the classes. */
  readonly mirror: boolean | null;
  /** Updates of a fit of the head; null takes what suits the number of classes. */
  readonly updates: number | null;
  /** What learns: the head alone, or once it has learnt all from a stage on, or everything. */
  readonly scope: Recipe['scope'];
  /** Updates of what learns beyond the head. */
  readonly deeperUpdates: number;
}

export type LearningPhase =
  | { readonly kind: 'none' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'features'; readonly done: number; readonly total: number; readonly perSecond: number }
  | {
      readonly kind: 'fitting';
      readonly done: number;
      readonly total: number;
      readonly fit: number;
      readonly fits: number;
    }
  /** All from a stage on learns, a fit after the other. */
  | {
      readonly kind: 'tuning';
      readonly done: number;
      readonly total: number;
      readonly fit: number;
      readonly fits: number;
      readonly perSecond: number;
    }
  | { readonly kind: 'paused'; readonly done: number; readonly total: number }
  | { readonly kind: 'failed'; readonly message: string };

/** How well held-out clips are told apart after so many updates, all fits that came so far together. */
export interface AlongTheWay {
  readonly step: number;
  readonly accuracy: Share;
}

/** What was learnt of the data set, and how well it does. */
export interface Learnt {
  readonly design: Design;
  /** Names and ids of the classes, by index. */
  readonly names: readonly string[];
  readonly classIds: readonly string[];
  /** Seconds a look reaches over. */
  readonly window: number;
  /** The whole network as a .safetensors file under the reference's names. */
  readonly file: Blob;
  /** What it started from, in words. */
  readonly from: string;
  readonly split: Split;
  readonly verdicts: readonly Verdict[];
  readonly judged: JudgedClips;
  /** What learnt. */
  readonly scope: Recipe['scope'];
  /** How well the head alone did, on the same clips, before more learnt; null where nothing more did. */
  readonly headAlone: Share | null;
  readonly still: StillVerdict | null;
  /** When it names none of the classes; null where that was not found out. */
  readonly odd: OddRule | null;
  /** Updates of the fit to all clips. */
  readonly steps: readonly StepReport[];
  /** Held-out clips along the way of what learnt beyond the head. */
  readonly along: readonly AlongTheWay[];
  /** Clips it learnt from, by id, and those that could not be read. */
  readonly clipIds: readonly string[];
  readonly refused: readonly Refusal[];
  /** Looks a second when features were computed, and what they were computed by. */
  readonly featuresPerSecond: number | null;
  readonly when: number;
}

/** The learnt network on the camera. */
export interface LiveLabels {
  readonly name: string;
  readonly stream: MediaStream;
  readonly said: SteadyLabel;
  /** Pictures still missing until the first answer. */
  readonly missing: number;
  /** Answers a second, and ms from the newest picture to its answer. */
  readonly rate: number;
  readonly latency: number;
  /** Where the class named is seen, `[T, H, W]` at conv5; null before it was asked for. */
  readonly heat: Tensor<'float32'> | null;
}

/** A video as the learnt network reads it. */
export interface LabelledVideo {
  readonly name: string;
  readonly video: Blob;
  readonly duration: number;
  readonly done: number;
  readonly total: number;
  readonly stretches: readonly Stretch[];
  readonly fault: string | null;
}

/** A data set of one's own, what is being collected for it, and what was learnt of it. */
export interface Classes {
  /** Which data the Train face shows. */
  readonly source: 'motion' | 'own';
  /** False until what was kept has been read. */
  readonly ready: boolean;
  readonly library: Library;
  /** Data sets before and after this one, for undo and redo. */
  readonly past: readonly Library[];
  readonly future: readonly Library[];
  readonly space: Space | null;
  readonly whyNotLasting: string | null;
  readonly adding: Adding | null;
  readonly refusals: readonly Refusal[];
  readonly camera: OpenCamera | null;
  readonly recording: Recording;
  /** What went wrong with the camera, or with an edit, in a sentence. */
  readonly fault: string | null;
  /** How takes in a row are recorded. */
  readonly series: Series;
  readonly choice: LearningChoice;
  readonly phase: LearningPhase;
  /** Updates of the fit under way. */
  readonly steps: readonly StepReport[];
  /** Held-out clips along the way, as far as it has come. */
  readonly along: readonly AlongTheWay[];
  /** Change of weights over the weights since the last report, by block or layer; empty where the head alone learns. */
  readonly changes: TrainingProgress['changes'];
  readonly learnt: Learnt | null;
  readonly live: LiveLabels | null;
  readonly labelled: LabelledVideo | null;
}

const FRESH_LEARNING: LearningChoice = {
  window: null,
  views: 4,
  mirror: null,
  updates: null,
  scope: 'head',
  deeperUpdates: 100,
};

const FRESH_SERIES: Series = { takes: 5, seconds: 2, countdown: 3 };

/** What was chosen at an earlier visit: a training that was cut short goes on only with the same choice. */
function choicesIn(saved: unknown): Partial<Classes> {
  const { source, choice, series } = recordOf(saved);
  const { window, views, mirror, updates, scope, deeperUpdates } = recordOf(choice);
  const { takes, seconds, countdown } = recordOf(series);
  return {
    source: source === 'own' ? 'own' : 'motion',
    choice: {
      window: numberIn(window, null),
      views: numberIn(views, FRESH_LEARNING.views),
      mirror: typeof mirror === 'boolean' ? mirror : null,
      updates: numberIn(updates, null),
      scope: scopeIn(scope),
      deeperUpdates: numberIn(deeperUpdates, FRESH_LEARNING.deeperUpdates),
    },
    series: {
      takes: numberIn(takes, FRESH_SERIES.takes),
      seconds: numberIn(seconds, FRESH_SERIES.seconds),
      countdown: numberIn(countdown, FRESH_SERIES.countdown),
    },
  };
}

function scopeIn(saved: unknown): LearningChoice['scope'] {
  const frozenStages = numberIn(recordOf(saved).frozenStages, null);
  if (frozenStages !== null) return { frozenStages };
  return saved === 'all' ? 'all' : 'head';
}

/** A number that a field here takes, none of which goes beyond this. */
function numberIn<D>(saved: unknown, otherwise: D): number | D {
  return typeof saved === 'number' && saved >= 0 && saved <= 2000 ? saved : otherwise;
}

/** The data set on the screen, and what it is collected for. */
export type ClassesStore = ReturnType<typeof createClasses>;

/** Makes the state of one's own classes: nothing was read yet. Changed by the services beside this file. */
export function createClasses() {
  const store = createStore<Classes>()(() => ({
    source: 'motion',
    ready: false,
    library: EMPTY_LIBRARY,
    past: [],
    future: [],
    space: null,
    whyNotLasting: null,
    adding: null,
    refusals: [],
    camera: null,
    recording: { kind: 'idle' },
    series: FRESH_SERIES,
    ...{
      fault: null,
      choice: FRESH_LEARNING,
      phase: { kind: 'none' },
      steps: [],
      along: [],
      changes: {},
      learnt: null,
      live: null,
    },
    labelled: null,
  }));
  keepInBrowser(store, 'x3d-studio.classes', {
    kept: ({ source, choice, series }) => ({ source, choice, series }),
    read: choicesIn,
  });
  return Object.assign(store, {
    /** Chooses something of how clips are learnt. */
    chooseLearning: (choice: Partial<LearningChoice>): void =>
      store.setState((state) => ({ choice: { ...state.choice, ...choice } })),
    /** Chooses something of how takes in a row are recorded. */
    chooseSeries: (series: Partial<Series>): void =>
      store.setState((state) => ({ series: { ...state.series, ...series } })),
  });
}
