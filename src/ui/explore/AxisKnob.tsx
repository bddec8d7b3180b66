import { useMemo, useState } from 'react';
import type { Design } from '../../design/design';
import { PARAMETERS } from '../../design/parameters';
import type { Axis, AxisName } from '../../scaling/axes';
import { FAMILY } from '../../scaling/members';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { Stack } from '../kit/Stack';
import { SteppedSlider } from '../kit/SteppedSlider';
import { Text } from '../kit/Text';
import { Words } from '../kit/Words';
import { plainSymbol } from './designPoints';

/** The parameter whose range a knob takes over. */
const FIELD: Readonly<Record<AxisName, string>> = {
  gamma_tau: 'clip.t',
  gamma_t: 'clip.t',
  gamma_s: 'clip.h',
  gamma_w: 'reference.gamma_w',
  gamma_b: 'reference.gamma_b',
  gamma_d: 'reference.gamma_d',
};

/** One axis as a slider: every place on it is another network, and the published members are marked. */
export function AxisKnob({ axis }: { axis: Axis }) {
  const app = useApp();
  const design = useDocument(({ legal }) => legal);
  // While it is dragged the slider stays that of the design it started from: frame rates depend on where one begins.
  const [start, setStart] = useState<Design | null>(null);
  const base = start ?? design;
  const values = useMemo(() => valuesOf(axis, base), [axis, base]);
  const marks = useMemo(() => {
    const published = FAMILY.map((member) => axis.value(member.design));
    return [...new Set(published)].map((value) => values.indexOf(value)).filter((index) => index > 0);
  }, [axis, values]);
  const here = nearest(values, axis.value(design));
  return (
    <Stack gap="quarter">
      <Text as="div" size="sm">
        <Stack row nowrap justify="space-between" align="stretch">
          <span>
            <b>
              <Words text={axis.symbol} />
            </b>{' '}
            {axis.label}
          </span>
          <Text as="span" tone="ink-2">
            {axis.describe(design)}
          </Text>
        </Stack>
      </Text>
      <SteppedSlider
        label={`${axis.label}, ${plainSymbol(axis)}`}
        value={here}
        min={0}
        max={Math.max(1, values.length - 1)}
        step={1}
        marks={marks}
        valueText={axis.describe(design)}
        onChange={(index) => {
          const value = values[index];
          if (value !== undefined) app.document.setDesign(axis.apply(base, value));
        }}
        onDragStart={() => {
          app.document.history.beginGesture();
          setStart(design);
        }}
        onDragEnd={() => {
          app.document.history.endGesture();
          setStart(null);
        }}
      />
    </Stack>
  );
}

function valuesOf(axis: Axis, design: Design): readonly number[] {
  const control = PARAMETERS.find(({ field }) => field === FIELD[axis.name])?.control;
  const [least, most] = control && 'max' in control ? [control.min, control.max] : [0, Number.POSITIVE_INFINITY];
  return axis.values(design).filter((value) => value >= least && value <= most);
}

function nearest(values: readonly number[], wanted: number): number {
  const distances = values.map((value) => Math.abs(value - wanted));
  return Math.max(0, distances.indexOf(Math.min(...distances)));
}
