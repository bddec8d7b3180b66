import type { FocusEvent, MouseEvent } from 'react';

/**
 * What makes a field select all of its text when it is entered, by key or by click. WebKit sets the caret after the
 * focus event, where the press was; the end of that click then selects again, unless it has dragged over a part.
 */
export const selectOnEntry = {
  onFocus: ({ currentTarget }: FocusEvent<HTMLInputElement>) => currentTarget.select(),
  onMouseDown: ({ currentTarget }: MouseEvent<HTMLInputElement>) => {
    if (document.activeElement === currentTarget) return;
    const selectUnlessDragged = () => {
      const entered = document.activeElement === currentTarget;
      if (entered && currentTarget.selectionStart === currentTarget.selectionEnd) currentTarget.select();
    };
    // Also a press that is released elsewhere ends here.
    window.addEventListener('click', selectUnlessDragged, { once: true });
  },
};
