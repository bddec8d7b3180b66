import type { Guess, Lesson } from './lesson';
import { answerTo, isGood, verdictOf } from './verdict';

/** How a step went: its question answered well, answered, or still open. */
export type Mark = 'good' | 'answered' | 'open';

/** Marks in words, behind the name of a step. */
export const MARK_WORDS: Readonly<Record<Mark, string>> = {
  good: ', answered well',
  answered: ', answered',
  open: '',
};

/** How every step of a lesson went. */
export function marksOf(
  { steps }: Lesson,
  { guesses }: { readonly guesses: Readonly<Record<number, Guess>> },
): readonly Mark[] {
  return steps.map(({ question }, step): Mark => {
    const guess = answerTo(question, guesses[step]);
    if (guess === undefined) return 'open';
    return isGood(verdictOf(question, guess)) ? 'good' : 'answered';
  });
}
