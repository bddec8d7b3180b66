import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { CloseIcon } from '../icons';
import { Text } from '../Text';
import classes from './Dialog.module.css';
import { IconButton } from './IconButton';
import { tabbable } from './tabbable';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Where it stands: in the middle; as a sheet at the right; at the bottom, where the page beside it can be used on. */
  readonly at?: 'middle' | 'right' | 'bottom';
  /** In CSS pixels; never wider than the window. */
  readonly width?: number;
  readonly className?: string | undefined;
  readonly headerClass?: string | undefined;
  readonly bodyClass?: string | undefined;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  readonly children: ReactNode;
}

/**
 * What lies over the page until it is closed: by its button, by Escape, by a press beside it. The focus goes to what asks
 * for it (`data-autofocus`) or to the first thing in it, and stays inside; the opener gets it back afterwards.
 * Notices stay within reach of the pointer, which an inert page would not allow.
 */
export function Dialog(props: DialogProps) {
  const { title, onClose, at = 'middle', width, className, headerClass, bodyClass, onKeyDown, children } = props;
  const dialog = useRef<HTMLDivElement>(null);
  const heading = useId();
  const isModal = at !== 'bottom';
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    if (!isModal || dialog.current?.contains(document.activeElement)) return;
    const asks = dialog.current?.querySelector<HTMLElement>('[data-autofocus]');
    (asks ?? tabbable(dialog.current)[0])?.focus({ preventScroll: true });
  }, [isModal]);
  useEffect(() => {
    const onEscape = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      close.current();
    };
    window.addEventListener('keydown', onEscape);
    return () => window.removeEventListener('keydown', onEscape);
  }, []);
  const content = (
    <div
      ref={dialog}
      role="dialog"
      aria-modal={isModal || undefined}
      aria-labelledby={heading}
      className={`${classes.dialog} ${className ?? ''}`}
      data-at={at}
      style={width === undefined ? undefined : { width }}
      tabIndex={-1}
      onKeyDown={(event) => {
        onKeyDown?.(event);
        if (isModal) stayInside(event);
      }}
    >
      <div className={`${classes.header} ${headerClass ?? ''}`}>
        <Text as="h2" ellipsis size="lg" weight={650} id={heading}>
          {title}
        </Text>
        <IconButton aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </IconButton>
      </div>
      <div className={`${classes.body} ${bodyClass ?? ''}`}>{children}</div>
    </div>
  );
  if (!isModal) return content;
  return (
    // The page behind it: a press does what Escape and the button do.
    <div
      className={classes.ground}
      data-at={at}
      onPointerDown={({ target, currentTarget }) => target === currentTarget && onClose()}
    >
      {content}
    </div>
  );
}

/** The Tab key goes round in a dialog. */
function stayInside(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Tab') return;
  const stops = tabbable(event.currentTarget);
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  const { activeElement } = document;
  if (activeElement !== from && activeElement !== event.currentTarget) return;
  event.preventDefault();
  to?.focus();
}
