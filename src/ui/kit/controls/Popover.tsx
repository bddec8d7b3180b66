import { type ReactNode, useEffect, useId } from 'react';
import { Floating } from './Floating';
import type { Position } from './floating';
import { tabbable } from './tabbable';
import { type AnchorButton, useAnchor } from './useAnchor';

/** What a button unfolds and folds. The Tab key goes from the button into it and out of it to what follows the button. */
export function Popover(props: {
  button: (button: AnchorButton<'dialog'>) => ReactNode;
  position?: Position;
  width: number;
  className?: string | undefined;
  children: ReactNode;
}) {
  const { button: drawn, position = 'bottom-start', width, className, children } = props;
  const { button, anchor, hide } = useAnchor('dialog');
  const inside = useId();
  useEffect(() => {
    if (!anchor) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Tab') return;
      const stops = tabbable(document.getElementById(inside));
      const { activeElement: at } = document;
      const back = event.shiftKey && at === stops[0];
      if (back || (!event.shiftKey && at === stops.at(-1))) anchor.focus();
      if (!event.shiftKey && at === anchor) stops[0]?.focus();
      if (back || (at === anchor && !event.shiftKey && stops.length > 0)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [anchor, inside]);
  return (
    <>
      {drawn(button)}
      {anchor && (
        <Floating
          id={inside}
          anchor={anchor}
          role="dialog"
          position={position}
          width={width}
          className={className}
          onClose={hide}
        >
          {children}
        </Floating>
      )}
    </>
  );
}
