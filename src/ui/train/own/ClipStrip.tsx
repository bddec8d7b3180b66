import { useRef, useState } from 'react';
import { type Clip, takeOf } from '../../../dataset/library';
import { useClasses } from '../../app/useStudio';
import { ClipDialog } from './ClipDialog';
import classes from './ClipStrip.module.css';
import { useStrip } from './useStrip';

/** The shortest and longest time a strip takes to play, in seconds. */
const QUICKEST = 0.6;
const SLOWEST = 3;

/** A clip as a strip that plays; pressed, it opens. */
export function ClipStrip({ clip }: { clip: Clip }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const seconds = clip.to - clip.from;
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes.button}
        aria-label={`${clip.name}, ${seconds.toFixed(1)} s: open`}
        title={`${clip.name}, ${seconds.toFixed(1)} s`}
        onClick={() => setOpen(true)}
      >
        <StripPicture clip={clip} />
      </button>
      {open && <ClipDialog clip={clip} onClose={() => setOpen(false)} onLeave={() => focusBeside(button.current)} />}
    </>
  );
}

/** Milliseconds after which a dialog that was shut has given the focus back to what opened it. */
const SHUT = 250;

/** Gives the focus to the strip beside one that leaves its list, or to its class: undo and keys stay at hand there. */
function focusBeside(button: HTMLElement | null): void {
  const item = button?.closest('li');
  const beside = (item?.nextElementSibling ?? item?.previousElementSibling)?.querySelector('button');
  const next = beside ?? button?.closest('section')?.querySelector('button');
  setTimeout(() => next?.focus(), SHUT);
}

/** The moving picture of a clip. Recordings are shown as the camera is: as in a mirror, where that is chosen. */
function StripPicture({ clip }: { clip: Clip }) {
  const { url, strip, gone } = useStrip(clip);
  const mirrored = useClasses(({ library }) => library.mirror && takeOf(library, clip.takeId).source === 'camera');
  const duration = Math.min(SLOWEST, Math.max(QUICKEST, clip.to - clip.from));
  return (
    <span className={classes.frame} data-mirrored={mirrored || undefined}>
      {url && strip ? (
        <img
          className={classes.strip}
          src={url}
          alt=""
          draggable={false}
          style={{ width: `${100 * strip.frames}%`, animationDuration: `${duration}s` }}
        />
      ) : (
        gone && <span className={classes.gone}>gone</span>
      )}
    </span>
  );
}
