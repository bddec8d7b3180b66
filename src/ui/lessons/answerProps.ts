import type { Guess, Question } from '../../lessons/lesson';

/** What every kind of answer is given. */
export interface AnswerProps<Q extends Question, G extends Guess> {
  readonly question: Q;
  /** What was guessed; undefined before. */
  readonly guess: G | undefined;
  readonly onGuess: (guess: G) => void;
}
