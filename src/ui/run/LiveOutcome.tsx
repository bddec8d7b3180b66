import { useMemo } from 'react';
import type { LiveResult } from '../../state/run/runStore';
import { countText, timeText } from '../../text/numberText';
import { OddNote } from '../app/OddNote';
import { useRun } from '../app/useStudio';
import { Note } from '../kit/Note';
import { TopClasses } from './TopClasses';
import { WeightsNote } from './WeightsNote';

/** What the network makes of the newest clip, and how late that is. */
export function LiveOutcome() {
  const camera = useRun((run) => run.camera);
  const result = camera?.result;
  if (!result) {
    return <Note>The classes of the newest clip appear here, and how late they are.</Note>;
  }
  return <Result result={result} />;
}

function Result({ result }: { result: LiveResult }) {
  const { scores, runs, ms, latency, perSecond } = result;
  const views = useMemo(() => scores && [scores], [scores]);
  return (
    <>
      <WeightsNote {...result} />
      {views && <OddNote scores={views} />}
      {views ? (
        <TopClasses scores={views} classCount={views[0]?.length ?? 0} />
      ) : (
        <Note>A backbone without head gives no classes.</Note>
      )}
      <Note>
        {countText(runs, 'run')}
        {perSecond !== null && `, ${perSecond.toFixed(1)} a second`}; the last took {timeText(ms)}, and its classes came{' '}
        {timeText(latency)} after its newest frame. Always the newest clip is taken: none waits for its turn.
      </Note>
    </>
  );
}
