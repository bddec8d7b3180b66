import type { Lesson } from '../../lessons/lesson';
import { type Mark, marksOf } from '../../lessons/marks';
import { useProgress } from '../app/useLessons';

/** How every step of a lesson went so far. */
export function useMarks(lesson: Lesson): readonly Mark[] {
  return marksOf(lesson, useProgress(lesson.name));
}
