import { type ReactNode, useEffect, useState } from 'react';
import type { Lesson } from '../../lessons/lesson';
import { BREAKPOINTS } from '../../state/view/breakpoints';
import { useApp } from '../app/useApp';
import { useProgress } from '../app/useLessons';
import { useSession } from '../app/useStudio';
import { usePrinting } from '../kit/usePrinting';
import { LessonHandout } from './LessonHandout';
import { LessonPanel } from './LessonPanel';
import classes from './LessonRoom.module.css';

/** A lesson beside the network it is about. The form is there to be tried at any moment. */
export function LessonRoom({ lesson, graph, form }: { lesson: Lesson; graph: ReactNode; form: ReactNode }) {
  const app = useApp();
  const { step } = useProgress(lesson.name);
  const needed = lesson.steps[step]?.question.kind === 'task';
  const hidden = useSession((session) => session.hidden);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const formShown = chosen ?? (needed || window.matchMedia(BREAKPOINTS.wide).matches);
  useEffect(() => () => app.pointing.light([]), [app]);
  const presenting = useSession((session) => session.presenting);
  const printing = usePrinting();
  return (
    <>
      <div className={classes.room} data-form={formShown || undefined}>
        <section className={classes.lesson} aria-label="Lesson">
          <LessonPanel lesson={lesson} />
        </section>
        <main className={classes.graph} aria-label="Network">
          {graph}
        </main>
        {!hidden.includes('design') && !presenting && (
          <section className={classes.form} aria-label="Design">
            <button
              type="button"
              className={classes.fold}
              aria-expanded={formShown}
              onClick={() => setChosen(!formShown)}
            >
              {formShown ? 'Fold the form' : 'Show the form'}
            </button>
            {formShown && <div className={classes.fields}>{form}</div>}
          </section>
        )}
      </div>
      {printing && <LessonHandout lesson={lesson} />}
    </>
  );
}
