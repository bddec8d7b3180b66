import { Tabs } from '@mantine/core';
import { type ComponentType, Suspense } from 'react';
import { openDockTab } from '../../state/session';
import { useSession } from '../kit/useStudio';
import classes from './Dock.module.css';
import { CheckpointPanel, LayerTable, RunPanel } from './rooms';

/** The dock's rooms, in the order of its tabs. */
const TABS: readonly { readonly id: string; readonly name: string; readonly Room: ComponentType }[] = [
  { id: 'run', name: 'Run', Room: RunPanel },
  { id: 'checkpoint', name: 'Checkpoint', Room: CheckpointPanel },
  { id: 'table', name: 'Table', Room: LayerTable },
];

/** What lies under the graph: one room at a time, by tab. */
export function Dock() {
  const tab = useSession((session) => session.dockTab);
  return (
    <Tabs className={classes.dock} value={tab} onChange={(id) => id && openDockTab(id)} keepMounted={false}>
      <Tabs.List className={classes.tabs}>
        {TABS.map(({ id, name }) => (
          <Tabs.Tab key={id} value={id} className={classes.tab}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {TABS.map(({ id, Room }) => (
        <Tabs.Panel key={id} value={id} className={classes.room}>
          <Suspense fallback={null}>
            <Room />
          </Suspense>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
