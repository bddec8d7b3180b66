import { useMemo, useState } from 'react';
import { runServiceOf } from '../../state/run/runService';
import { rankedClasses } from '../../state/run/scores';
import { shareTo } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useLabels } from '../app/useLabels';
import { useRun } from '../app/useStudio';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { Stack } from '../kit/Stack';
import { LabelFile } from './LabelFile';
import { MeterList } from './MeterList';
import classes from './TopClasses.module.css';

/** How many classes can be shown, where there are more. */
const COUNTS = [1, 5, 10, 20] as const;
/** A network with no more classes than this shows all of them. */
const FEW = 10;
const MOST_SHOWN = 20;

/** A name of as many letters may not fit its two lines. */
const MAY_BE_CUT = 24;

/** A class's name, whole where a pointer rests on it, a finger taps it, or the keyboard reaches it. */
function ClassName({ name }: { name: string }) {
  return (
    <span className={classes.name} title={name} tabIndex={name.length > MAY_BE_CUT ? 0 : -1}>
      {name}
    </span>
  );
}

/**
 * The most probable classes over all views. A full bar is certainty, so a network that knows nothing shows none.
 * `scores` are before softmax, `[classes]` of every view.
 */
export function TopClasses({ scores, classCount }: { scores: readonly Float32Array[]; classCount: number }) {
  const runService = runServiceOf(useApp());
  const average = useRun(({ settings }) => settings.pipeline.average);
  const [count, setCount] = useState(classCount <= FEW ? classCount : 5);
  const { nameOf } = useLabels();
  const top = useMemo(() => rankedClasses(scores, average).slice(0, count), [scores, average, count]);
  return (
    <>
      <MeterList
        label="Most probable classes"
        rows={top.map(({ index, probability }) => ({
          key: index,
          name: <ClassName name={nameOf(index)} />,
          share: probability,
          text: shareTo(2, probability),
        }))}
      />
      <Stack row gap="half 1">
        <SegmentedControl
          aria-label="How many classes"
          value={String(count)}
          data={[
            ...COUNTS.filter((each) => each < classCount).map((each) => ({
              value: String(each),
              label: `Top ${each}`,
            })),
            ...(classCount <= MOST_SHOWN
              ? [{ value: String(classCount), label: classCount === 1 ? 'Top 1' : `All ${classCount}` }]
              : []),
          ]}
          onChange={(chosen) => setCount(Number(chosen))}
        />
        {scores.length > 1 && (
          <SegmentedControl
            aria-label="Average over views"
            value={average}
            data={[
              { value: 'prob', label: 'Mean of probabilities' },
              { value: 'score', label: 'Mean of scores' },
            ]}
            onChange={(chosen) => void runService.setPipeline({ average: chosen })}
          />
        )}
        <LabelFile classCount={classCount} />
      </Stack>
    </>
  );
}
