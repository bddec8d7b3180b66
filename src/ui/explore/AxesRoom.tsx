import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { measureText } from '../../present/measureText';
import { AXES } from '../../scaling/axes';
import type { MeasureName } from '../../scaling/measureNames';
import { factsOf, MEASURES, measureNamed } from '../../scaling/measures';
import { explorerOf } from '../../state/explore/explorer';
import { useApp } from '../app/useApp';
import { useDocument, useExplore } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { Stack } from '../kit/Stack';
import { useAnswer } from '../kit/useAnswer';
import { AxisCurve } from './AxisCurve';
import { ratiosOf, sharedHeight } from './curvePlot';
import classes from './exploreRoom.module.css';
import { OfferCard } from './OfferCard';
import { StepField } from './StepField';
import type { ActivityProps } from './useNextSteps';
import { useWhose } from './useWhose';

/** What each axis costs from where the design stands: one step of about twice the MACs, and the whole curve. */
export function AxesRoom({ next }: ActivityProps) {
  const app = useApp();
  const explorer = explorerOf(app);
  const design = useDeferredValue(useDocument(({ legal }) => legal));
  const device = useExplore((state) => state.device);
  const whose = useWhose();
  const [measure, setMeasure] = useState<MeasureName>('macs');
  const before = useMemo(() => factsOf(design, device), [design, device]);
  const question = useCallback(
    (signal: AbortSignal) => explorer.request('curves', { design, measures: [measure], device }, { signal }),
    [explorer, design, measure, device],
  );
  const answered = useAnswer(question).value;
  const curves = useMemo(() => new Map(answered?.map(({ axis, plateaus }) => [axis, ratiosOf(plateaus)])), [answered]);
  const height = useMemo(() => sharedHeight([...curves.values()]), [curves]);
  const { label } = measureNamed(measure);
  return (
    <div className={classes.room}>
      <Stack row gap="1 2">
        <p className={classes.lead}>
          From {whose} design, {measureText('macs', before.macs)}: each axis by itself, moved as near to the step as
          rounding lets it. Curves share their axes, so slopes compare. Times are of the {device.name}.
        </p>
        <StepField />
        <Choice
          label="Curves show"
          value={measure}
          options={MEASURES.map(({ name, label: text }) => ({ value: name, label: text }))}
          onChange={setMeasure}
        />
      </Stack>
      <div className={classes.cards} data-pending={next.pending || undefined}>
        {AXES.map((axis) => {
          const offer = next.value?.find((one) => one.axis === axis.name);
          const curve = curves.get(axis.name);
          if (!offer) return <div key={axis.name} className={classes.empty} />;
          const { candidate } = offer;
          return (
            <OfferCard
              key={axis.name}
              offer={offer}
              from={design}
              before={before}
              action="Apply"
              onTake={() => candidate && app.document.setDesign(candidate.design)}
            >
              {curve && (
                <AxisCurve
                  axis={axis}
                  curve={curve}
                  height={height}
                  target={
                    candidate && {
                      x: candidate.to / candidate.from,
                      y: candidate.facts[measure] / before[measure],
                    }
                  }
                  label={`${label} along ${axis.label.toLowerCase()}, from a quarter to four times of ${axis.describe(design)}: ${curve.steps.length} different networks`}
                />
              )}
            </OfferCard>
          );
        })}
      </div>
      {next.failure && <p role="alert">{next.failure}</p>}
    </div>
  );
}
