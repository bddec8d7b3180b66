import type { Architecture } from '../architecture/architecture';
import type { Design } from '../design/design';
import type { PresetName } from '../design/presets';
import type { Limit } from '../scaling/budget';
import type { TermName } from './glossary';

/** A short lesson that is done in the app: the network on the screen is the one the text speaks of. */
export interface Lesson {
  /** As links and saved progress call it: `channelwise`. */
  readonly name: string;
  readonly title: string;
  /** What one knows after it, in one sentence. */
  readonly summary: string;
  readonly steps: readonly Step[];
  /** Where the facts come from that this app did not work out. */
  readonly sources: readonly string[];
}

/** One page of a lesson: a network on the screen, a text about it, and mostly a question. */
export interface Step {
  readonly title: string;
  readonly scene: Scene;
  readonly text: readonly Paragraph[];
  /** Null where there is only something to read. */
  readonly question: Question | null;
}

/** What the app shows: a design, and how it is looked at. */
export interface Scene {
  readonly design: Design;
  readonly preset: PresetName;
  readonly level: 'stages' | 'blocks' | 'layers';
  readonly measure: 'kind' | 'parameters' | 'macs' | 'activations';
  /** Path of a part to bring onto the screen, opened; null leaves the beginning there. */
  readonly at: string | null;
}

/** Sentences: words, and things among them that are worked out, light up, or are explained elsewhere. */
export type Paragraph = readonly Piece[];
export type Piece = string | Claim | Fact | Light | Term;

/** A number that a text claims. It is worked out whenever it is shown; no result is ever typed in. */
export interface Claim {
  readonly kind: 'claim';
  readonly unit: Unit;
  value(): number;
}

/** What a claim counts. `times` is a ratio, `share` a part of one; `number` has no unit. */
export type Unit = 'MACs' | 'parameters' | 'elements' | 'bytes' | 'ms' | 'times' | 'share' | 'per cent' | 'number';

/** Words that follow from a design: a shape, a kernel, the name of the larger one. */
export interface Fact {
  readonly kind: 'fact';
  text(): string;
}

/** Words that light parts of the graph, and light up themselves when one of these is selected. */
export interface Light {
  readonly kind: 'light';
  readonly words: string;
  /** Paths in the network on the screen; empty where it has no such part. */
  paths(architecture: Architecture): readonly string[];
}

/** Words the glossary explains. */
export interface Term {
  readonly kind: 'term';
  readonly words: string;
  readonly term: TermName;
}

/** What the learner is asked before the app works it out. */
export type Question = ChoiceQuestion | EstimateQuestion | Task;

interface Asked {
  readonly ask: Paragraph;
  /** What is said once the answer is shown. */
  readonly reveal: readonly Paragraph[];
  /** What the app shows with the answer; null leaves what is there. */
  readonly revealed: Scene | null;
}

/** One of a few answers. */
export interface ChoiceQuestion extends Asked {
  readonly kind: 'choice';
  readonly options: readonly Option[];
  /** The right option's index, worked out. */
  right(): number;
  /** What was asked for, where the options are guesses at it; null where each option has a number of its own. */
  readonly answer: Claim | null;
}

/** An answer to choose, and the number that decides on it: the option's own, or the guess it stands for. */
export interface Option {
  readonly label: Paragraph;
  readonly claim: Claim;
}

/** A number guessed on a slider. */
export interface EstimateQuestion extends Asked {
  readonly kind: 'estimate';
  readonly answer: Claim;
  readonly from: number;
  readonly to: number;
  /** On a logarithmic slider equal steps are equal ratios. */
  readonly scale: 'linear' | 'log';
}

/** Something to do with the design itself, until it keeps the limits. */
export interface Task extends Asked {
  readonly kind: 'task';
  readonly limits: readonly Limit[];
  /** A design that does it, for whoever would rather see one. */
  solution(): Design;
}

/** How good a guess was: within a quarter of the answer, within a factor of two, or neither. */
export type Verdict = 'close' | 'near' | 'far';

/** Judges a guess at a number above 0 by their ratio. */
export function verdictOf(guess: number, answer: number): Verdict {
  const distance = Math.abs(Math.log(guess / answer));
  if (distance <= Math.log(1.25)) return 'close';
  return distance <= Math.log(2) ? 'near' : 'far';
}
