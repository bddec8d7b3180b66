import { createStore } from 'zustand/vanilla';
import type { Design } from '../../design/design';
import type { LevelName } from '../../motion/knobs';
import type { TaskName } from '../../motion/tasks';
import type { Evaluation } from '../../training/evaluation';
import type { Variation } from '../../training/motionData';
import type { RecipeName } from '../../training/recipes';
import type { StepReport } from '../../training/trainingRun';
import type { OpeningStep, Validation } from '../../worker/messages';

/** What decides what is learnt, and by what means: with the design, every bit of a run. */
export interface TrainChoice {
  readonly task: TaskName;
  readonly level: LevelName;
  readonly recipe: RecipeName;
  /** Updates of a whole run. */
  readonly steps: number;
  /** Of the clips, of the weights at the start, and of dropout. */
  readonly seed: number;
}

/** What training is doing. */
export type TrainPhase =
  | { readonly kind: 'none' }
  | { readonly kind: 'opening'; readonly step: OpeningStep | null }
  | { readonly kind: 'running' }
  | { readonly kind: 'resting'; readonly why: 'paused' | 'done' }
  /** Numbers left their range; the run stands at its last good state. */
  | { readonly kind: 'diverged'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly message: string };

/** A run, as far as it has come. */
export interface TrainRun {
  readonly design: Design;
  readonly choice: TrainChoice;
  readonly classes: readonly string[];
  readonly partners: readonly number[] | null;
  /** Values that are trained. */
  readonly trained: number;
  /** One report an update. */
  readonly steps: readonly StepReport[];
  readonly validations: readonly Validation[];
  /** Change of weights over the weights since the last report, by block or layer. */
  readonly changes: Readonly<Record<string, number>>;
  readonly stepsPerSecond: number | null;
  /** Answers to held-out clips, plain and varied; asked for when training rests. */
  readonly answers: Readonly<Partial<Record<Variation, Evaluation>>>;
  /** A variation that is being asked about now. */
  readonly asking: Variation | null;
  /** The update from which a run was gone on with, after a reload or a breakdown; null for one from its start. */
  readonly resumedFrom: number | null;
}

/** The Train face: what is chosen, and the run on the screen. */
export interface Train {
  readonly choice: TrainChoice;
  readonly phase: TrainPhase;
  readonly run: TrainRun | null;
}

/** What the face begins with: learnt to nine of ten in about a minute. */
export const FRESH_CHOICE: TrainChoice = { task: 'directions', level: 'easy', recipe: 'small', steps: 400, seed: 0 };

/** Training as it is on the screen. Changed by trainRuns.ts. */
export const trainStore = createStore<Train>()(() => ({ choice: FRESH_CHOICE, phase: { kind: 'none' }, run: null }));

/** Chooses something of what is learnt. A run under way goes on as it was chosen. */
export function chooseTraining(choice: Partial<TrainChoice>): void {
  trainStore.setState((state) => ({ choice: { ...state.choice, ...choice } }));
}

/** Updates of a run so far. */
export function stepsOf(run: TrainRun | null): number {
  return run?.steps.length ?? 0;
}

/** Calls back when another thing is chosen to be learnt; a run under way says much more often how far it is. */
export function onTrainChoice(listener: () => void): () => void {
  return trainStore.subscribe(({ choice }, before) => {
    if (choice !== before.choice) listener();
  });
}
