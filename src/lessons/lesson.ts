import type { Architecture } from '../architecture/architecture';
import type { Design } from '../design/design';
import type { PresetName } from '../design/presets';
import type { Limit } from '../scaling/budget';
import type { AppPlace, TermName } from './glossary';

/** A short lesson that is done in the app: the network on the screen is the one the text speaks of. */
export interface Lesson {
  /** As links and saved progress call it: `channelwise`. */
  readonly name: string;
  readonly title: string;
  /** What one knows after it, in one sentence. */
  readonly summary: string;
  readonly steps: readonly LessonStep[];
  /** Where in the app one can go on with it. */
  readonly further: readonly AppPlace[];
  /** Where the facts come from that this app did not work out. */
  readonly sources: readonly string[];
}

/** One page of a lesson: a network on the screen, a text about it, and a question. */
export interface LessonStep {
  readonly title: string;
  readonly scene: Scene;
  readonly text: readonly Paragraph[];
  readonly question: Question;
}

/** What the app shows: a design, and how it is looked at. */
export interface Scene {
  readonly design: Design;
  readonly preset: PresetName;
  readonly level: 'stages' | 'blocks' | 'layers';
  readonly measure: 'kind' | 'parameters' | 'macs' | 'activations' | 'receptiveField';
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
export type Unit =
  | 'MACs'
  | 'FLOPs'
  | 'parameters'
  | 'bytes'
  | 'ms'
  | 'frames'
  | 'times'
  | 'share'
  | 'per cent'
  | 'number';

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
export type Question = ChoiceQuestion | PointQuestion | EstimateQuestion | DrawQuestion | PlaceQuestion | Task;

/**
 * What a learner answered: an option's or a part's index; a number; the heights of a curve; the two coordinates of a
 * point; for a task 1, or 0 where the app did it.
 */
export type Guess = number | readonly number[];

interface QuestionTexts {
  readonly ask: Paragraph;
  /** What is said once the answer is shown. */
  readonly reveal: readonly Paragraph[];
  /** What the app shows with the answer; null leaves what is there. */
  readonly revealed: Scene | null;
}

/** One of a few answers. */
export interface ChoiceQuestion extends QuestionTexts {
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

/** A part of the network, pointed at on the graph. */
export interface PointQuestion extends QuestionTexts {
  readonly kind: 'point';
  /** Parts that can be meant, in forward order, and the number that decides. Whatever lies inside one stands for it. */
  parts(): readonly PointedPart[];
  /** Indices of the right ones: parts with the same number are equally right. */
  right(): readonly number[];
}

export interface PointedPart {
  readonly path: string;
  readonly claim: Claim;
}

/** What a guess can be. */
interface GuessScale {
  readonly from: number;
  readonly to: number;
  /** On a logarithmic scale equal steps are equal ratios. */
  readonly scale: 'linear' | 'log';
}

/** A number guessed on a slider. */
export interface EstimateQuestion extends QuestionTexts, GuessScale {
  readonly kind: 'estimate';
  readonly answer: Claim;
}

/** One axis of a chart that is drawn into. */
export interface GuessAxis extends GuessScale {
  /** `γ_w`, `work against X3D-S`. */
  readonly title: string;
  readonly unit: Unit;
}

/** A curve, drawn through a few points of a chart. */
export interface DrawQuestion extends QuestionTexts {
  readonly kind: 'draw';
  readonly x: GuessAxis;
  readonly y: GuessAxis;
  /** Where the learner sets a height, ascending. */
  readonly at: readonly number[];
  /** The height at which all of them begin. */
  readonly start: number;
  /** What the text has told already. */
  known(): readonly CurveStep[];
  /** The curve itself: from each x on, until the next. */
  curve(): readonly CurveStep[];
}

export interface CurveStep {
  readonly x: number;
  readonly y: number;
}

/** A design's place in a chart, to which its point is dragged. */
export interface PlaceQuestion extends QuestionTexts {
  readonly kind: 'place';
  readonly x: GuessAxis;
  readonly y: GuessAxis;
  /** Designs that stand there already; the first is the one to start from. */
  readonly known: readonly [PlacedDesign, ...PlacedDesign[]];
  readonly answer: PlacedDesign;
}

export interface PlacedDesign {
  readonly name: string;
  readonly x: Claim;
  readonly y: Claim;
}

/** Something to do with the design itself, until it keeps the limits. */
export interface Task extends QuestionTexts {
  readonly kind: 'task';
  readonly limits: readonly Limit[];
  /** A design that does it, shown where the learner asks for one. */
  solution(): Design;
}
