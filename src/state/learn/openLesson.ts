import type { Lesson } from '../../lessons/lesson';
import { marksOf } from '../../lessons/marks';
import { sceneOf } from '../../lessons/sceneOf';
import type { App } from '../app';
import { progressIn } from './lessons';

/** Opens a lesson where one left it, or at what is still open; one that was taken to its end begins anew, answers kept. */
export function openLesson(app: App, lesson: Lesson): void {
  const { name, steps } = lesson;
  const { step, guesses } = progressIn(app.lessons.getState(), name);
  const at = step < steps.length ? step : Math.max(0, marksOf(lesson, { guesses }).indexOf('open'));
  app.lessons.begin(name);
  app.lessons.openStep(name, at);
  const open = steps[at];
  if (open) app.lessons.showScene(sceneOf(open, guesses[at]));
}
