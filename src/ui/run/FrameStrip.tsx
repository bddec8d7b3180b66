import { SegmentedControl } from '@mantine/core';
import type { CSSProperties } from 'react';
import { bench } from '../../state/browserBench';
import { leftOutText } from '../../state/imageFolder';
import type { ReadFrames } from '../../state/live';
import { BitmapImage } from '../kit/BitmapImage';
import { useLive } from '../kit/useStudio';
import classes from './FrameStrip.module.css';
import parts from './parts.module.css';

/** The frames the shown clip takes, in order, with the parts of each that the network sees. */
export function FrameStrip() {
  const frames = useLive((live) => live.frames);
  const reading = useLive(
    ({ status }) => status.kind === 'working' && (status.step === 'open' || status.step === 'read'),
  );
  if (!frames) {
    return (
      <p className={parts.note}>
        {reading
          ? 'Reading the frames the network will see…'
          : 'The frames the network will see appear here. Choose a sample, or drop a video anywhere on this panel.'}
      </p>
    );
  }
  const thumbnails = new Map(frames.thumbnails.map((thumbnail) => [thumbnail.index, thumbnail]));
  return (
    <>
      <ol
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        tabIndex={0}
        className={classes.strip}
        aria-label={`${frames.indices.length} sampled frames`}
        data-reading={reading || undefined}
      >
        {frames.indices.map((index, t) => {
          const thumbnail = thumbnails.get(index);
          // A looped clip shows a frame more than once.
          const key = `${t}.${index}`;
          return thumbnail && <FrameThumbnail key={key} thumbnail={thumbnail} frames={frames} />;
        })}
      </ol>
      <Source frames={frames} />
      {frames.seen.length > 1 && <CropChoice count={frames.seen.length} />}
    </>
  );
}

function FrameThumbnail({ thumbnail, frames }: { thumbnail: ReadFrames['thumbnails'][number]; frames: ReadFrames }) {
  const shown = useLive((live) => live.shown.crop);
  const { image, index, time } = thumbnail;
  const { facts, seen } = frames;
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return (
    <li className={classes.item}>
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
      <span className={classes.caption}>
        {index} · {time.toFixed(2)} s
      </span>
    </li>
  );
}

/** Where the frames come from, and how they were decoded where that is not exact to the frame. */
function Source({ frames: { facts } }: { frames: ReadFrames }) {
  const input = useLive(({ settings }) => settings.input);
  const leftOut = input.kind === 'images' ? leftOutText(input.folder) : null;
  return (
    <>
      <p className={parts.note}>
        {facts.name}: {facts.frameCount} frames{facts.fps ? ` at ${Number(facts.fps.toFixed(2))} a second` : ''},{' '}
        {facts.width} × {facts.height}, {facts.codec}
      </p>
      {leftOut && <p className={parts.note}>{leftOut}</p>}
      {facts.kind === 'video-element' && (
        <p className={parts.warning}>
          This browser has no WebCodecs: the page seeks a video element instead, which is slower, and a frame may be its
          neighbour.
        </p>
      )}
    </>
  );
}

function CropChoice({ count }: { count: number }) {
  const shown = useLive((live) => live.shown.crop);
  return (
    <div className={parts.row}>
      <span className={parts.name}>Crop looked at</span>
      <SegmentedControl
        aria-label="Crop looked at"
        value={String(shown)}
        data={Array.from({ length: count }, (_, crop) => ({ value: String(crop), label: String(crop + 1) }))}
        onChange={(crop) => void bench.show({ crop: Number(crop) })}
      />
    </div>
  );
}
