import { useEffect } from 'react';
import { redo, undo } from '../../state/document';
import { select, sessionStore, showPanel } from '../../state/session';

/** A key, and what it does. `mod` is Ctrl, or ⌘ on a Mac. */
interface Shortcut {
  readonly key: string;
  readonly mod?: boolean;
  readonly shift?: boolean;
  readonly run: () => void;
}

const SHORTCUTS: readonly Shortcut[] = [
  { key: 'z', mod: true, run: undo },
  { key: 'z', mod: true, shift: true, run: redo },
  { key: 'y', mod: true, run: redo },
  { key: '[', run: () => flip('design') },
  { key: ']', run: () => flip('inspector') },
  { key: '`', run: () => flip('dock') },
  { key: 'Escape', run: () => select(null) },
];

/** Listens to the keys of the whole page. Plain keys are left alone while a person types. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const mod = event.ctrlKey || event.metaKey;
      const found = SHORTCUTS.find(
        (shortcut) =>
          shortcut.key === (event.key.length === 1 ? event.key.toLowerCase() : event.key) &&
          (shortcut.mod ?? false) === mod &&
          (!mod || (shortcut.shift ?? false) === event.shiftKey),
      );
      if (!found || (!mod && isTyping(event.target))) return;
      event.preventDefault();
      found.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function flip(panel: 'design' | 'inspector' | 'dock'): void {
  showPanel(panel, !sessionStore.getState().panels[panel]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type="range"]), textarea, select, [contenteditable]') !== null
  );
}
