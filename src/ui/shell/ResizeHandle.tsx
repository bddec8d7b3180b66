import type { KeyboardEvent, PointerEvent } from 'react';
import { PANEL_LIMITS, type Panel } from '../../state/view/session';
import { useApp } from '../app/useApp';
import { useSession } from '../app/useStudio';
import classes from './ResizeHandle.module.css';

/** Which way a panel grows when its handle is pulled right or down. */
const GROWS: Readonly<Record<Panel, { readonly axis: 'x' | 'y'; readonly sign: 1 | -1 }>> = {
  design: { axis: 'x', sign: 1 },
  inspector: { axis: 'x', sign: -1 },
  dock: { axis: 'y', sign: -1 },
};

/** Pixels one arrow key moves. */
const KEY_STEP = 16;

/** The edge of a panel: drag it, or move it with the arrow keys. */
export function ResizeHandle({ panel, label }: { panel: Panel; label: string }) {
  const app = useApp();
  const size = useSession(({ sizes }) => sizes[panel]);
  const [min, max] = PANEL_LIMITS[panel];
  const { axis, sign } = GROWS[panel];

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const handle = event.currentTarget;
    const start = { pointer: position(event), size: app.session.getState().sizes[panel] };
    const onMove = (move: globalThis.PointerEvent) =>
      app.session.resizePanel(panel, start.size + sign * (position(move) - start.pointer));
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', onMove);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', onMove), {
      once: true,
    });
  };
  const position = (event: { clientX: number; clientY: number }) => (axis === 'x' ? event.clientX : event.clientY);

  const onKeyDown = (event: KeyboardEvent) => {
    const [less, more] = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const direction = event.key === more ? 1 : event.key === less ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    app.session.resizePanel(panel, size + direction * sign * KEY_STEP);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved; this is ARIA's window splitter.
    <div
      className={classes.handle}
      data-panel={panel}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
