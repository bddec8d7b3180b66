import type { Panel } from '../../state/view/session';
import { useApp } from '../app/useApp';
import { useSession } from '../app/useStudio';
import { DockIcon, LeftPanelIcon, RightPanelIcon } from '../kit/icons';
import classes from './SheetBar.module.css';

const BUTTONS = [
  { panel: 'design', icon: <LeftPanelIcon /> },
  { panel: 'inspector', icon: <RightPanelIcon /> },
  { panel: 'dock', icon: <DockIcon /> },
] as const;

/** Opens the panels as sheets, on a screen too narrow to show them beside the graph. */
export function SheetBar({ names }: { names: Readonly<Record<Panel, string>> }) {
  const app = useApp();
  const hidden = useSession((session) => session.hidden);
  return (
    <nav className={classes.bar} aria-label="Panels">
      {BUTTONS.filter(({ panel }) => !hidden.includes(panel)).map(({ panel, icon }) => (
        <button
          key={panel}
          type="button"
          className={classes.button}
          onClick={() => app.session.setState({ sheet: panel })}
        >
          {icon}
          {names[panel]}
        </button>
      ))}
    </nav>
  );
}
