import { ACTIVATIONS } from './activations';
import { AXES_LESSON } from './axes';
import { BOTTLENECK } from './bottleneck';
import { BUDGET_LESSON } from './budget';
import { CHANNELWISE } from './channelwise';
import { EXPANDING } from './expanding';
import { FREEZING } from './freezing';
import type { Lesson } from './lesson';
import { PUBLISHED } from './published';
import { ROUNDING } from './rounding';
import { SLOWER } from './slower';
import { SQUEEZE } from './squeeze';
import { TIME } from './time';
import { WHY_TIME } from './whyTime';

/** Every lesson, in the order they are best taken. Each can be taken by itself. */
export const LESSONS: readonly Lesson[] = [
  CHANNELWISE,
  TIME,
  WHY_TIME,
  BOTTLENECK,
  ROUNDING,
  SQUEEZE,
  AXES_LESSON,
  EXPANDING,
  ACTIVATIONS,
  SLOWER,
  PUBLISHED,
  BUDGET_LESSON,
  FREEZING,
];

/** A lesson by the name that links use; null where there is none. */
export function lessonNamed(name: string | null): Lesson | null {
  return LESSONS.find((lesson) => lesson.name === name) ?? null;
}
