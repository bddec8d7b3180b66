import { VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { parameterAt } from '../../design/parameters';
import { beginGesture, edit, endGesture } from '../../state/document';
import { NumberField } from '../kit/NumberField';
import { SteppedSlider } from '../kit/SteppedSlider';
import { useDesign } from '../kit/useStudio';
import { Why } from '../kit/Why';
import { type ChangePoint, changePoints, type Range } from './changePoints';
import { Field } from './Field';
import classes from './GammaField.module.css';
import { GAMMAS, type GammaKey } from './gammas';

/** More marks than this on a track are a grey smear; then only the next one on either side is drawn. */
const MOST_MARKS = 40;

/** An expansion factor: its value, what it makes of the network now, and where the next step lies. */
export function GammaField({ gamma: key }: { gamma: GammaKey }) {
  const design = useDesign();
  const value = design.reference[key] ?? 0;
  const gamma = GAMMAS[key];
  const { min, max, step } = rangeOf(key);
  const points = useMemo(
    () => changePoints({ min, max, step }, (at) => gamma.resultOf(design, at)),
    [min, max, step, gamma, design],
  );
  const current = gamma.resultOf(design, value);
  const before = points.findLast(({ at, result }) => at <= value && result === current);
  const next = points.find(({ at, result }) => at > value && result !== current);
  const { label } = parameterAt(`reference.${key}`);
  const change = (to: number) => edit({ reference: { [key]: to } });

  return (
    <Field
      field={`reference.${key}`}
      control={(state) => <NumberField {...state} value={value} step={step} min={min} onCommit={change} />}
    >
      <SteppedSlider
        label={`${label}, slider`}
        value={value}
        min={min}
        max={max}
        step={step}
        marks={marksOf(points, before, next)}
        valueText={`${value}, gives ${current}`}
        onChange={change}
        onDragStart={beginGesture}
        onDragEnd={endGesture}
      />
      <div className={classes.derivation}>
        <Why subject={`${label} gives ${current}`} shown={gamma.line(design)}>
          {gamma.why(design)}
        </Why>
        {next && (
          <button type="button" className={classes.next} onClick={() => change(next.at)}>
            next {next.at}
            <VisuallyHidden>
              , the next step of {label}, gives {next.result}
            </VisuallyHidden>
          </button>
        )}
      </div>
    </Field>
  );
}

function rangeOf(key: GammaKey): Range {
  const { control } = parameterAt(`reference.${key}`);
  if (control.kind !== 'number')
    throw new Error(`The parameter table gives ${key} no range, so it cannot have a slider.`);
  return control;
}

function marksOf(
  points: readonly ChangePoint<string>[],
  before: ChangePoint<string> | undefined,
  next: ChangePoint<string> | undefined,
): readonly number[] {
  const drawn = points.length <= MOST_MARKS ? points : [before, next].filter((point) => point !== undefined);
  return drawn.map(({ at }) => at);
}
