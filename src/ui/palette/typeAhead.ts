import { sessionStore } from '../../state/view/session';

/** What was typed since the palette was called; null once its field has the focus. */
let typed: string | null = null;

/**
 * Opens the palette and keeps what is typed until its field takes over: people type on at once, and the field needs a
 * moment (a chunk to load, a dialog to open).
 */
export function callPalette(): void {
  sessionStore.setState({ overlay: 'palette' });
  if (typed !== null) return;
  typed = '';
  window.addEventListener('keydown', keep, { capture: true });
}

/** What was typed meanwhile. From now on the field takes what is typed. */
export function takeTyped(): string {
  const text = typed ?? '';
  typed = null;
  window.removeEventListener('keydown', keep, { capture: true });
  return text;
}

function keep(event: KeyboardEvent): void {
  if (typed === null || sessionStore.getState().overlay !== 'palette') {
    takeTyped();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Backspace') typed = typed.slice(0, -1);
  else if (event.key.length === 1) typed += event.key;
  else return;
  event.preventDefault();
  event.stopPropagation();
}
