import { Button } from '@mantine/core';
import type { Lesson } from '../../lessons/lesson';
import { LESSONS } from '../../lessons/lessons';
import { beginLesson, progressIn, showScene } from '../../state/lessons';
import { showOverlay } from '../../state/session';
import { useLessons, useProgress } from '../kit/useLessons';
import { Words } from '../kit/Words';
import classes from './LessonList.module.css';
import { sceneOf } from './LessonPanel';

/** Every lesson, with how far one is in it. */
export function LessonList() {
  const finished = useLessons((lessons) => LESSONS.filter(({ name }) => progressIn(lessons, name).finished).length);
  return (
    <>
      <div className={classes.head}>
        <div>
          <h2>How X3D scales, by doing it</h2>
          <p>
            Each lesson asks before it shows: you guess, the app works it out on the network in front of you. Your own
            design waits and comes back at the end. {finished > 0 && `${finished} of ${LESSONS.length} are done.`}
          </p>
        </div>
        <Button onClick={() => showOverlay('teach')}>Make a link for a class</Button>
      </div>
      <ol className={classes.lessons}>
        {LESSONS.map((lesson, index) => (
          <Entry key={lesson.name} lesson={lesson} number={index + 1} />
        ))}
      </ol>
    </>
  );
}

function Entry({ lesson, number }: { lesson: Lesson; number: number }) {
  const { name, title, summary, steps } = lesson;
  const { step, guesses, finished } = useProgress(name);
  const begun = step > 0 || Object.keys(guesses).length > 0;
  const open = () => {
    beginLesson(name);
    const at = steps[Math.min(step, steps.length - 1)];
    if (at) showScene(sceneOf(at, guesses[step] !== undefined));
  };
  return (
    <li className={classes.lesson} data-finished={finished || undefined}>
      <button type="button" onClick={open} aria-describedby={`lesson-${name}`}>
        <span className={classes.number}>{number}</span>
        <span className={classes.title}>
          <Words text={title} />
        </span>
        <span className={classes.summary} id={`lesson-${name}`}>
          <Words text={summary} />
        </span>
        <span className={classes.progress}>
          {finished
            ? 'Done'
            : begun
              ? `Step ${Math.min(step + 1, steps.length)} of ${steps.length}`
              : `${steps.length} steps`}
        </span>
      </button>
    </li>
  );
}
