import type { Lesson } from '../../lessons/lesson';
import { beginLesson, type LessonProgress, openStep, showScene } from '../../state/lessons';
import { sceneOf } from './sceneOf';

/** Opens a lesson where one left it; one that was taken to its end begins anew, its answers kept. */
export function openLesson({ name, steps }: Lesson, { step, guesses }: LessonProgress): void {
  const at = step < steps.length ? step : 0;
  beginLesson(name);
  openStep(name, at);
  const open = steps[at];
  if (open) showScene(sceneOf(open, guesses[at]));
}
