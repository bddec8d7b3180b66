import type { KeyboardEvent, ReactNode } from 'react';
import { walkedTo } from '../../../present/walkKeys';
import classes from './Tabs.module.css';

/** Tabs of a room: arrow keys, Home and End go from one to the next, which shows its panel at once. `of` names the room. */
export function TabList<T extends string>(props: {
  of: string;
  tabs: readonly { readonly id: T; readonly name: string }[];
  chosen: T | null;
  onChange: (id: T) => void;
  className?: string | undefined;
  tabClass?: string | undefined;
}) {
  const { of, tabs, chosen, onChange, className, tabClass } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = tabs.findIndex(({ id }) => id === chosen);
    const to = walkedTo(event.key, at, tabs.length, 'ArrowLeft', 'ArrowRight');
    const next = to === undefined ? undefined : tabs[to];
    if (!next) return;
    event.preventDefault();
    onChange(next.id);
    document.getElementById(tabId(of, next.id))?.focus();
  };
  return (
    <div className={`${classes.list} ${className ?? ''}`} role="tablist" onKeyDown={onKeyDown}>
      {tabs.map(({ id, name }) => (
        <button
          key={id}
          id={tabId(of, id)}
          type="button"
          role="tab"
          className={`${classes.tab} ${tabClass ?? ''}`}
          aria-selected={id === chosen}
          aria-controls={id === chosen ? `${of}-panel` : undefined}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChange(id)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

export function TabPanel(props: { of: string; chosen: string; className?: string | undefined; children: ReactNode }) {
  const { of, chosen, className, children } = props;
  return (
    <div key={chosen} id={`${of}-panel`} role="tabpanel" className={className} aria-labelledby={tabId(of, chosen)}>
      {children}
    </div>
  );
}

const tabId = (of: string, id: string): string => `${of}-tab-${id}`;
