import { useEffect } from 'react';
import { sameValue } from '../../design/sameValue';
import type { Guess, Lesson, LessonStep } from '../../lessons/lesson';
import { MARK_WORDS, marksOf } from '../../lessons/marks';
import { sceneOf } from '../../lessons/sceneOf';
import { answerTo } from '../../lessons/verdict';
import { useApp } from '../app/useApp';
import { useProgress } from '../app/useLessons';
import { useArchitecture, useDesign } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { LinkButton } from '../kit/LinkButton';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { Words } from '../kit/Words';
import { LessonEnd } from './LessonEnd';
import classes from './LessonPanel.module.css';
import { QuestionView } from './QuestionView';
import { Selected } from './Selected';
import { Paragraphs } from './Sentence';
import { useCourse } from './useCourse';
import { useHeadingFocus } from './useHeadingFocus';
import { useMarks } from './useMarks';

/** The open step of a lesson: its text, its question, and the ways on, back and out; behind the last one, its end. */
export function LessonPanel({ lesson }: { lesson: Lesson }) {
  const app = useApp();
  const { name, title, steps, sources } = lesson;
  const progress = useProgress(name);
  const index = Math.min(progress.step, steps.length);
  const heading = useHeadingFocus(`${name} ${index}`);
  const step = steps[index];
  const guess = step && answerTo(step.question, progress.guesses[index]);
  useFirstLight(step, step ? sceneOf(step, guess).at : null);
  const answered = !step || guess !== undefined;

  const course = useCourse();
  const place = course.indexOf(lesson);
  const done = !marksOf(lesson, progress).includes('open');

  const turnTo = (to: number) => {
    app.lessons.openStep(name, to);
    const next = steps[to];
    if (next) app.lessons.showScene(sceneOf(next, progress.guesses[to]));
    else if (done) app.lessons.finish(name);
  };

  return (
    <article className={classes.panel}>
      <Stack as="header" row nowrap gap="2">
        <Text size="sm" tone="ink-3" className={classes.lesson}>
          <Words text={title} />
          {place >= 0 && (
            <>
              , <span className={classes.place}>{`lesson ${place + 1} of ${course.length}`}</span>
            </>
          )}
        </Text>
        <Places lesson={lesson} at={index} onChoose={turnTo} />
      </Stack>
      <h2 ref={heading} tabIndex={-1} className={classes.title}>
        {step ? step.title : done ? 'What you found out' : 'Not all is answered yet'}
      </h2>
      {step ? (
        <>
          <Away step={step} guess={guess} />
          <Paragraphs of={step.text} className={classes.text} />
          <QuestionView key={index} lesson={name} step={index} question={step.question} guess={guess} />
        </>
      ) : (
        <LessonEnd lesson={lesson} onChoose={turnTo} />
      )}
      {step && (
        <Stack as="nav" row className={classes.ways} aria-label="Steps">
          {index > 0 && <Button onClick={() => turnTo(index - 1)}>Back</Button>}
          <Button variant={answered ? 'filled' : 'default'} onClick={() => turnTo(index + 1)}>
            {answered ? (index === steps.length - 1 ? 'Finish' : 'Next') : 'Skip'}
          </Button>
        </Stack>
      )}
      {/* What a selection costs would answer the question. */}
      {!(step?.question.kind === 'point' && !answered) && <Selected />}
      <footer className={classes.footer}>
        <Stack row gap="half 2">
          <LinkButton onClick={() => app.session.setState({ face: 'design' })}>Explore freely</LinkButton>
          <LinkButton onClick={app.lessons.leave}>Leave, with my own design</LinkButton>
          <LinkButton
            onClick={() => {
              app.lessons.startOver(name);
              const [first] = steps;
              if (first) app.lessons.showScene(first.scene);
            }}
          >
            Start over
          </LinkButton>
        </Stack>
        <h3>Sources</h3>
        <ul>
          {sources.map((source) => (
            <li key={source}>{source}</li>
          ))}
        </ul>
      </footer>
    </article>
  );
}

/** Says that the graph shows another design than the lesson's, and offers the way back. */
function Away({ step, guess }: { step: LessonStep; guess: Guess | undefined }) {
  const app = useApp();
  const design = useDesign();
  const scene = sceneOf(step, guess);
  if (step.question.kind === 'task' || sameValue(design, scene.design)) return null;
  return (
    <Stack row nowrap gap="1h" className={classes.away} role="status">
      <p>The graph shows another design than the lesson speaks of.</p>
      <Button size="compact-xs" onClick={() => app.lessons.showScene(scene)}>
        Back to the lesson
      </Button>
    </Stack>
  );
}

/** One mark a step, to go to any of them, and one for the end. What was answered well is green. */
function Places({ lesson, at, onChoose }: { lesson: Lesson; at: number; onChoose: (step: number) => void }) {
  const { steps } = lesson;
  const marks = useMarks(lesson);
  return (
    <div className={classes.places}>
      {steps.map(({ title }, step) => (
        <button
          key={title}
          type="button"
          data-mark={marks[step]}
          aria-label={`Step ${step + 1} of ${steps.length}${MARK_WORDS[marks[step] ?? 'open']}`}
          aria-current={step === at ? 'step' : undefined}
          onClick={() => onChoose(step)}
        >
          {step + 1}
        </button>
      ))}
    </div>
  );
}

/** Lights what a step speaks of first, and brings it onto the screen. */
function useFirstLight(step: LessonStep | undefined, at: string | null): void {
  const app = useApp();
  const architecture = useArchitecture();
  useEffect(() => {
    const first = step?.text.flat().find((piece) => typeof piece === 'object' && piece.kind === 'light');
    app.pointing.seek(
      typeof first === 'object' && first.kind === 'light' ? first.paths(architecture) : [],
      at === null ? [] : [at],
    );
  }, [app, step, at, architecture]);
}
