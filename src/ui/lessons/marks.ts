import type { Lesson } from '../../lessons/lesson';
import { answerTo, isGood, verdictOf } from '../../lessons/verdict';
import type { LessonProgress } from '../../state/learn/lessons';
import { useProgress } from '../app/useLessons';

/** How a step went: its question answered well, answered, still open, or without one. */
export type Mark = 'good' | 'answered' | 'open' | 'read';

/** Marks in words, behind the name of a step. */
export const MARK_WORDS: Readonly<Record<Mark, string>> = {
  good: ', answered well',
  answered: ', answered',
  open: '',
  read: '',
};

/** How every step of a lesson went. */
export function marksOf({ steps }: Lesson, { guesses }: Pick<LessonProgress, 'guesses'>): readonly Mark[] {
  return steps.map(({ question }, step): Mark => {
    if (!question) return 'read';
    const guess = answerTo(question, guesses[step]);
    if (guess === undefined) return 'open';
    return isGood(verdictOf(question, guess)) ? 'good' : 'answered';
  });
}

/** How every step of a lesson went so far. */
export function useMarks(lesson: Lesson): readonly Mark[] {
  return marksOf(lesson, useProgress(lesson.name));
}
