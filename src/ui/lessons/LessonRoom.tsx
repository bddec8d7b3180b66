import { type ReactNode, useEffect, useState } from 'react';
import type { Lesson } from '../../lessons/lesson';
import { light } from '../../state/pointing';
import { LessonPanel } from './LessonPanel';
import classes from './LessonRoom.module.css';

/** A lesson beside the network it is about. The form is there to be tried at any moment. */
export function LessonRoom({ lesson, graph, form }: { lesson: Lesson; graph: ReactNode; form: ReactNode }) {
  const [formShown, setFormShown] = useState(() => window.matchMedia('(min-width: 1680px)').matches);
  useEffect(() => () => light([]), []);
  return (
    <div className={classes.room} data-form={formShown || undefined}>
      <section className={classes.lesson} aria-label="Lesson">
        <LessonPanel lesson={lesson} />
      </section>
      <main className={classes.graph} aria-label="Network">
        {graph}
      </main>
      <section className={classes.form} aria-label="Design">
        <button
          type="button"
          className={classes.fold}
          aria-expanded={formShown}
          onClick={() => setFormShown((shown) => !shown)}
        >
          {formShown ? 'Fold the form' : 'Show the form'}
        </button>
        {formShown && <div className={classes.fields}>{form}</div>}
      </section>
    </div>
  );
}
