import type { ClipArray } from '../../state/run/clipArray';
import { runServiceOf } from '../../state/run/runService';
import type { RunReport } from '../../state/run/runStore';
import { countText } from '../../text/numberText';
import { FaultNote } from '../app/FaultNote';
import { OddNote } from '../app/OddNote';
import { OutdatedNotice } from '../app/OutdatedNotice';
import { useApp } from '../app/useApp';
import { useDocument, useRun } from '../app/useStudio';
import { RESULT_ID } from '../kit/focusTargets';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { ArrayPicture } from './ArrayPicture';
import { BackendNote } from './BackendNote';
import { LiveOutcome } from './LiveOutcome';
import { OfflineUse } from './OfflineUse';
import classes from './Outcome.module.css';
import { Progress } from './Progress';
import { SaveResults } from './SaveResults';
import { SlowLayers } from './SlowLayers';
import { Times } from './Times';
import { TopClasses } from './TopClasses';
import { useResultInSight } from './useResultInSight';
import { useWhyNotRun } from './useWhyNotRun';
import { WeightsNote } from './WeightsNote';

/** What the run is at, what came out of the last one, how long everything took, and where that time went. */
export function Outcome() {
  const runService = runServiceOf(useApp());
  const status = useRun((run) => run.status);
  const report = useRun((run) => run.report);
  const onCamera = useRun(({ settings }) => settings.input.kind === 'camera');
  const runs = status.kind === 'working' && (status.purpose === 'run' || status.purpose === 'camera');
  // Why an input cannot be taken stands beside the input already.
  const why = useWhyNotRun();
  const failed =
    status.kind === 'failed' && status.purpose !== 'look' && (why === null || status.purpose !== 'preview');
  const place = useResultInSight<HTMLDivElement>(runs && !onCamera, failed ? status.fault : report);
  return (
    <Stack as="section" ref={place} className={classes.outcome} id={RESULT_ID} tabIndex={-1} aria-label="Result">
      {runs && status.step !== 'camera' && <Progress step={status.step} done={status.done} />}
      {failed && <FaultNote fault={status.fault} again={() => void runService.run()} />}
      {onCamera && <LiveOutcome />}
      {!onCamera && !runs && report && (
        <OutdatedNotice since={report} what="the result" remedy={why === null ? 'Run again.' : null} />
      )}
      {!onCamera && report && <Report report={report} />}
      {!onCamera && !report && !failed && (
        <Note>
          Run gives the most probable classes, what took how long, and which layers are slow. Nothing leaves this
          computer.
        </Note>
      )}
      {(onCamera || !report) && <BackendNote />}
      <OfflineUse />
    </Stack>
  );
}

/** A clip that was made here, beside what was said of it. */
function MadeClip({ array }: { array: ClipArray }) {
  return (
    <Stack row gap="half 1">
      <ArrayPicture array={array} />
      <strong>{array.file.name.replace(/\.npy$/, '')}</strong>
    </Stack>
  );
}

function Report({ report }: { report: RunReport }) {
  const { scores, ms, views, pooled, design, input } = report;
  const batch = useDocument(({ legal }) => legal.clip.n);
  return (
    <>
      <WeightsNote {...report} />
      <div className={classes.report}>
        <Stack as="section" aria-label="Classes">
          <h3>Classes</h3>
          {input.kind === 'array' && input.array.made && <MadeClip array={input.array} />}
          {scores && <OddNote scores={scores} />}
          {scores ? (
            <TopClasses key={design.head?.num_classes} scores={scores} classCount={design.head?.num_classes ?? 0} />
          ) : (
            <Note>A backbone without head gives no classes.</Note>
          )}
          {batch > 1 && <Note>One clip was run. The batch of {batch} is what costs are counted for.</Note>}
          {views.planned > 1 && (
            <Note>
              {pooled.length} of {views.planned} views: {countText(views.clips, 'clip')} ×{' '}
              {countText(views.crops, 'crop')}, one clip in memory at a time.
            </Note>
          )}
        </Stack>
        <Stack as="section" aria-label="Times">
          <h3>Time</h3>
          <Times ms={ms} />
          <BackendNote />
        </Stack>
        <SlowLayers />
      </div>
      <SaveResults report={report} />
    </>
  );
}
