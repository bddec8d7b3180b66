import { useEffect, useRef } from 'react';
import type { Question } from '../../lessons/lesson';
import { guess as keepGuess, showScene } from '../../state/lessons';
import classes from './Asked.module.css';
import { ChoiceAnswer } from './ChoiceAnswer';
import { EstimateAnswer } from './EstimateAnswer';
import { Sentence } from './Sentence';
import { TaskAnswer } from './TaskAnswer';

/** What every kind of answer is given. */
export interface AnswerProps<Q extends Question> {
  readonly question: Q;
  /** What was guessed; undefined before. */
  readonly guess: number | undefined;
  readonly onGuess: (guess: number) => void;
}

/** A question: the learner's guess first, then what the app works out. */
export function Asked(props: { lesson: string; step: number; question: Question; guess: number | undefined }) {
  const { lesson, step, question, guess } = props;
  const onGuess = (value: number) => {
    keepGuess(lesson, step, value);
    if (question.revealed) showScene(question.revealed);
  };
  const reveal = useFocusOnAnswer(guess !== undefined);
  return (
    <section className={classes.asked} aria-label="Question">
      <p className={classes.ask} id="asked">
        <Sentence pieces={question.ask} />
      </p>
      {question.kind === 'choice' && <ChoiceAnswer question={question} guess={guess} onGuess={onGuess} />}
      {question.kind === 'estimate' && <EstimateAnswer question={question} guess={guess} onGuess={onGuess} />}
      {question.kind === 'task' && <TaskAnswer question={question} guess={guess} onGuess={onGuess} />}
      <div ref={reveal} tabIndex={-1} role="status" className={classes.revealed}>
        {guess !== undefined &&
          question.reveal.map((pieces, at) => (
            // Paragraphs never change places.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <p key={at} className={classes.reveal}>
              <Sentence pieces={pieces} />
            </p>
          ))}
      </div>
    </section>
  );
}

/** Gives the answer the focus when it comes: the button that asked for it is gone. */
function useFocusOnAnswer(answered: boolean) {
  const answer = useRef<HTMLDivElement>(null);
  const before = useRef(answered);
  useEffect(() => {
    if (answered && !before.current) answer.current?.focus({ preventScroll: true });
    before.current = answered;
  }, [answered]);
  return answer;
}
