import { type ReactNode, useEffect } from 'react';
import { lessonNamed } from '../../lessons/lessons';
import { useApp } from '../app/useApp';
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
  useOnlyLessonsThereAre();
  return lesson ? <LessonRoom key={lesson.name} lesson={lesson} graph={graph} form={form} /> : <Library />;
}

/** Leaves out, with a sentence, what a link or a draft says of lessons that do not exist. */
function useOnlyLessonsThereAre(): void {
  const app = useApp();
  const name = useSession((session) => session.lesson);
  const course = useSession((session) => session.course);
  useEffect(() => {
    const absent = [...new Set([...(name === null ? [] : [name]), ...course])].filter((one) => !lessonNamed(one));
    if (absent.length === 0) return;
    if (name !== null && absent.includes(name)) app.lessons.leave();
    app.session.setState({ course: course.filter((one) => !absent.includes(one)) });
    app.notices.notify(absent.map((one) => `There is no lesson '${one}'.`).join(' '));
  }, [app, name, course]);
}
