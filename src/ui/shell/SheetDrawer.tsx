import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Panel, showSheet } from '../../state/session';
import { useSession } from '../kit/useStudio';
import classes from './Frame.module.css';

interface SheetDrawerProps {
  readonly names: Readonly<Record<Panel, string>>;
  readonly rooms: Readonly<Record<Panel, ReactNode>>;
}

/** The sheet that is open. It leaves the graph in sight and in reach: what a control does is seen while it is moved. */
export function SheetDrawer({ names, rooms }: SheetDrawerProps) {
  const sheet = useSession((session) => session.sheet);
  return (
    <Drawer
      opened={sheet !== null}
      onClose={() => showSheet(null)}
      position="bottom"
      size="62%"
      withOverlay={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      lockScroll={false}
      trapFocus={false}
      title={sheet && names[sheet]}
      classNames={{ content: classes.sheet, header: classes.sheetHeader, body: classes.sheetBody }}
      transitionProps={{ duration: 200 }}
    >
      {sheet && rooms[sheet]}
    </Drawer>
  );
}
