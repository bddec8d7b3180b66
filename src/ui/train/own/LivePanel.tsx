import { useEffect, useRef } from 'react';
import { ODD_NAME, thresholdOf } from '../../../dataset/oddRule';
import { isOdd } from '../../../dataset/steadyLabel';
import type { Learnt, LiveLabels } from '../../../state/classes/classes';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { useApp } from '../../app/useApp';
import { useClasses } from '../../app/useStudio';
import { CameraVideo } from '../../kit/CameraVideo';
import { Button } from '../../kit/controls/Button';
import { Text } from '../../kit/Text';
import { ClassShares } from '../ClassShares';
import { Part } from '../Part';
import classes from './LivePanel.module.css';

/** The learnt network on the camera: the class named, steady, every class's share, and where the class is seen. */
export function LivePanel({ learnt }: { learnt: Learnt }) {
  const { liveLabels } = ownClassesOf(useApp());
  const live = useClasses((state) => state.live);
  const mirror = useClasses((state) => state.library.mirror);
  return (
    <Part title="On the camera">
      {!live && (
        <p>The network looks at the last {learnt.window.toFixed(1)} s again and again, and names what it sees.</p>
      )}
      <Button
        size="compact-sm"
        variant={live ? 'default' : 'filled'}
        onClick={() => (live ? liveLabels.stop() : void liveLabels.start())}
      >
        {live ? 'Stop' : 'Try it on the camera'}
      </Button>
      {live && <Live live={live} learnt={learnt} mirror={mirror} />}
    </Part>
  );
}

function Live({ live, learnt, mirror }: { live: LiveLabels; learnt: Learnt; mirror: boolean }) {
  const { said, missing, rate, latency } = live;
  const odd = isOdd(said, thresholdOf(learnt.odd));
  const name = odd ? ODD_NAME : said.label === null ? null : learnt.names[said.label];
  return (
    <>
      <div className={classes.scene} data-mirrored={mirror || undefined}>
        <CameraVideo stream={live.stream} label={live.name} />
        <Heat live={live} />
      </div>
      <Text size="xl" tone={odd ? 'warn' : 'ink'} weight={650} ellipsis aria-live="polite">
        {name ?? (missing > 0 ? 'Filling its first look …' : 'Opening the network …')}
      </Text>
      <ClassShares names={learnt.names} probabilities={said.probabilities} named={odd ? null : said.label} />
      <p>
        {rate > 0 && `${rate.toFixed(1)} answers a second, ${Math.round(latency)} ms after the newest picture.`} In
        orange: what speaks for the class named.
      </p>
    </>
  );
}

/** The colour of the strongest value: Okabe and Ito's orange. */
const HOT = [230, 159, 0] as const;
const OPAQUE = 190;

/** Where the class named is seen in the last moment of the window, over the centre square that the network sees. */
function Heat({ live: { heat } }: { live: LiveLabels }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [t = 1, height = 1, width = 1] = heat?.shape ?? [];
  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (!pen || !heat) return;
    const plane = width * height;
    const last = heat.data.subarray((t - 1) * plane, t * plane);
    const strongest = heat.data.reduce((most, value) => Math.max(most, value), 0);
    const image = pen.createImageData(width, height);
    last.forEach((value, at) => {
      image.data.set([...HOT, strongest > 0 ? (OPAQUE * value) / strongest : 0], 4 * at);
    });
    pen.putImageData(image, 0, 0);
  }, [heat, t, width, height]);
  return <canvas ref={canvas} className={classes.heat} width={width} height={height} aria-hidden />;
}
