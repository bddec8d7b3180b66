import { useEffect, useState } from 'react';
import type { App } from '../../state/app';
import { useApp } from '../app/useApp';
import { commandFor, followers, keyTexts, leadOf } from '../kit/command';
import { KeyCaps } from '../kit/KeyCaps';
import { commandsOf } from './commands';
import classes from './Shortcuts.module.css';

/**
 * Listens to the keys of the whole page, and shows what may follow the first letter of two. Plain keys are left alone
 * while a person types or a dialog is open, and altogether where they are switched off (in the list of keys).
 */
export function Shortcuts() {
  const app = useApp();
  const [lead, setLead] = useState<string | null>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || MODIFIERS.has(event.key)) return;
      setLead(null);
      if (isPlain(event) && !reachesThePage(app, event)) return;
      const commands = commandsOf(app);
      const command = commandFor(event, lead, commands);
      const next = command || lead ? null : leadOf(event, commands);
      if (!command && !next && !lead) return;
      event.preventDefault();
      setLead(next);
      command?.run();
    };
    const forget = () => setLead(null);
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('pointerdown', forget);
    window.addEventListener('blur', forget);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('pointerdown', forget);
      window.removeEventListener('blur', forget);
    };
  }, [app, lead]);
  return (
    <div role="status" aria-label="Keys that may follow">
      {lead && <Following lead={lead} />}
    </div>
  );
}

function Following({ lead }: { lead: string }) {
  const app = useApp();
  return (
    <div className={classes.following}>
      <p>
        <KeyCaps caps={[lead.toUpperCase()]} /> then
      </p>
      <ul>
        {followers(lead, commandsOf(app))
          .filter(({ command }) => command.possible?.() ?? true)
          .map(({ key, command }) => (
            <li key={command.id}>
              <KeyCaps caps={keyTexts(key).slice(1)} /> {command.name}
            </li>
          ))}
      </ul>
    </div>
  );
}

const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

function isPlain(event: KeyboardEvent): boolean {
  return event.getModifierState('AltGraph') || !(event.ctrlKey || event.metaKey);
}

/** True where a plain key is the page's: nothing lies over the page, and what has the focus does not take it. */
function reachesThePage(app: App, { key, target }: KeyboardEvent): boolean {
  const { overlay, letterKeys } = app.session.getState();
  if (overlay !== null || (key.length === 1 && !letterKeys)) return false;
  const taken = 'input:not([type="range"]), textarea, select, [contenteditable], [role="dialog"], [role="menu"]';
  return !(target instanceof Element && target.closest(taken) !== null);
}
