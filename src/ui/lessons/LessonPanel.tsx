import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Lesson, Scene, Step } from '../../lessons/lesson';
import { showFace } from '../../state/face';
import { finishLesson, leaveLesson, openStep, showScene, startOver } from '../../state/lessons';
import { light } from '../../state/pointing';
import { sameValue } from '../../state/sameValue';
import { useProgress } from '../kit/useLessons';
import { useArchitecture, useDesign } from '../kit/useStudio';
import { Words } from '../kit/Words';
import { Asked } from './Asked';
import classes from './LessonPanel.module.css';
import { Selected } from './Selected';
import { Sentence } from './Sentence';

/** The open step of a lesson: its text, its question, and the ways on, back and out. */
export function LessonPanel({ lesson }: { lesson: Lesson }) {
  const progress = useProgress(lesson.name);
  const index = Math.min(progress.step, lesson.steps.length - 1);
  const step = lesson.steps[index];
  const heading = useFocusOn(`${lesson.name} ${index}`);
  useFirstLight(step);
  if (!step) throw new Error(`The lesson ${lesson.name} has no steps.`);
  const guess = progress.guesses[index];
  const answered = step.question === null || guess !== undefined;
  const last = index === lesson.steps.length - 1;

  const turnTo = (to: number) => {
    const next = lesson.steps[to];
    if (!next) return;
    openStep(lesson.name, to);
    showScene(sceneOf(next, progress.guesses[to] !== undefined));
  };

  return (
    <article className={classes.panel}>
      <header className={classes.header}>
        <p className={classes.lesson}>
          <Words text={lesson.title} />
        </p>
        <Places count={lesson.steps.length} at={index} onChoose={turnTo} />
      </header>
      <h2 ref={heading} tabIndex={-1} className={classes.title}>
        {step.title}
      </h2>
      <Away step={step} answered={guess !== undefined} />
      {step.text.map((pieces, at) => (
        // Paragraphs never change places.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <p key={at} className={classes.text}>
          <Sentence pieces={pieces} />
        </p>
      ))}
      {step.question && (
        <Asked key={`${index}`} lesson={lesson.name} step={index} question={step.question} guess={guess} />
      )}
      <nav className={classes.ways} aria-label="Steps">
        {index > 0 && <Button onClick={() => turnTo(index - 1)}>Back</Button>}
        {!last && (
          <Button variant={answered ? 'filled' : 'default'} onClick={() => turnTo(index + 1)}>
            {answered ? 'Next' : 'Skip'}
          </Button>
        )}
        {last && (
          <Button
            variant={answered ? 'filled' : 'default'}
            onClick={() => {
              if (answered) finishLesson(lesson.name);
              leaveLesson();
            }}
          >
            {answered ? 'Finish' : 'Leave'}
          </Button>
        )}
      </nav>
      <Selected />
      <footer className={classes.footer}>
        <div className={classes.links}>
          <button type="button" onClick={() => showFace('design')}>
            Explore freely
          </button>
          {!last && (
            <button type="button" onClick={leaveLesson}>
              Leave, with my own design
            </button>
          )}
          <button
            type="button"
            onClick={() => {
              startOver(lesson.name);
              const [first] = lesson.steps;
              if (first) showScene(first.scene);
            }}
          >
            Start over
          </button>
        </div>
        <h3>Sources</h3>
        <ul>
          {lesson.sources.map((source) => (
            <li key={source}>{source}</li>
          ))}
        </ul>
      </footer>
    </article>
  );
}

/** What a step shows now: the scene of its answer, once that was given. */
export function sceneOf({ scene, question }: Step, answered: boolean): Scene {
  return (answered ? question?.revealed : null) ?? scene;
}

/** Says that the graph shows another design than the lesson's, and offers the way back. */
function Away({ step, answered }: { step: Step; answered: boolean }) {
  const design = useDesign();
  const scene = sceneOf(step, answered);
  if (step.question?.kind === 'task' || sameValue(design, scene.design)) return null;
  return (
    <div className={classes.away} role="status">
      <p>The graph shows another design than the lesson speaks of.</p>
      <Button size="compact-xs" onClick={() => showScene(scene)}>
        Back to the lesson
      </Button>
    </div>
  );
}

/** One mark a step, to go to any of them. */
function Places({ count, at, onChoose }: { count: number; at: number; onChoose: (step: number) => void }) {
  return (
    <div className={classes.places}>
      {Array.from({ length: count }, (_, step) => (
        <button
          // Steps never change places.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={step}
          type="button"
          aria-label={`Step ${step + 1} of ${count}`}
          aria-current={step === at ? 'step' : undefined}
          onClick={() => onChoose(step)}
        >
          {step + 1}
        </button>
      ))}
    </div>
  );
}

/** Gives the heading the focus when the step changes, so that keyboard and screen reader go on there. */
function useFocusOn(step: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const known = useRef(step);
  useEffect(() => {
    if (known.current === step) return;
    known.current = step;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [step]);
  return heading;
}

/** Lights what a step speaks of first. */
function useFirstLight(step: Step | undefined): void {
  const architecture = useArchitecture();
  useEffect(() => {
    const first = step?.text.flat().find((piece) => typeof piece === 'object' && piece.kind === 'light');
    light(typeof first === 'object' && first.kind === 'light' ? first.paths(architecture) : []);
  }, [step, architecture]);
}
