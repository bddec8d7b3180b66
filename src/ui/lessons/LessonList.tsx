import type { Lesson } from '../../lessons/lesson';
import { LESSONS } from '../../lessons/lessons';
import { resultsText, summed } from '../../present/lessonResults';
import { progressIn } from '../../state/learn/lessons';
import { openLesson } from '../../state/learn/openLesson';
import { countText } from '../../text/numberText';
import { copyText } from '../app/designFiles';
import { useApp } from '../app/useApp';
import { useLessons, useProgress } from '../app/useLessons';
import { Button } from '../kit/controls/Button';
import { Stack } from '../kit/Stack';
import { Words } from '../kit/Words';
import classes from './LessonList.module.css';
import { Marks } from './Marks';
import { useCourse } from './useCourse';
import { useHeadingFocus } from './useHeadingFocus';
import { useMarks } from './useMarks';

/** Every lesson, with how far one is in it and how one guessed. */
export function LessonList() {
  const app = useApp();
  const heading = useHeadingFocus('lessons');
  const course = useCourse();
  return (
    <>
      <div className={classes.head}>
        <div>
          <h2 ref={heading} tabIndex={-1}>
            How X3D scales, by doing it
          </h2>
          <p>
            Each lesson asks before it shows: you guess, the app works it out on the network in front of you. Your own
            design waits and comes back at the end.
          </p>
        </div>
        <Button onClick={() => app.session.setState({ overlay: 'teach' })}>Make a link for a class</Button>
      </div>
      <Overview />
      {course.length > 0 && (
        <>
          <h3 className={classes.part}>Your course</h3>
          <ol className={classes.lessons}>
            {course.map((lesson, index) => (
              <Entry key={lesson.name} lesson={lesson} number={index + 1} />
            ))}
          </ol>
          <h3 className={classes.part}>All lessons</h3>
        </>
      )}
      <ol className={classes.lessons}>
        {LESSONS.map((lesson, index) => (
          <Entry key={lesson.name} lesson={lesson} number={index + 1} />
        ))}
      </ol>
    </>
  );
}

/** How far one is in all of them; nothing before the first answer. */
function Overview() {
  const app = useApp();
  const progress = useLessons((lessons) => lessons.progress);
  const { finished, asked, answered, good } = summed(progress);
  if (finished === 0 && answered === 0) return null;
  const next = LESSONS.find(({ name }) => !progressIn({ progress }, name).finished);
  return (
    <section className={classes.overview} aria-label="Your progress">
      <progress max={asked} value={answered} aria-label="Questions answered" />
      <p>
        {finished} of {LESSONS.length} lessons are done. {good} of {answered} predictions {good === 1 ? 'was' : 'were'}{' '}
        right or close; {asked - answered} questions are open.
      </p>
      <Stack row>
        {next && (
          <Button variant="filled" onClick={() => openLesson(app, next)}>
            <span>
              Go on: <Words text={next.title} />
            </span>
          </Button>
        )}
        <Button
          onClick={() =>
            void copyText(app, resultsText(progress), 'Your results are copied, to be handed in anywhere.')
          }
        >
          Copy my results
        </Button>
        <Button
          onClick={() => {
            const undo = app.lessons.startAllOver();
            app.notices.notify('All answers are forgotten.', { label: 'Bring them back', run: undo });
          }}
        >
          Start all over
        </Button>
      </Stack>
    </section>
  );
}

function Entry({ lesson, number }: { lesson: Lesson; number: number }) {
  const app = useApp();
  const { name, title, summary, steps } = lesson;
  const { step, guesses, finished } = useProgress(name);
  const marks = useMarks(lesson);
  const begun = step > 0 || Object.keys(guesses).length > 0;
  const countOf = (wanted: (typeof marks)[number]) => marks.filter((mark) => mark === wanted).length;
  const progressText = () => {
    if (finished) return `Done, ${countOf('good')} of ${marks.length} right or close`;
    if (!begun) return countText(steps.length, 'step');
    if (step < steps.length) return `Step ${step + 1} of ${steps.length}`;
    return `${countOf('open')} of ${marks.length} still open`;
  };
  return (
    <li className={classes.lesson} data-finished={finished || undefined}>
      <button type="button" onClick={() => openLesson(app, lesson)} aria-describedby={`lesson-${name}`}>
        <span className={classes.number}>{number}</span>
        <span className={classes.title}>
          <Words text={title} />
        </span>
        <span className={classes.summary} id={`lesson-${name}`}>
          <Words text={summary} />
        </span>
        <span className={classes.progress}>
          {begun && <Marks marks={marks} />}
          {progressText()}
        </span>
      </button>
    </li>
  );
}
