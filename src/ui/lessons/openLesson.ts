import type { Lesson } from '../../lessons/lesson';
import { sceneOf } from '../../lessons/sceneOf';
import type { App } from '../../state/app';
import type { LessonProgress } from '../../state/learn/lessons';
import { marksOf } from './marks';

/** Opens a lesson where one left it, or at what is still open; one that was taken to its end begins anew, answers kept. */
export function openLesson(app: App, lesson: Lesson, { step, guesses }: LessonProgress): void {
  const { name, steps } = lesson;
  const at = step < steps.length ? step : Math.max(0, marksOf(lesson, { guesses }).indexOf('open'));
  app.lessons.begin(name);
  app.lessons.openStep(name, at);
  const open = steps[at];
  if (open) app.lessons.showScene(sceneOf(open, guesses[at]));
}
