import type { App } from '../../state/app';

/**
 * Opens the palette and keeps what is typed until its field takes over: people type on at once, and the field needs a
 * moment (a chunk to load, a dialog to open).
 */
export function callPalette({ session }: App): void {
  const isKeeping = session.getState().typedAhead !== null;
  session.setState({ overlay: 'palette' });
  if (isKeeping) return;
  session.setState({ typedAhead: '' });
  const keep = (event: KeyboardEvent): void => {
    const { typedAhead, overlay } = session.getState();
    if (typedAhead === null || overlay !== 'palette') {
      session.setState({ typedAhead: null });
      window.removeEventListener('keydown', keep, { capture: true });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Backspace') session.setState({ typedAhead: typedAhead.slice(0, -1) });
    else if (event.key.length === 1) session.setState({ typedAhead: typedAhead + event.key });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('keydown', keep, { capture: true });
}

/** What was typed meanwhile. From now on the field takes what is typed. */
export function takeTyped({ session }: App): string {
  const { typedAhead } = session.getState();
  session.setState({ typedAhead: null });
  return typedAhead ?? '';
}
