import { Tabs } from '@mantine/core';
import { useApp } from '../app/useApp';
import { useSession } from '../app/useStudio';
import classes from './Dock.module.css';
import { DOCK_TABS } from './dockTabs';

/** What lies under the graph: one room at a time, by tab. */
export function Dock() {
  const app = useApp();
  const chosen = useSession((session) => session.dockTab);
  const hidden = useSession((session) => session.hidden);
  const tabs = DOCK_TABS.filter(({ id }) => !hidden.includes(id));
  const tab = tabs.some(({ id }) => id === chosen) ? chosen : (tabs[0]?.id ?? null);
  return (
    <Tabs className={classes.dock} value={tab} onChange={(id) => id && app.session.openDockTab(id)} keepMounted={false}>
      <Tabs.List className={classes.tabs}>
        {tabs.map(({ id, name }) => (
          <Tabs.Tab key={id} value={id} className={classes.tab}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ id, Room }) => (
        <Tabs.Panel key={id} value={id} className={classes.room}>
          <Room />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
