import { useEffect } from 'react';
import { sessionStore } from '../../state/session';
import { commandFor } from '../kit/command';
import { COMMANDS } from './commands';

/** Listens to the keys of the whole page. Plain keys are left alone while a person types or a dialog is open. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const command = commandFor(event, COMMANDS);
      const plain = !event.ctrlKey && !event.metaKey;
      if (!command || (plain && (sessionStore.getState().overlay !== null || isTaken(event.target)))) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** True where a plain key belongs to what has the focus. */
function isTaken(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type="range"]), textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !==
      null
  );
}
