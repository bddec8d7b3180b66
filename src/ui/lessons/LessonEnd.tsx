import type { Lesson } from '../../lessons/lesson';
import { LESSONS } from '../../lessons/lessons';
import { MARK_WORDS } from '../../lessons/marks';
import { progressIn } from '../../state/learn/lessons';
import { openLesson } from '../../state/learn/openLesson';
import { useApp } from '../app/useApp';
import { useLessons } from '../app/useLessons';
import { Button } from '../kit/controls/Button';
import { LinkButton } from '../kit/LinkButton';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { Words } from '../kit/Words';
import classes from './LessonEnd.module.css';
import { Marks } from './Marks';
import { PlaceLink } from './PlaceLink';
import { useCourse } from './useCourse';
import { useMarks } from './useMarks';

/** The end of a lesson: what one knows now, how one guessed, and where to go from here. */
export function LessonEnd({ lesson, onChoose }: { lesson: Lesson; onChoose: (step: number) => void }) {
  const app = useApp();
  const marks = useMarks(lesson);
  const good = marks.filter((mark) => mark === 'good').length;
  const open = marks.indexOf('open');
  const course = useCourse();
  const inCourse = course.includes(lesson);
  const next = useLessons((lessons) =>
    nextAfter(lesson, inCourse ? course : LESSONS, (name) => progressIn(lessons, name).finished),
  );
  return (
    <Stack gap="2" className={classes.end}>
      <Text size="read" tone="ink" className={classes.summary}>
        <Words text={lesson.summary} />
      </Text>
      <Stack as="p" row gap="quarter half">
        <Marks marks={marks} />
        {good} of {marks.length} predictions {good === 1 ? 'was' : 'were'} right or close
        {open >= 0 && (
          <>
            {'; '}
            <LinkButton onClick={() => onChoose(open)}>step {open + 1} is still open</LinkButton>
          </>
        )}
        .
      </Stack>
      <ol className={classes.steps}>
        {lesson.steps.map(({ title }, step) => (
          <li key={title}>
            <LinkButton onClick={() => onChoose(step)}>{title}</LinkButton>
            {MARK_WORDS[marks[step] ?? 'open']}
          </li>
        ))}
      </ol>
      <Stack as="p" row gap="quarter 1h">
        Go on with it in the app:{' '}
        {lesson.further.map((place) => (
          <PlaceLink key={place.label} place={place} />
        ))}
      </Stack>
      {inCourse && !next && <p>All {course.length} lessons of this course are done.</p>}
      <Stack row>
        {next && (
          <Button variant="filled" onClick={() => openLesson(app, next)}>
            <span>
              Next: <Words text={next.title} />
            </span>
          </Button>
        )}
        <Button onClick={app.lessons.leave}>All lessons</Button>
      </Stack>
    </Stack>
  );
}

/** The next of some lessons that was not taken to its end, from this one on; null where all were. */
function nextAfter(lesson: Lesson, lessons: readonly Lesson[], isFinished: (name: string) => boolean): Lesson | null {
  const at = lessons.indexOf(lesson);
  const others = [...lessons.slice(at + 1), ...lessons.slice(0, at)];
  return others.find(({ name }) => !isFinished(name)) ?? null;
}
