import type { ReactNode } from 'react';
import { suggestedName } from '../../state/document/designName';
import type { Theme } from '../../state/view/session';
import { useApp } from '../app/useApp';
import { useDocument, useFace, useHistory, useSession } from '../app/useStudio';
import { WeightsBadge } from '../checkpoint/WeightsBadge';
import { keyHint } from '../kit/command';
import { Button } from '../kit/controls/Button';
import { IconButton } from '../kit/controls/IconButton';
import { Menu, MenuItem } from '../kit/controls/Menu';
import {
  DockIcon,
  LeftPanelIcon,
  LinkIcon,
  MoonIcon,
  OpenIcon,
  PinIcon,
  RedoIcon,
  RightPanelIcon,
  SaveIcon,
  SearchIcon,
  StackIcon,
  SunIcon,
  SystemIcon,
  UndoIcon,
} from '../kit/icons';
import { Words } from '../kit/Words';
import { commandNamed } from './commands';
import { FaceSwitch } from './FaceSwitch';
import classes from './Header.module.css';
import { PresetPicker } from './PresetPicker';
import { Totals } from './Totals';

/** What stands above everything: which network this is, what it costs, and the way back. */
export function Header() {
  const hidden = useSession((session) => session.hidden);
  if (useSession((session) => session.presenting)) return <PresentingHeader />;
  return (
    <header className={classes.header}>
      <h1 className={classes.wordmark}>
        <Wordmark />
        <span>
          X3D <span className={classes.second}>Studio</span>
        </span>
      </h1>
      <FaceSwitch />
      <PresetPicker />
      {!hidden.includes('totals') && <Totals />}
      {/* In the free room: nothing moves when it comes. */}
      <span className={classes.weights}>
        <WeightsBadge />
      </span>
      <div className={classes.actions}>
        <CommandButton id="designs" label="Designs" icon={<StackIcon />} />
        {/* Designs and the Compare tab offer these two as well: they give way first. */}
        <span className={classes.link}>
          <CommandButton id="link" label="Copy link" icon={<LinkIcon />} />
        </span>
        <span className={classes.givesWay}>
          <CommandButton id="pin" label="Pin to compare" icon={<PinIcon />} />
        </span>
        <CommandButton id="palette" label="Find" icon={<SearchIcon />} />
        <span className={classes.rule} />
        <CommandButton id="open" label="Open…" icon={<OpenIcon />} />
        <CommandButton id="export" label="Export…" icon={<SaveIcon />} />
        <span className={classes.rule} />
        <HistoryButtons />
        <span className={classes.rule} />
        <PanelButtons />
        <ThemeMenu />
      </div>
    </header>
  );
}

/** What a room sees above the network: its name, its costs, and the way out. */
function PresentingHeader() {
  const app = useApp();
  const name = useDocument(suggestedName);
  const { run } = commandNamed(app, 'present');
  return (
    <header className={classes.header}>
      <h1 className={classes.name} title={name}>
        <Words text={name} />
      </h1>
      <Totals />
      <div className={classes.actions}>
        <Button onClick={run}>Stop presenting</Button>
      </div>
    </header>
  );
}

/** Three clips of growing size: the network expanded along its axes. */
function Wordmark() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden>
      <rect x="2" y="8.5" width="5" height="5" rx="1" />
      <path d="M7.5 5.5h4a1 1 0 0 1 1 1v8M10.5 2.5h6a1.5 1.5 0 0 1 1.5 1.5v11" strokeLinecap="round" />
    </svg>
  );
}

/** A command of the table as a button. */
function CommandButton(props: { id: string; label: string; icon: ReactNode; disabled?: boolean }) {
  const { id, label, icon, disabled } = props;
  const app = useApp();
  const command = commandNamed(app, id);
  return (
    <IconButton
      aria-label={label}
      data-tip={`${command.name}${keyHint(command)}`}
      disabled={disabled}
      onClick={command.run}
    >
      {icon}
    </IconButton>
  );
}

function HistoryButtons() {
  const [behind, ahead] = [useHistory(({ past }) => past.length), useHistory(({ future }) => future.length)];
  return (
    <>
      <CommandButton id="undo" label="Undo" icon={<UndoIcon />} disabled={behind === 0} />
      <CommandButton id="redo" label="Redo" icon={<RedoIcon />} disabled={ahead === 0} />
    </>
  );
}

const PANEL_BUTTONS = [
  { panel: 'design', name: 'Design panel', key: '[', icon: <LeftPanelIcon /> },
  { panel: 'dock', name: 'Dock', key: '`', icon: <DockIcon /> },
  { panel: 'inspector', name: 'Inspector', key: ']', icon: <RightPanelIcon /> },
] as const;

/** Panels belong to the designer; the other faces have none. */
function PanelButtons() {
  const app = useApp();
  const face = useFace();
  const panels = useSession((session) => session.panels);
  const hidden = useSession((session) => session.hidden);
  if (face !== 'design') return null;
  return (
    <div className={classes.panelButtons}>
      {PANEL_BUTTONS.filter(({ panel }) => !hidden.includes(panel)).map(({ panel, name, key, icon }) => (
        <IconButton
          key={panel}
          aria-label={name}
          data-tip={`${panels[panel] ? 'Fold' : 'Show'} (${key})`}
          aria-pressed={panels[panel]}
          className={classes.panelButton}
          onClick={() => app.session.showPanel(panel, !panels[panel])}
        >
          {icon}
        </IconButton>
      ))}
    </div>
  );
}

const THEMES: readonly { readonly theme: Theme; readonly name: string; readonly icon: ReactNode }[] = [
  { theme: 'light', name: 'Light', icon: <SunIcon /> },
  { theme: 'dark', name: 'Dark', icon: <MoonIcon /> },
  { theme: 'auto', name: 'As the system', icon: <SystemIcon /> },
];

function ThemeMenu() {
  const app = useApp();
  const theme = useSession((session) => session.theme);
  return (
    <Menu
      position="bottom-end"
      button={(button) => (
        <IconButton {...button} aria-label="Colour scheme">
          {THEMES.find((entry) => entry.theme === theme)?.icon}
        </IconButton>
      )}
    >
      {THEMES.map((entry) => (
        <MenuItem
          key={entry.theme}
          icon={entry.icon}
          current={entry.theme === theme}
          onClick={() => app.session.setState({ theme: entry.theme })}
        >
          {entry.name}
        </MenuItem>
      ))}
    </Menu>
  );
}
