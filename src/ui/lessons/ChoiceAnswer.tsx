import { useId, useState } from 'react';
import type { ChoiceQuestion } from '../../lessons/lesson';
import { verdictOf } from '../../lessons/verdict';
import { claimText } from '../../present/claimText';
import type { AnswerProps } from './answerProps';
import { Bars } from './Bars';
import boxes from './boxes.module.css';
import classes from './ChoiceAnswer.module.css';
import { GuessForm } from './GuessForm';
import { Sentence } from './Sentence';
import { VerdictText } from './VerdictText';

/** One of a few answers; then each with its number, the right one marked. */
export function ChoiceAnswer({ question, guess, onGuess }: AnswerProps<ChoiceQuestion, number>) {
  return guess === undefined ? (
    <Choosing question={question} onGuess={onGuess} />
  ) : (
    <Chosen question={question} guess={guess} />
  );
}

function Choosing({
  question: { options },
  onGuess,
}: Pick<AnswerProps<ChoiceQuestion, number>, 'question' | 'onGuess'>) {
  const [chosen, setChosen] = useState<number | null>(null);
  const name = useId();
  return (
    <GuessForm ready={chosen !== null} onSubmit={() => chosen !== null && onGuess(chosen)}>
      <div role="radiogroup" aria-labelledby="asked" className={boxes.boxes}>
        {options.map(({ label }, index) => (
          // Options never change places.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <label key={index} className={`${boxes.box} ${classes.option}`}>
            <input type="radio" name={name} checked={chosen === index} onChange={() => setChosen(index)} />
            <span>
              <Sentence pieces={label} />
            </span>
          </label>
        ))}
      </div>
    </GuessForm>
  );
}

function Chosen({ question, guess }: { question: ChoiceQuestion; guess: number }) {
  const { options, answer } = question;
  const right = question.right();
  return (
    <>
      <Bars
        rows={options.map(({ label, claim }, index) => ({
          key: index,
          label: <Sentence pieces={label} />,
          // Guesses at one number are only told apart.
          claim: answer === null ? claim : undefined,
          right: index === right,
          guess: index === guess,
        }))}
      />
      <VerdictText verdict={verdictOf(question, guess)} answer={answer && claimText(answer)} />
    </>
  );
}
