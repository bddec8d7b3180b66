import { useEffect, useRef } from 'react';

/**
 * Gives the focus back to what had it before something opened over the page. Dialogs come into being opened, too late to
 * know that themselves.
 */
export function useFocusBack(open: boolean): void {
  const before = useRef<Element | null>(null);
  // While rendering, so as to be earlier than the dialog, which takes the focus as it appears.
  if (open && before.current === null) before.current = document.activeElement;
  useEffect(() => {
    if (open) return;
    const opener = before.current;
    before.current = null;
    // Focus that was moved meanwhile stays where it is: a command may have opened the next dialog.
    if (opener instanceof HTMLElement && isNowhere(document.activeElement)) opener.focus({ preventScroll: true });
  }, [open]);
}

/** True where what has the focus is no place for it: the page itself, or something of a dialog that is going. */
function isNowhere(active: Element | null): boolean {
  return active === null || active === document.body || active.closest('[role="dialog"]') !== null;
}
