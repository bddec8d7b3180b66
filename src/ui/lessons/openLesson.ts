import type { Lesson } from '../../lessons/lesson';
import { beginLesson, type LessonProgress, openStep, showScene } from '../../state/learn/lessons';
import { marksOf } from './marks';
import { sceneOf } from './sceneOf';

/** Opens a lesson where one left it, or at what is still open; one that was taken to its end begins anew, answers kept. */
export function openLesson(lesson: Lesson, { step, guesses }: LessonProgress): void {
  const { name, steps } = lesson;
  const at = step < steps.length ? step : Math.max(0, marksOf(lesson, { guesses }).indexOf('open'));
  beginLesson(name);
  openStep(name, at);
  const open = steps[at];
  if (open) showScene(sceneOf(open, guesses[at]));
}
