import type { CSSProperties } from 'react';
import type { ReadFrames } from '../../state/run/runStore';
import { countText } from '../../text/numberText';
import { useRun } from '../app/useStudio';
import { BitmapImage } from '../kit/BitmapImage';
import classes from './FrameStrip.module.css';

/** The frames the shown clip takes, in order, with the parts of each that the network sees, and where in the source they lie. */
export function FrameStrip({ frames }: { frames: ReadFrames }) {
  const reading = useRun(
    ({ status }) => status.kind === 'working' && (status.step === 'open' || status.step === 'read'),
  );
  const thumbnails = new Map(frames.thumbnails.map((thumbnail) => [thumbnail.index, thumbnail]));
  return (
    <>
      <ol
        className={classes.strip}
        aria-label={countText(frames.indices.length, 'sampled frame')}
        data-reading={reading || undefined}
      >
        {frames.indices.map((index, t) => {
          const thumbnail = thumbnails.get(index);
          // A looped clip shows a frame more than once.
          const key = `${t}.${index}`;
          return thumbnail && <FrameThumbnail key={key} thumbnail={thumbnail} frames={frames} />;
        })}
      </ol>
      <Leaders frames={frames} />
    </>
  );
}

/** The room of a strip that is not read yet: frames as wide as most videos are. */
export function EmptyStrip({ count }: { count: number }) {
  return (
    <div aria-hidden>
      <div className={classes.strip}>
        {Array.from({ length: count }, (_, frame) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its number.
          <div key={frame} className={classes.item}>
            <span className={classes.frame} data-empty />
            <span className={classes.caption}>{'\u00a0'}</span>
          </div>
        ))}
      </div>
      <div className={classes.leaders} />
    </div>
  );
}

function FrameThumbnail({ thumbnail, frames }: { thumbnail: ReadFrames['thumbnails'][number]; frames: ReadFrames }) {
  const shown = useRun((run) => run.shown.crop);
  const { image, index, time } = thumbnail;
  const { facts, seen } = frames;
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return (
    <li className={classes.item} aria-label={`Frame ${index}, at ${time.toFixed(2)} s`}>
      <span className={classes.frame}>
        <BitmapImage image={image} style={{ aspectRatio: facts.width / facts.height }} />
        {seen.map((crop, number) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a crop is its number.
            key={number}
            className={classes.crop}
            data-shown={number === shown || undefined}
            style={
              {
                left: percent(crop.x, facts.width),
                top: percent(crop.y, facts.height),
                width: percent(crop.width, facts.width),
                height: percent(crop.height, facts.height),
              } satisfies CSSProperties
            }
          />
        ))}
      </span>
      <span className={classes.caption}>{index}</span>
    </li>
  );
}

/** The picture's own units: one is a thousandth of the strip, and of the source under it. */
const WIDTH = 1000;
const HEIGHT = 10;

/** From each frame down to its place on the time of the source. */
function Leaders({ frames: { indices, facts } }: { frames: ReadFrames }) {
  return (
    <svg className={classes.leaders} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      {indices.map((index, t) => (
        <line
          // biome-ignore lint/suspicious/noArrayIndexKey: a looped clip takes a frame twice.
          key={t}
          x1={(WIDTH * (t + 0.5)) / indices.length}
          x2={(WIDTH * (index + 0.5)) / facts.frameCount}
          y1="0"
          y2={HEIGHT}
        />
      ))}
    </svg>
  );
}
