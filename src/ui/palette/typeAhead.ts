import { useLayoutEffect } from 'react';
import type { App } from '../../state/app';
import { useApp } from '../app/useApp';
import { useSession } from '../app/useStudio';

/**
 * What is typed between the call of the palette and the moment its field takes over: people type on at once, and the
 * field needs a moment (a chunk to load, a dialog to open).
 */

/** Opens the palette and keeps what is typed until its field takes over. */
export function callPalette({ session }: App): void {
  session.setState(({ typedAhead }) => ({ overlay: 'palette', typedAhead: typedAhead ?? '' }));
}

/** Keeps what is typed while a palette that was called has no field yet; for the page that shows the palette. */
export function useTypeAhead(): void {
  const { session } = useApp();
  const waits = useSession(({ typedAhead, overlay }) => typedAhead !== null && overlay === 'palette');
  useLayoutEffect(() => {
    if (!waits) return;
    const keep = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { typedAhead } = session.getState();
      // The field has just taken over.
      if (typedAhead === null) return;
      if (event.key === 'Backspace') session.setState({ typedAhead: typedAhead.slice(0, -1) });
      else if (event.key.length === 1) session.setState({ typedAhead: typedAhead + event.key });
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', keep, { capture: true });
    return () => {
      window.removeEventListener('keydown', keep, { capture: true });
      session.setState({ typedAhead: null });
    };
  }, [session, waits]);
}

/** What was typed meanwhile. From now on the field takes what is typed. */
export function takeTyped({ session }: App): string {
  const { typedAhead } = session.getState();
  session.setState({ typedAhead: null });
  return typedAhead ?? '';
}
