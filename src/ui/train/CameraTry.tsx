import { useEffect, useRef, useState } from 'react';
import { NO_LABEL, type SteadyLabel, steadied } from '../../dataset/steadyLabel';
import type { TrainRun } from '../../state/train/train';
import { watchCamera } from '../../state/train/trainCamera';
import { trainRunsOf } from '../../state/train/trainRuns';
import { workersOf } from '../../state/workers';
import { sentenceOf } from '../../text/sentence';
import { isOfUse } from '../../training/oddJudgement';
import { OddEnergy } from '../app/OddNote';
import { useApp } from '../app/useApp';
import { CameraVideo } from '../kit/CameraVideo';
import { Button } from '../kit/controls/Button';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './CameraTry.module.css';
import { ClassShares } from './ClassShares';

/** What the camera ended with, in words. */
const ENDED = {
  closed: null,
  hidden: 'The camera was switched off because this tab was hidden.',
  unplugged: 'The camera was unplugged or taken away.',
} as const;

/** The network asked about what is before the camera now: a label that does not flicker, and all probabilities. */
export function CameraTry({ run }: { run: TrainRun }) {
  const app = useApp();
  const trainRuns = trainRunsOf(app);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [steady, setSteady] = useState<SteadyLabel>(NO_LABEL);
  const [said, setSaid] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const start = async () => {
    const abort = new AbortController();
    stop.current = abort;
    setSaid(null);
    setSteady(NO_LABEL);
    let answered = performance.now();
    try {
      const { t, h, w } = run.design.clip;
      const end = await watchCamera({
        studio: workersOf(app).studio(),
        size: { t, h, w },
        signal: abort.signal,
        onStart: setStream,
        onClip: async (clip) => {
          const answer = await trainRuns.recognise(clip);
          const now = performance.now();
          const seconds = (now - answered) / 1000;
          answered = now;
          setSteady((before) => steadied(before, answer, seconds));
        },
      });
      setSaid(ENDED[end]);
    } catch (error) {
      setSaid(sentenceOf(error));
    } finally {
      stop.current = null;
      setStream(null);
    }
  };

  return (
    <>
      {stream ? (
        <Stack row align="start" gap="1h">
          <CameraVideo className={classes.picture} stream={stream} label="The camera, mirrored" mirrored />
          <Stack className={classes.answer} align="start">
            <Button size="compact-sm" onClick={() => stop.current?.abort()}>
              Stop the camera
            </Button>
            {run.odd && isOfUse(run.odd) && steady.label !== null && <OddEnergy energy={steady.energy} odd={run.odd} />}
            {steady.label === null ? (
              <p>The first clip fills …</p>
            ) : (
              <>
                <Text size="lg" tone="ink" weight={650} role="status">
                  {run.classes[steady.label]}
                </Text>
                <ClassShares names={run.classes} probabilities={steady.probabilities} named={steady.label} />
              </>
            )}
          </Stack>
        </Stack>
      ) : (
        <p>
          <Button size="compact-sm" onClick={() => void start()}>
            Hold up a hand
          </Button>{' '}
          The camera’s last {run.design.clip.t} pictures, mirrored and made as small as the clips; they stay in this
          browser. It learnt from made clips: how well it does on a real hand was not measured.
        </p>
      )}
      {said && <p role="alert">{said}</p>}
    </>
  );
}
