import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { place, raise } from './floating';
import classes from './Tips.module.css';

/** How long a pointer rests before it is told, in milliseconds. */
const REST = 350;

/**
 * The page's tooltips: what an element says in its `data-tip`, beside it while the pointer rests on it, while the keyboard
 * is on it, or after a tap where `data-tap` asks for it. One part for the whole page: an element pays nothing for its tip.
 */
export function Tips() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (event: Event, delay: number, which = '[data-tip]') => {
      const found = event.target instanceof Element ? event.target.closest<HTMLElement>(which) : null;
      clearTimeout(timer);
      if (!found) return setAnchor(null);
      timer = setTimeout(() => setAnchor(found.isConnected ? found : null), delay);
    };
    const hide = () => {
      clearTimeout(timer);
      setAnchor(null);
    };
    const onPointerOver = (event: PointerEvent) => event.pointerType !== 'touch' && show(event, REST);
    const onPointerDown = (event: PointerEvent) =>
      event.pointerType === 'touch' ? show(event, 0, '[data-tip][data-tap]') : hide();
    const onFocus = (event: FocusEvent) =>
      event.target instanceof Element && event.target.matches(':focus-visible') && show(event, REST);
    const listeners = {
      pointerover: onPointerOver,
      pointerdown: onPointerDown,
      focusin: onFocus,
      focusout: hide,
      keydown: hide,
      wheel: hide,
    } as const;
    const all = Object.entries(listeners) as [string, (event: Event) => void][];
    for (const [type, listener] of all) document.addEventListener(type, listener, { capture: true, passive: true });
    return () => {
      hide();
      for (const [type, listener] of all) document.removeEventListener(type, listener, { capture: true });
    };
  }, []);
  return anchor && <Tip key={anchor.dataset.tip} anchor={anchor} />;
}

function Tip({ anchor }: { anchor: HTMLElement }) {
  const id = useId();
  const tip = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(anchor.dataset.tip);
  useLayoutEffect(() => {
    // What it says may change while it is read: a slider moves the numbers under the pointer.
    const observer = new MutationObserver(() => setText(anchor.dataset.tip));
    observer.observe(anchor, { attributes: true, attributeFilter: ['data-tip'] });
    const before = anchor.getAttribute('aria-describedby');
    anchor.setAttribute('aria-describedby', [before, id].filter(Boolean).join(' '));
    return () => {
      observer.disconnect();
      if (before === null) anchor.removeAttribute('aria-describedby');
      else anchor.setAttribute('aria-describedby', before);
    };
  }, [anchor, id]);
  useLayoutEffect(() => (tip.current ? raise(tip.current) : undefined), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer text has another place.
  useLayoutEffect(() => {
    if (tip.current) place(tip.current, anchor, anchor.dataset.tipAt === 'bottom' ? 'bottom' : 'top', 3);
  }, [anchor, text]);
  return (
    <div ref={tip} id={id} popover="manual" role="tooltip" className={classes.tip}>
      {text}
    </div>
  );
}
