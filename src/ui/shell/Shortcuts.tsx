import { useEffect, useState } from 'react';
import { sessionStore } from '../../state/view/session';
import { commandFor, followers, keyTexts, leadOf } from '../kit/command';
import { KeyCaps } from '../kit/KeyCaps';
import { COMMANDS } from './commands';
import classes from './Shortcuts.module.css';

/**
 * Listens to the keys of the whole page, and shows what may follow the first letter of two. Plain keys are left alone
 * while a person types or a dialog is open, and altogether where they are switched off (in the list of keys).
 */
export function Shortcuts() {
  const [lead, setLead] = useState<string | null>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || MODIFIERS.has(event.key)) return;
      setLead(null);
      if (isPlain(event) && !reachesThePage(event)) return;
      const command = commandFor(event, lead, COMMANDS);
      const next = command || lead ? null : leadOf(event, COMMANDS);
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
  }, [lead]);
  return (
    <div role="status" aria-label="Keys that may follow">
      {lead && <Following lead={lead} />}
    </div>
  );
}

function Following({ lead }: { lead: string }) {
  return (
    <div className={classes.following}>
      <p>
        <KeyCaps caps={[lead.toUpperCase()]} /> then
      </p>
      <ul>
        {followers(lead, COMMANDS)
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
function reachesThePage({ key, target }: KeyboardEvent): boolean {
  const { overlay, letterKeys } = sessionStore.getState();
  if (overlay !== null || (key.length === 1 && !letterKeys)) return false;
  const taken = 'input:not([type="range"]), textarea, select, [contenteditable], [role="dialog"], [role="menu"]';
  return !(target instanceof Element && target.closest(taken) !== null);
}
