import { type ReactNode, useEffect } from 'react';
import type { Panel } from '../../state/view/session';
import { useApp } from '../app/useApp';
import { useSession } from '../app/useStudio';
import { Dialog } from '../kit/controls/Dialog';
import classes from './Frame.module.css';
import { LegalityNotice } from './LegalityNotice';

interface SheetDrawerProps {
  readonly names: Readonly<Record<Panel, string>>;
  readonly rooms: Readonly<Record<Panel, ReactNode>>;
}

/** How long a sheet takes to open, in milliseconds. */
const OPENS_IN = 200;

/** The sheet that is open. It leaves the graph in sight and in reach: what a control does is seen while it is moved. */
export function SheetDrawer({ names, rooms }: SheetDrawerProps) {
  const app = useApp();
  const sheet = useSession((session) => session.sheet);
  const selected = useSession((session) => session.selected);
  // Once the graph has the size that the sheet leaves it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another selection is to be seen as well.
  useEffect(() => {
    if (sheet === null) return;
    const timer = setTimeout(() => {
      const { view, seen } = app.graphView.getState();
      if (seen !== null) view?.settle(seen);
    }, OPENS_IN);
    return () => clearTimeout(timer);
  }, [app, sheet, selected]);
  if (sheet === null) return null;
  return (
    <Dialog
      at="bottom"
      title={names[sheet]}
      onClose={() => app.session.setState({ sheet: null })}
      headerClass={classes.sheetHeader}
      bodyClass={classes.sheetBody}
    >
      {/* Of the form, the field says it. */}
      {sheet !== 'design' && <LegalityNotice />}
      {rooms[sheet]}
    </Dialog>
  );
}
