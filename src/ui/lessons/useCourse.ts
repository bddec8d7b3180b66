import type { Lesson } from '../../lessons/lesson';
import { LESSONS } from '../../lessons/lessons';
import { useSession } from '../app/useStudio';

/** The lessons of the course that a link opened, in its order, names of no lesson left out; empty without a course. */
export function useCourse(): readonly Lesson[] {
  return lessonsOf(useSession((session) => session.course));
}

/** Lessons by name, in the order of the names. */
function lessonsOf(names: readonly string[]): readonly Lesson[] {
  return names.flatMap((name) => LESSONS.find((lesson) => lesson.name === name) ?? []);
}
