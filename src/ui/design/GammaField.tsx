import { memo, useMemo } from 'react';
import { parameterAt } from '../../design/parameters';
import { type ChangePoint, changePoints, type Range } from '../../present/changePoints';
import { useApp } from '../app/useApp';
import { useDocument, useShown } from '../app/useStudio';
import { Hidden } from '../kit/controls/Hidden';
import { ExplainPopover } from '../kit/ExplainPopover';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { SteppedSlider } from '../kit/SteppedSlider';
import { Field } from './Field';
import classes from './GammaField.module.css';
import { basisOf, GAMMAS, type GammaKey } from './gammas';

/** More marks than this on a track are a grey smear; then only the next one on either side is drawn. */
const MOST_MARKS = 40;

/** An expansion factor: its value, what it makes of the network now, and where the next step lies. */
export function GammaField({ gamma: key }: { gamma: GammaKey }) {
  const app = useApp();
  const value = useDocument(({ design }) => design.reference[key] ?? 0);
  const { resultOf, points } = useTrack(key);
  const { min, max, step } = rangeOf(key);
  const label = labelOf(key);
  const result = resultOf(value);
  const change = (to: number) => app.document.edit({ reference: { [key]: to } });

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
        marks={marksOf(points, value, result)}
        valueText={`${value}, gives ${result}`}
        onChange={change}
        onDragStart={app.document.history.beginGesture}
        onDragEnd={app.document.history.endGesture}
      />
      <Derivation gamma={key} />
    </Field>
  );
}

/** How the factor comes to its result, and where the next one lies. */
const Derivation = memo(function Derivation({ gamma: key }: { gamma: GammaKey }) {
  const app = useApp();
  const design = useShown((document) => document.design);
  const { resultOf, points } = useTrack(key);
  const value = design.reference[key] ?? 0;
  const result = resultOf(value);
  const next = nextAfter(points, value, result);
  const gamma = GAMMAS[key];
  const label = labelOf(key);
  return (
    <Stack row nowrap align="baseline" justify="space-between" className={classes.derivation}>
      <ExplainPopover subject={`${label} gives ${result}`} shown={gamma.line(design)}>
        {gamma.why(design)}
      </ExplainPopover>
      {next && (
        <button
          type="button"
          className={classes.next}
          onClick={() => app.document.edit({ reference: { [key]: next.at } })}
        >
          next {next.at}
          <Hidden>
            , the next step of {label}, gives {next.result}
          </Hidden>
        </button>
      )}
    </Stack>
  );
});

/** What a factor results in, and where along its slider that changes: worked out again only when what it multiplies changes. */
function useTrack(key: GammaKey) {
  const { base, stages, overrides } = basisOf(useShown(({ design }) => design));
  return useMemo(() => {
    const resultOf = (value: number): string => GAMMAS[key].resultOf({ base, stages, overrides }, value);
    return { resultOf, points: changePoints(rangeOf(key), resultOf) };
  }, [key, base, stages, overrides]);
}

function labelOf(key: GammaKey): string {
  return parameterAt(`reference.${key}`).label;
}

function rangeOf(key: GammaKey): Range {
  const { control } = parameterAt(`reference.${key}`);
  if (control.kind !== 'number')
    throw new Error(`The parameter table gives ${key} no range, so it cannot have a slider.`);
  return control;
}

function nextAfter(points: readonly ChangePoint<string>[], value: number, result: string) {
  return points.find((point) => point.at > value && point.result !== result);
}

function marksOf(points: readonly ChangePoint<string>[], value: number, result: string): readonly number[] {
  const before = points.findLast((point) => point.at <= value && point.result === result);
  const next = nextAfter(points, value, result);
  const drawn = points.length <= MOST_MARKS ? points : [before, next].filter((point) => point !== undefined);
  return drawn.map(({ at }) => at);
}
