import type { FocusEvent, MouseEvent } from 'react';

/**
 * What makes a field select all of its text when it is entered, by key or by click. WebKit sets the caret where the press
 * was after the focus event has selected, so the press that enters does nothing but enter; the next one sets the caret.
 */
export const selectOnEntry = {
  onFocus: ({ currentTarget }: FocusEvent<HTMLInputElement>) => currentTarget.select(),
  onMouseDown: (event: MouseEvent<HTMLInputElement>) => {
    if (document.activeElement === event.currentTarget) return;
    event.preventDefault();
    event.currentTarget.focus();
  },
};
