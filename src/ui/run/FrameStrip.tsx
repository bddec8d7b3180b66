import { type CSSProperties, useEffect, useRef } from 'react';
import { bench } from '../../state/browserBench';
import type { ReadFrames } from '../../state/live';
import { NumberField } from '../kit/NumberField';
import { useLive } from '../kit/useStudio';
import classes from './FrameStrip.module.css';
import parts from './parts.module.css';

/** The frames the clip takes, in order, with the part of each that the network sees; and how they are cut. */
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
  const { facts, thumbnails } = frames;
  return (
    <>
      <ol
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        tabIndex={0}
        className={classes.strip}
        aria-label={`${thumbnails.length} sampled frames`}
        data-reading={reading || undefined}
      >
        {thumbnails.map((thumbnail) => (
          <FrameThumbnail key={thumbnail.index} thumbnail={thumbnail} frames={frames} />
        ))}
      </ol>
      <p className={parts.note}>
        {facts.name}: {facts.frameCount} frames{facts.fps ? ` at ${Number(facts.fps.toFixed(2))} a second` : ''},{' '}
        {facts.width} × {facts.height}
      </p>
      <Cut frames={frames} />
    </>
  );
}

function FrameThumbnail({ thumbnail, frames }: { thumbnail: ReadFrames['thumbnails'][number]; frames: ReadFrames }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { image, index, time } = thumbnail;
  // An image that was closed has no size any more: the strip is about to be replaced.
  useEffect(() => {
    if (image.width > 0) canvas.current?.getContext('2d')?.drawImage(image, 0, 0);
  }, [image]);
  const { facts, seen } = frames;
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return (
    <li className={classes.frame} title={`Frame ${index}, ${time.toFixed(2)} s`}>
      <canvas
        ref={canvas}
        width={image.width}
        height={image.height}
        style={{ aspectRatio: facts.width / facts.height }}
      />
      <span
        className={classes.crop}
        style={
          {
            left: percent(seen.x, facts.width),
            top: percent(seen.y, facts.height),
            width: percent(seen.width, facts.width),
            height: percent(seen.height, facts.height),
          } satisfies CSSProperties
        }
      />
    </li>
  );
}

/** Resize and crop, in the order they happen; the short side can be set by hand. */
function Cut({ frames: { resized, crop } }: { frames: ReadFrames }) {
  const shortSide = useLive(({ settings }) => settings.shortSide);
  return (
    <div className={parts.row}>
      <span className={parts.name}>Short side</span>
      <NumberField
        label="Short side after resizing"
        value={shortSide ?? Math.min(resized.width, resized.height)}
        step={1}
        min={1}
        width={56}
        onCommit={(to) => void bench.configure({ shortSide: Math.trunc(to) })}
      />
      <span className={parts.note}>
        → {resized.width} × {resized.height} → centre {crop.width} × {crop.height}
      </span>
      {shortSide !== null && (
        <button type="button" className={classes.reset} onClick={() => void bench.configure({ shortSide: null })}>
          as published
        </button>
      )}
    </div>
  );
}
