import { createStore } from 'zustand/vanilla';
import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { FIRST_LEVEL, type Knobs, LEVELS, type LevelName } from '../../motion/knobs';
import type { TaskName } from '../../motion/tasks';
import type { Photograph } from '../../motion/tile';
import type { Tensor } from '../../tensor/tensor';
import type { Evaluation } from '../../training/evaluation';
import type { MotionData, Variation } from '../../training/motionData';
import type { OddJudgement } from '../../training/oddJudgement';
import type { RecipeName } from '../../training/recipes';
import type { StepReport } from '../../training/trainingRun';
import type { ChosenPlace, OpeningStep, TrainingDevice, Validation } from '../../worker/trainerProtocol';
import { type CheckpointState, type Ledger, mayBeUsed } from '../files/checkpoint';
import type { OwnPictures } from './ownPictures';
import type { Settings } from './recipeSettings';

/** What decides what is learnt, and by what means: with the design, every bit of a run. */
export interface TrainChoice {
  readonly task: TaskName;
  /** A level of difficulty, or every knob by hand. */
  readonly level: LevelName | Knobs;
  readonly recipe: RecipeName;
  /** Numbers of the recipe set by hand; none where absent. */
  readonly set?: Settings;
  /** Updates of a whole run. */
  readonly steps: number;
  /** Of the clips, of the weights at the start, and of dropout. */
  readonly seed: number;
  /** Where the knob for them is above 0. No link or draft holds them. */
  readonly pictures?: OwnPictures;
}

type TrainPhase =
  | { readonly kind: 'none' }
  /** `trial`: updates are timed on one device after the other. */
  | { readonly kind: 'opening'; readonly step: OpeningStep | 'trial' | null }
  | { readonly kind: 'running' }
  | { readonly kind: 'resting'; readonly why: 'paused' | 'done' }
  /** Numbers left their range; the run stands at its last good state. */
  | { readonly kind: 'diverged'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly message: string };

/** A run, as far as it has come. */
export interface TrainRun {
  /** As the trainer knows it: the same run, however far it has come. */
  readonly id: string;
  readonly design: Design;
  readonly choice: TrainChoice;
  readonly classes: readonly string[];
  readonly partners: readonly number[] | null;
  readonly trained: number;
  /** One report an update. */
  readonly steps: readonly StepReport[];
  /** Reports of updates that were taken back, since numbers left their range; none once it goes on. */
  readonly takenBack: readonly StepReport[];
  readonly validations: readonly Validation[];
  /** The same clips with their frames shuffled, asked about at every other validation. */
  readonly shuffledValidations: readonly { readonly step: number; readonly share: number }[];
  /** Change of weights over the weights since the last report, by block or layer. */
  readonly changes: Readonly<Record<string, number>>;
  readonly stepsPerSecond: number | null;
  /** False where this browser keeps nothing of it, so that it ends with the tab. */
  readonly keeps: boolean;
  /** Answers to held-out clips, plain and varied; asked for when training rests. */
  readonly answers: Readonly<Partial<Record<Variation, Evaluation>>>;
  /** Below which energy a clip is none of its classes, and how often that is right; null before a run is done. */
  readonly odd: OddJudgement | null;
  /** A variation that is being asked about now. */
  readonly asking: Variation | null;
  /** Where it trains, and what was tried to find that. */
  readonly place: ChosenPlace;
  /** Where it started from weights of before: which, in words, and what became of every tensor; null for fresh weights. */
  readonly carried: { readonly from: string; readonly ledger: Ledger } | null;
  /** The opened file whose weights it was asked to start from; null for none. */
  readonly file: string | null;
  /** The update from which a run was gone on with, after a reload or a breakdown; null for one from its start. */
  readonly resumedFrom: number | null;
}

/** A clip that was pointed at, and what it is, in words. */
interface ShownClip {
  readonly clip: Tensor<'float32'>;
  readonly name: string;
}

/** The Train face: what is chosen, and the run on the screen. */
export interface Train {
  readonly choice: TrainChoice;
  /** Where runs that begin now train. No link tells it: what a link shows comes out the same to the bit. */
  readonly device: TrainingDevice;
  readonly phase: TrainPhase;
  readonly run: TrainRun | null;
  /** A run of a changed network starts from what fits of the weights of the run on the screen. */
  readonly carry: boolean;
  /** The opened file whose weights runs that begin now start from; null for none. No link tells it either. */
  readonly file: string | null;
  /** The clip on which parts of the network are shown; null for the first class's first example. */
  readonly shown: ShownClip | null;
  /** Runs that were kept to be compared with the one on the screen, the latest last. */
  readonly kept: readonly TrainRun[];
}

/** What the face begins with: learnt to nine of ten in about a minute. */
export const FRESH_CHOICE: TrainChoice = {
  task: 'directions',
  level: FIRST_LEVEL,
  recipe: 'quick',
  steps: 400,
  seed: 0,
};

/** Clips that are never trained on: so many are asked about every so many updates, others when training rests. */
export const HELD_OUT = { along: { every: 25, clips: 64 }, atRest: 192 } as const;

export function knobsOf({ level }: Pick<TrainChoice, 'level'>): Knobs {
  return typeof level === 'string' ? LEVELS[level] : level;
}

/** Knobs as a choice holds them: by the name of the level where they are those of one. */
export function levelOf(knobs: Knobs): TrainChoice['level'] {
  const names = Object.keys(LEVELS) as LevelName[];
  return names.find((name) => sameValue(LEVELS[name], knobs)) ?? knobs;
}

export function dataOf({ task, level, seed, pictures }: ClipsChoice): WorldData {
  const knobs = knobsOf({ level });
  return { task, knobs, seed, ...(pictures && knobs.pictures > 0 && { photographs: pictures.photographs }) };
}

/** What decides which clips there are. */
type ClipsChoice = Pick<TrainChoice, 'task' | 'level' | 'seed' | 'pictures'>;

/** Clips of the motion world, with the pictures that textures are cropped from. */
export type WorldData = MotionData & { readonly photographs?: readonly Photograph[] };

/** Updates of a run so far. */
export function stepsOf(run: TrainRun | null): number {
  return run?.steps.length ?? 0;
}

/** The file that the next run starts from: the chosen one, as long as it stands open; null for none. */
export function startFile(
  { file: chosen }: Pick<Train, 'file'>,
  { file }: Pick<CheckpointState, 'file'>,
): string | null {
  return file && mayBeUsed(file) && file.name === chosen ? chosen : null;
}

/** Runs that stand beside the one on the screen at most. */
const MOST_KEPT = 3;

/** What is to be learnt, and the run on the screen. */
export type TrainStore = ReturnType<typeof createTrain>;

/** Makes the state of training: nothing was trained yet. Runs are changed by trainRuns.ts. */
export function createTrain() {
  const store = createStore<Train>()(() => ({
    choice: FRESH_CHOICE,
    device: 'exact',
    phase: { kind: 'none' },
    run: null,
    carry: true,
    file: null,
    shown: null,
    kept: [],
  }));
  return Object.assign(store, {
    /** Chooses where runs train from now on. One under way stays where it is. */
    chooseDevice: (device: TrainingDevice): void => store.setState({ device }),
    /** Chooses something of what is learnt. A run under way goes on as it was chosen. */
    choose: (choice: Partial<TrainChoice>): void =>
      store.setState((state) => ({ choice: { ...state.choice, ...choice } })),
    /** Takes a whole choice over, as it stands in a link, a draft or a step of undo. */
    take: (choice: TrainChoice): void => store.setState({ choice }),
    /** Chooses whether a changed network starts from what was learnt. */
    chooseCarry: (carry: boolean): void => store.setState({ carry }),
    /** Chooses an opened file whose weights runs start from; null for fresh ones. */
    chooseFile: (file: string | null): void => store.setState({ file }),
    /** Takes a clip to show parts of the network on. */
    show: (shown: ShownClip): void => store.setState({ shown }),
    /** Keeps a run as it is, to be compared with others. */
    keepRun: (run: TrainRun): void =>
      store.setState(({ kept }) => ({ kept: [...kept.filter(({ id }) => id !== run.id), run].slice(-MOST_KEPT) })),
    /** Lets a kept run go. */
    dropRun: ({ id }: TrainRun): void => store.setState(({ kept }) => ({ kept: kept.filter((run) => run.id !== id) })),
    /** Calls back when another thing is chosen to be learnt; a run under way says much more often how far it is. */
    onChoice: (listener: () => void): (() => void) =>
      store.subscribe(({ choice }, before) => {
        if (choice !== before.choice) listener();
      }),
  });
}
