import { useLayoutEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import classes from './FieldNote.module.css';

/** Greatest width of a note, and the room around it, in CSS pixels. */
const [WIDTH, GAP] = [264, 6];

/** A sentence under a field about what was typed there. It covers nothing for long, and moves nothing. */
export function FieldNote({ id, field, text }: { id: string; field: HTMLElement; text: string }) {
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const { left, bottom } = field.getBoundingClientRect();
    setPlace({ left: Math.max(GAP, Math.min(left, window.innerWidth - WIDTH - GAP)), top: bottom + GAP });
  }, [field]);
  // In the page itself: a panel would cut it, and a sheet would move with it.
  return createPortal(
    <p id={id} className={classes.note} style={place ?? { visibility: 'hidden' }} role="alert">
      {text}
    </p>,
    document.body,
  );
}
