import { useEffect, useRef } from 'react';
import type { Guess, Question } from '../../lessons/lesson';
import { useApp } from '../app/useApp';
import type { AnswerProps } from './answerProps';
import { ChoiceAnswer } from './ChoiceAnswer';
import { DrawAnswer } from './DrawAnswer';
import { EstimateAnswer } from './EstimateAnswer';
import { PlaceAnswer } from './PlaceAnswer';
import { PointAnswer } from './PointAnswer';
import classes from './QuestionView.module.css';
import { Paragraphs, Sentence } from './Sentence';
import { TaskAnswer } from './TaskAnswer';

/** A question: the learner's guess first, then what the app works out. */
export function QuestionView(props: { lesson: string; step: number; question: Question; guess: Guess | undefined }) {
  const app = useApp();
  const { lesson, step, question, guess } = props;
  const onGuess = (value: Guess) => {
    app.lessons.guess(lesson, step, value);
    if (question.revealed) app.lessons.showScene(question.revealed);
  };
  const reveal = useFocusOnAnswer(guess !== undefined);
  return (
    <section className={classes.asked} aria-label="Question">
      <p className={classes.ask} id="asked">
        <Sentence pieces={question.ask} />
      </p>
      <Answer question={question} guess={guess} onGuess={onGuess} />
      <div ref={reveal} tabIndex={-1} role="status" className={classes.revealed}>
        {guess !== undefined && <Paragraphs of={question.reveal} className={classes.reveal} />}
      </div>
    </section>
  );
}

/** Each kind of question has its own way to be answered. */
function Answer({ question, guess, onGuess }: AnswerProps<Question, Guess>) {
  const one = typeof guess === 'number' ? guess : undefined;
  const many = typeof guess === 'object' ? guess : undefined;
  switch (question.kind) {
    case 'choice':
      return <ChoiceAnswer question={question} guess={one} onGuess={onGuess} />;
    case 'point':
      return <PointAnswer question={question} guess={one} onGuess={onGuess} />;
    case 'estimate':
      return <EstimateAnswer question={question} guess={one} onGuess={onGuess} />;
    case 'draw':
      return <DrawAnswer question={question} guess={many} onGuess={onGuess} />;
    case 'place':
      return <PlaceAnswer question={question} guess={many} onGuess={onGuess} />;
    case 'task':
      return <TaskAnswer question={question} guess={one} onGuess={onGuess} />;
  }
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
