import { type MouseEvent, useId, useState } from 'react';

/** What the button must carry beside which something floats. */
export interface AnchorButton<Popup extends 'menu' | 'dialog'> {
  readonly id: string;
  readonly 'aria-haspopup': Popup;
  readonly 'aria-expanded': boolean;
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void;
}

/** A button that shows and hides what floats beside it: what it must carry, and itself while that is shown. */
export function useAnchor<Popup extends 'menu' | 'dialog'>(popup: Popup, onOpen?: () => void) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const button: AnchorButton<Popup> = {
    id: useId(),
    'aria-haspopup': popup,
    'aria-expanded': anchor !== null,
    onClick: ({ currentTarget }) => {
      if (!anchor) onOpen?.();
      setAnchor(anchor ? null : currentTarget);
    },
  };
  return { button, anchor, hide: () => setAnchor(null) };
}
