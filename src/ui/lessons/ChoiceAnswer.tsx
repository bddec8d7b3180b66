import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { ChoiceQuestion } from '../../lessons/lesson';
import type { AnswerProps } from './Asked';
import classes from './ChoiceAnswer.module.css';
import { claimText } from './claimText';
import { Sentence } from './Sentence';
import { VerdictText } from './VerdictText';

/** One of a few answers; then each with its number, the right one marked. */
export function ChoiceAnswer({ question, guess, onGuess }: AnswerProps<ChoiceQuestion>) {
  return guess === undefined ? (
    <Choosing question={question} onGuess={onGuess} />
  ) : (
    <Chosen question={question} guess={guess} />
  );
}

function Choosing({ question: { options }, onGuess }: Pick<AnswerProps<ChoiceQuestion>, 'question' | 'onGuess'>) {
  const [chosen, setChosen] = useState<number | null>(null);
  const name = useId();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null) onGuess(chosen);
      }}
    >
      <div role="radiogroup" aria-labelledby="asked" className={classes.options}>
        {options.map(({ label }, index) => (
          // Options never change places.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <label key={index} className={classes.option}>
            <input type="radio" name={name} checked={chosen === index} onChange={() => setChosen(index)} />
            <span>
              <Sentence pieces={label} />
            </span>
          </label>
        ))}
      </div>
      <Button type="submit" variant="filled" disabled={chosen === null}>
        Work it out
      </Button>
    </form>
  );
}

function Chosen({ question, guess }: { question: ChoiceQuestion; guess: number }) {
  const { options, answer } = question;
  const right = question.right();
  // Bars compare the options' own numbers; guesses at one number are only told apart.
  const most = Math.max(...options.map(({ claim }) => claim.value()));
  return (
    <>
      <ul className={classes.options}>
        {options.map(({ label, claim }, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: options never change places
            key={index}
            className={classes.option}
            data-right={index === right || undefined}
            data-guess={index === guess || undefined}
          >
            <span className={classes.label}>
              <Sentence pieces={label} />
              {index === guess && <span className={classes.mark}>your guess</span>}
            </span>
            {answer === null && <span className={classes.number}>{claimText(claim)}</span>}
            {answer === null && most > 0 && (
              <span className={classes.bar} style={{ width: `${(100 * claim.value()) / most}%` }} />
            )}
          </li>
        ))}
      </ul>
      <VerdictText verdict={guess === right ? 'right' : 'wrong'} answer={answer && claimText(answer)} />
    </>
  );
}
