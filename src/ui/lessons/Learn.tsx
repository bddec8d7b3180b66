import type { ReactNode } from 'react';
import { lessonNamed } from '../../lessons/lessons';
import { useSession } from '../app/useStudio';
import { LessonRoom } from './LessonRoom';
import { Library } from './Library';

/**
 * The face where one is taught: the open lesson beside the network, or lessons and glossary to choose from.
 * @param graph the network on the screen, drawn by another room
 * @param form the design form, another room's too
 */
export function Learn({ graph, form }: { graph: ReactNode; form: ReactNode }) {
  const lesson = lessonNamed(useSession((session) => session.lesson));
  return lesson ? <LessonRoom key={lesson.name} lesson={lesson} graph={graph} form={form} /> : <Library />;
}
