import { type CSSProperties, useState } from 'react';
import type { EstimateQuestion } from '../../lessons/lesson';
import { verdictOf } from '../../lessons/verdict';
import { claimText, guessText } from '../../present/claimText';
import type { AnswerProps } from './answerProps';
import classes from './EstimateAnswer.module.css';
import { GuessForm } from './GuessForm';
import { VerdictText } from './VerdictText';

/** Positions of the slider: fine enough for two digits over four powers of ten. */
const POSITIONS = 200;

/** A guess on a slider; then guess and answer on one line. */
export function EstimateAnswer({ question, guess, onGuess }: AnswerProps<EstimateQuestion, number>) {
  const { answer, from, to } = question;
  if (guess === undefined) return <Guessing question={question} onGuess={onGuess} />;
  const value = answer.value();
  return (
    <>
      <div className={classes.line} aria-hidden>
        <Mark at={alongOf(question, guess)} text={`you: ${guessText(guess, answer.unit)}`} kind="guess" />
        <Mark at={alongOf(question, value)} text={claimText(answer)} kind="answer" />
        <span className={classes.end}>{guessText(from, answer.unit)}</span>
        <span className={classes.end}>{guessText(to, answer.unit)}</span>
      </div>
      <VerdictText
        verdict={verdictOf(question, guess)}
        answer={`${claimText(answer)}; you said ${guessText(guess, answer.unit)}`}
      />
    </>
  );
}

function Guessing({ question, onGuess }: Pick<AnswerProps<EstimateQuestion, number>, 'question' | 'onGuess'>) {
  const { from, to, answer } = question;
  const [position, setPosition] = useState(POSITIONS / 2);
  // The slider's first position is not a guess yet.
  const [moved, setMoved] = useState(false);
  const guess = Number(valueAt(question, position / POSITIONS).toPrecision(2));
  return (
    <GuessForm ready={moved} onSubmit={() => onGuess(guess)}>
      <output className={classes.guess} data-moved={moved || undefined}>
        {moved ? guessText(guess, answer.unit) : 'Move the slider'}
      </output>
      <input
        className={classes.slider}
        type="range"
        aria-labelledby="asked"
        aria-valuetext={guessText(guess, answer.unit)}
        min={0}
        max={POSITIONS}
        value={position}
        onChange={(event) => {
          setPosition(Number(event.target.value));
          setMoved(true);
        }}
      />
      <div className={classes.ends} aria-hidden>
        <span>{guessText(from, answer.unit)}</span>
        <span>{guessText(to, answer.unit)}</span>
      </div>
    </GuessForm>
  );
}

function Mark({ at, text, kind }: { at: number; text: string; kind: 'guess' | 'answer' }) {
  return (
    <span className={classes.mark} data-kind={kind} style={{ '--at': at } as CSSProperties}>
      <span>{text}</span>
    </span>
  );
}

/** The value at a place of the slider, from 0 to 1. */
function valueAt({ from, to, scale }: EstimateQuestion, along: number): number {
  return scale === 'log' ? from * (to / from) ** along : from + along * (to - from);
}

/** The place of a value on the slider, from 0 to 1. */
function alongOf({ from, to, scale }: EstimateQuestion, value: number): number {
  const along = scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Math.min(1, Math.max(0, along));
}
