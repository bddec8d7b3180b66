import type { Guess, LessonStep, Scene } from './lesson';
import { answerTo } from './verdict';

/** What a step shows now: the scene of its answer, once it was answered. */
export function sceneOf({ scene, question }: LessonStep, saved: Guess | undefined): Scene {
  return (answerTo(question, saved) === undefined ? null : question.revealed) ?? scene;
}
