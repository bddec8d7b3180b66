import { type ComponentType, type ReactNode, useEffect } from 'react';
import type { Activity } from '../../state/explore/explore';
import { explorerOf } from '../../state/explore/explorer';
import { useApp } from '../app/useApp';
import { useExplore } from '../app/useStudio';
import { TabList, TabPanel } from '../kit/controls/Tabs';
import { Chevron } from '../kit/icons';
import { AxesRoom } from './AxesRoom';
import { BudgetRoom } from './BudgetRoom';
import { DeviceField } from './DeviceField';
import { ExpansionRoom } from './ExpansionRoom';
import classes from './Explorer.module.css';
import { FamilyChart } from './FamilyChart';
import { FamilyRoom } from './FamilyRoom';
import { SweepRoom } from './SweepRoom';
import { useChartPicture } from './useChartPicture';
import { type ActivityProps, useNextSteps } from './useNextSteps';
import { useWhose } from './useWhose';

/** What one can do beside the chart, in the order of the tabs. */
const ACTIVITIES: readonly {
  readonly id: Activity;
  readonly name: string;
  readonly Room: ComponentType<ActivityProps>;
}[] = [
  { id: 'family', name: 'The family', Room: FamilyRoom },
  { id: 'axes', name: 'One axis', Room: AxesRoom },
  { id: 'expansion', name: 'Expansion', Room: ExpansionRoom },
  { id: 'budget', name: 'Budget', Room: BudgetRoom },
  { id: 'sweep', name: 'Sweep', Room: SweepRoom },
];

/**
 * The scaling explorer: a chart of what designs cost, and beside it one activity at a time that moves through it.
 * @param graph the network of the design on the form, drawn by another room
 */
export function Explorer({ graph }: { graph: ReactNode }) {
  const app = useApp();
  const explorer = explorerOf(app);
  const activity = useExplore((state) => state.activity);
  const shown = useExplore((state) => state.graph);
  const whose = useWhose();
  const next = useNextSteps();
  useEffect(() => explorer.start(), [explorer]);
  const { points, lines, choice, limits } = useChartPicture(next.value ?? []);
  return (
    <main className={classes.explorer} data-graph={shown || undefined} aria-label="Scaling explorer">
      <div className={classes.chart}>
        <FamilyChart points={points} lines={lines} choice={choice} {...(limits ? { limits } : {})} />
      </div>
      <div className={classes.activity}>
        <div className={classes.tabs}>
          <div className={classes.head}>
            <TabList
              of="explorer"
              className={classes.list}
              tabClass={classes.tab}
              tabs={ACTIVITIES}
              chosen={activity}
              onChange={(id) => app.explore.setState({ activity: id })}
            />
            <DeviceField />
          </div>
          {ACTIVITIES.filter(({ id }) => id === activity).map(({ id, name, Room }) => (
            <TabPanel key={id} of="explorer" chosen={id} className={classes.room}>
              <h2 className={classes.done}>{name}</h2>
              <Room next={next} />
            </TabPanel>
          ))}
        </div>
      </div>
      <section className={classes.graph} aria-label={`Network of ${whose} design`}>
        <button
          type="button"
          className={classes.fold}
          aria-expanded={shown}
          onClick={() => app.explore.setState({ graph: !shown })}
        >
          <Chevron /> Network of {whose} design
        </button>
        {shown && <div className={classes.drawing}>{graph}</div>}
      </section>
    </main>
  );
}
