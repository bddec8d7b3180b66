import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import classes from './Floating.module.css';
import { type Position, place, raise } from './floating';

interface FloatingProps {
  readonly id: string;
  /** What it belongs to: it floats beside it, and the focus returns to it. */
  readonly anchor: HTMLElement;
  readonly role: 'menu' | 'dialog';
  readonly position: Position;
  readonly width?: number | undefined;
  readonly className?: string | undefined;
  readonly onClose: () => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  readonly children: ReactNode;
}

/**
 * What floats beside its anchor until something else is pressed. Escape closes it wherever the focus is, which then is on
 * the anchor again, and reaches nothing else: a dialog or a selection behind it stays.
 */
export function Floating(props: FloatingProps) {
  const { id, anchor, role, position, width, className, onClose, onKeyDown, children } = props;
  const floating = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const element = floating.current;
    if (!element) return;
    const lower = raise(element);
    const settle = () => place(element, anchor, position, GAP);
    settle();
    window.addEventListener('scroll', settle, { capture: true, passive: true });
    window.addEventListener('resize', settle);
    return () => {
      lower();
      window.removeEventListener('scroll', settle, { capture: true });
      window.removeEventListener('resize', settle);
    };
  }, [anchor, position]);
  useEffect(() => {
    const outside = ({ target }: Event) =>
      target instanceof Node && !floating.current?.contains(target) && !anchor.contains(target);
    const onPointerDown = (event: PointerEvent) => outside(event) && close.current();
    const onEscape = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      anchor.focus({ preventScroll: true });
      close.current();
    };
    window.addEventListener('pointerdown', onPointerDown, { capture: true });
    window.addEventListener('keydown', onEscape, { capture: true });
    return () => {
      window.removeEventListener('pointerdown', onPointerDown, { capture: true });
      window.removeEventListener('keydown', onEscape, { capture: true });
    };
  }, [anchor]);
  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions: it is a menu or a dialog.
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both have names.
    <div
      ref={floating}
      id={id}
      popover="manual"
      role={role}
      aria-labelledby={anchor.id}
      className={`${classes.floating} ${className ?? ''}`}
      style={width === undefined ? undefined : { width }}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>,
    // Inside a dialog, which keeps the focus in itself.
    anchor.closest('[role="dialog"]') ?? document.body,
  );
}

/** Between an anchor and what floats beside it, in CSS pixels. */
const GAP = 8;
