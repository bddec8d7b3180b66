import { useState } from 'react';
import type { PlacedDesign, PlaceQuestion } from '../../lessons/lesson';
import { verdictOf } from '../../lessons/verdict';
import type { PointLook } from '../kit/charts/chartLooks';
import { type ChartPoint, ScatterChart } from '../kit/charts/ScatterChart';
import { useTouch } from '../kit/useTouch';
import type { AnswerProps } from './answerProps';
import classes from './GuessChart.module.css';
import { GuessForm } from './GuessForm';
import { chartAxis, exactlyText, roughText } from './guessAxis';
import { VerdictText } from './VerdictText';

/** A point dragged to where a design is expected; then it, and where the design is. */
export function PlaceAnswer({ question, guess, onGuess }: AnswerProps<PlaceQuestion, readonly number[]>) {
  const { x, y, known, answer } = question;
  const [start] = known;
  const [at, setAt] = useState<readonly number[]>(guess ?? [start.x.value(), start.y.value()]);
  const [moved, setMoved] = useState(false);
  const touch = useTouch();
  const [guessX = 0, guessY = 0] = guess ?? at;
  const words = `${roughText(x, guessX)}, ${roughText(y, guessY)}`;
  const points = [
    ...known.map((design) => pointOf(question, design, 'member')),
    ...(guess ? [guessPoint(guessX, guessY, words), pointOf(question, answer, 'answer')] : []),
  ];
  return (
    <GuessForm
      ready={moved}
      onSubmit={() => onGuess(at)}
      beside={
        <output className={classes.said}>
          {moved ? words : touch ? 'Drag the point with a finger.' : 'Drag the point, or use the arrow keys.'}
        </output>
      }
      answer={
        guess && (
          <VerdictText
            verdict={verdictOf(question, guess)}
            answer={`${exactlyText(x, answer.x.value())}, ${exactlyText(y, answer.y.value())}; you said ${words}`}
          />
        )
      }
    >
      <div className={classes.chart}>
        <ScatterChart
          label={`${x.title} against ${y.title}`}
          x={chartAxis(x)}
          y={chartAxis(y)}
          points={points}
          {...(!guess && {
            handle: {
              x: guessX,
              y: guessY,
              label: answer.name,
              valueText: words,
              onMove(toX: number, toY: number) {
                setAt([toX, toY]);
                setMoved(true);
              },
            },
          })}
        />
      </div>
    </GuessForm>
  );
}

function pointOf({ x, y }: PlaceQuestion, { name, x: across, y: up }: PlacedDesign, look: PointLook): ChartPoint {
  const ariaLabel = `${name}: ${exactlyText(x, across.value())}, ${exactlyText(y, up.value())}`;
  return { id: name, x: across.value(), y: up.value(), look, name, ariaLabel };
}

function guessPoint(x: number, y: number, words: string): ChartPoint {
  return { id: 'guess', x, y, look: 'candidate', name: 'your guess', ariaLabel: `Your guess: ${words}` };
}
