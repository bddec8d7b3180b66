import { createContext, type KeyboardEvent, type ReactNode, useContext, useEffect, useId, useRef } from 'react';
import { walkedTo } from '../../../present/walkKeys';
import { Floating } from './Floating';
import type { Position } from './floating';
import classes from './Menu.module.css';
import { type AnchorButton, useAnchor } from './useAnchor';

const CloseContext = createContext(() => {});

/** A menu: the focus goes into it, arrow keys, Home and End from entry to entry, and back to the button. */
export function Menu(props: {
  button: (button: AnchorButton<'menu'>) => ReactNode;
  position?: Position;
  width?: number;
  className?: string | undefined;
  onOpen?: () => void;
  children: ReactNode;
}) {
  const { button: drawn, position = 'bottom-start', width, className, onOpen, children } = props;
  const { button, anchor, hide } = useAnchor('menu', onOpen);
  const menu = useId();
  const close = useRef(() => {});
  close.current = () => {
    anchor?.focus({ preventScroll: true });
    hide();
  };
  return (
    <>
      {drawn(button)}
      {anchor && (
        <Floating
          id={menu}
          anchor={anchor}
          role="menu"
          position={position}
          width={width}
          className={`${classes.menu} ${className ?? ''}`}
          onClose={hide}
          onKeyDown={(event) => (event.key === 'Tab' ? close.current() : walk(event))}
        >
          <CloseContext value={() => close.current()}>
            <FirstFocus of={menu} />
            {children}
          </CloseContext>
        </Floating>
      )}
    </>
  );
}

/** Gives the focus to the first entry of a menu that has just opened. */
function FirstFocus({ of }: { of: string }) {
  useEffect(() => entries(document.getElementById(of))[0]?.focus({ preventScroll: true }), [of]);
  return null;
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const all = entries(event.currentTarget);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const to = walkedTo(event.key, at, all.length, 'ArrowUp', 'ArrowDown');
  if (to === undefined) return;
  event.preventDefault();
  all[to]?.focus();
}

function entries(menu: Element | null): readonly HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]:enabled') ?? [])];
}

/** An entry of a menu, which closes when it is chosen. */
export function MenuItem(props: {
  onClick: () => void;
  icon?: ReactNode;
  /** It is what holds now. */
  current?: boolean;
  disabled?: boolean;
  children: ReactNode;
}) {
  const { onClick, icon, current, disabled, children } = props;
  const close = useContext(CloseContext);
  return (
    <button
      type="button"
      role="menuitem"
      className={classes.item}
      tabIndex={-1}
      disabled={disabled}
      aria-current={current || undefined}
      onClick={() => {
        onClick();
        close();
      }}
    >
      {icon}
      <span>{children}</span>
    </button>
  );
}

/** What the entries under it have in common. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className={classes.label}>{children}</div>;
}

/** A line between two kinds of entries. */
export function MenuDivider() {
  return <hr className={classes.divider} />;
}
