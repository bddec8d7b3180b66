import { useApp } from '../app/useApp';
import { useSession } from '../app/useStudio';
import { TabList, TabPanel } from '../kit/controls/Tabs';
import classes from './Dock.module.css';
import { DOCK_TABS } from './dockTabs';

/** What lies under the graph: one room at a time, by tab. */
export function Dock() {
  const app = useApp();
  const chosen = useSession((session) => session.dockTab);
  const hidden = useSession((session) => session.hidden);
  const tabs = DOCK_TABS.filter(({ id }) => !hidden.includes(id));
  const tab = tabs.find(({ id }) => id === chosen) ?? tabs[0];
  return (
    <div className={classes.dock}>
      <TabList
        of="dock"
        className={classes.tabs}
        tabClass={classes.tab}
        tabs={tabs}
        chosen={tab?.id ?? null}
        onChange={app.session.openDockTab}
      />
      {tab && (
        <TabPanel of="dock" chosen={tab.id} className={classes.room}>
          <tab.Room />
        </TabPanel>
      )}
    </div>
  );
}
