import { type PointerEvent, useState } from 'react';
import type { DrawQuestion } from '../../lessons/lesson';
import { heightAt, verdictOf } from '../../lessons/verdict';
import { Axes } from '../kit/charts/Axes';
import { Handle, pointIn } from '../kit/charts/Handle';
import { type Pixel, staircase, straightLine } from '../kit/charts/lines';
import { type Scale, scaleOf } from '../kit/charts/scales';
import { DataTable } from '../kit/DataTable';
import { useElementSize } from '../kit/useElementSize';
import { useTouch } from '../kit/useTouch';
import type { AnswerProps } from './answerProps';
import classes from './GuessChart.module.css';
import { GuessForm } from './GuessForm';
import { chartAxis, roughText, shortText } from './guessAxis';
import { VerdictText } from './VerdictText';

const MARGIN = { top: 34, right: 14, bottom: 42, left: 52 };

/** A curve drawn by hand; then the app's beside it. */
export function DrawAnswer({ question, guess, onGuess }: AnswerProps<DrawQuestion, readonly number[]>) {
  const { x, y, at, start } = question;
  const { ref, width, height } = useElementSize();
  const [drawn, setDrawn] = useState<readonly number[]>(guess ?? at.map(() => start));
  const [moved, setMoved] = useState(false);
  const touch = useTouch();
  const heights = guess ?? drawn;
  const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
  const scales = {
    x: scaleOf(x.scale, [x.from, x.to], [0, Math.max(1, inner.width)]),
    y: scaleOf(y.scale, [y.from, y.to], [Math.max(1, inner.height), 0]),
  };
  const set = (index: number, to: number) => {
    setDrawn((before) => before.map((height, other) => (other === index ? to : height)));
    setMoved(true);
  };
  /** Drawing across the chart lifts every point the pointer passes. */
  const onPointerMove = (event: PointerEvent<SVGRectElement>) => {
    if (event.buttons === 0) return;
    const pointer = pointIn(event);
    const index = pointer && nearest(at, scales.x.valueAt(pointer.x));
    if (pointer && index !== null) set(index, scales.y.valueAt(within(pointer.y, inner.height)));
  };
  return (
    <GuessForm
      ready={moved}
      onSubmit={() => onGuess(drawn)}
      beside={
        <output className={classes.said}>
          {moved
            ? heights.map((height) => roughText(y, height)).join(', ')
            : touch
              ? 'Draw with a finger, from left to right.'
              : 'Draw, or move the points with the arrow keys.'}
        </output>
      }
      answer={
        guess && (
          <>
            <Readings question={question} heights={heights} />
            <VerdictText verdict={verdictOf(question, guess)} answer={null} />
          </>
        )
      }
    >
      <div className={classes.chart} ref={ref}>
        {inner.width > 40 && inner.height > 40 && (
          // biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset.
          <svg width={width} height={height} role="group" aria-label={`${y.title} along ${x.title}`}>
            <g data-plot transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
              <Axes x={chartAxis(x)} y={chartAxis(y)} scales={scales} {...inner} />
              {!guess && (
                <rect
                  className={classes.ground}
                  {...inner}
                  onPointerDown={(event) => {
                    // A stroke that leaves the chart goes on along its edge.
                    event.currentTarget.setPointerCapture(event.pointerId);
                    onPointerMove(event);
                  }}
                  onPointerMove={onPointerMove}
                />
              )}
              {question.known().map((known) => (
                <circle
                  key={known.x}
                  className={classes.known}
                  cx={scales.x.at(known.x)}
                  cy={scales.y.at(known.y)}
                  r={5}
                />
              ))}
              {guess && <path className={classes.answer} d={truth(question, scales)} />}
              <path
                className={classes.guess}
                data-past={guess ? true : undefined}
                d={straightLine(
                  at.map((place, index): Pixel => [scales.x.at(place), scales.y.at(heights[index] ?? start)]),
                )}
              />
              {at.map((place, index) => {
                const value = heights[index] ?? start;
                return guess ? (
                  <circle key={place} className={classes.dot} cx={scales.x.at(place)} cy={scales.y.at(value)} r={4} />
                ) : (
                  <Handle
                    key={place}
                    x={scales.x.at(place)}
                    y={scales.y.at(value)}
                    {...inner}
                    ways="up"
                    label={`${y.title} at ${x.title} ${place}`}
                    valueText={roughText(y, value)}
                    value={value}
                    least={y.from}
                    most={y.to}
                    onMove={(_, to) => set(index, scales.y.valueAt(to))}
                  />
                );
              })}
            </g>
          </svg>
        )}
      </div>
    </GuessForm>
  );
}

/** What was drawn and what it is, point by point. */
function Readings({ question: { x, y, at, curve }, heights }: { question: DrawQuestion; heights: readonly number[] }) {
  const steps = curve();
  return (
    <DataTable wraps label="Drawn and true" columns={[x.title, ...at.map(String)]}>
      <tr>
        <th scope="row">you</th>
        {at.map((place, index) => (
          <td key={place}>{shortText(y, Number((heights[index] ?? 0).toPrecision(2)))}</td>
        ))}
      </tr>
      <tr>
        <th scope="row">it is</th>
        {at.map((place) => (
          <td key={place}>{shortText(y, heightAt(steps, place))}</td>
        ))}
      </tr>
    </DataTable>
  );
}

function truth({ curve, x }: DrawQuestion, scales: { readonly x: Scale; readonly y: Scale }): string {
  const steps = curve().filter((step) => step.x <= x.to);
  const first = steps.findLast((step) => step.x <= x.from) ?? steps[0];
  const shown = steps.filter((step) => step.x > x.from);
  const heights: Pixel[] = [first && { ...first, x: x.from }, ...shown].flatMap((step): Pixel[] =>
    step ? [[scales.x.at(step.x), scales.y.at(step.y)]] : [],
  );
  const last = heights.at(-1);
  return staircase(last ? [...heights, [scales.x.at(x.to), last[1]]] : heights);
}

function nearest(places: readonly number[], x: number): number {
  const distances = places.map((place) => Math.abs(place - x));
  return distances.indexOf(Math.min(...distances));
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
