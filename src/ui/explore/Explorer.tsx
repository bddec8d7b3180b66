import { Tabs } from '@mantine/core';
import { type ComponentType, type ReactNode, useEffect } from 'react';
import type { Activity } from '../../state/explore/explore';
import { explorerOf } from '../../state/explore/explorer';
import { useApp } from '../app/useApp';
import { useExplore } from '../app/useExplore';
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
        <Tabs
          value={activity}
          onChange={(id) => app.explore.setState({ activity: ACTIVITIES.find((one) => one.id === id)?.id ?? 'family' })}
          keepMounted={false}
          className={classes.tabs}
        >
          <div className={classes.head}>
            <Tabs.List className={classes.list}>
              {ACTIVITIES.map(({ id, name }) => (
                <Tabs.Tab key={id} value={id} className={classes.tab}>
                  {name}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <DeviceField />
          </div>
          {ACTIVITIES.map(({ id, name, Room }) => (
            <Tabs.Panel key={id} value={id} className={classes.room}>
              <h2 className={classes.done}>{name}</h2>
              <Room next={next} />
            </Tabs.Panel>
          ))}
        </Tabs>
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
