import { useMemo } from 'react';
import { measureLabel, measureText, ratioText } from '../../present/measureText';
import { nodeOf, pathTo, type Walk } from '../../scaling/expansion';
import { factsOf, MEASURES } from '../../scaling/measures';
import { useExplore } from '../app/useStudio';
import { DataTable } from '../kit/DataTable';
import { Text } from '../kit/Text';
import { shortDesign, stepTitle } from './designPoints';
import classes from './ExpansionRoom.module.css';

/** Two paths of the walk side by side: where they lead, and what that costs. Nothing while none is chosen. */
export function PathComparison() {
  const walk = useExplore((state) => state.walk);
  const compared = useExplore((state) => state.compared);
  return compared === null ? null : <Comparison walk={walk} other={compared} />;
}

function Comparison({ walk, other }: { walk: Walk; other: number }) {
  const device = useExplore((state) => state.device);
  const [here, there] = [nodeOf(walk, walk.at), nodeOf(walk, other)];
  const [own, others] = useMemo(
    () => [factsOf(here.design, device), factsOf(there.design, device)],
    [here, there, device],
  );
  return (
    <section aria-label="Two paths compared" className={classes.comparison}>
      <Text as="h3" weight={650} className={classes.title}>
        Two paths
      </Text>
      <DataTable label="Both paths" columns={['at the end', 'this path ——', 'the other - - -', 'other / this']}>
        <tr>
          <th scope="row">steps</th>
          <td>{pathTo(walk).length - 1}</td>
          <td>{pathTo(walk, other).length - 1}</td>
          <td>–</td>
        </tr>
        <tr>
          <th scope="row">design</th>
          <td title={shortDesign(here.design)}>{stepTitle(here)}</td>
          <td title={shortDesign(there.design)}>{stepTitle(there)}</td>
          <td>–</td>
        </tr>
        {MEASURES.map((measure) => (
          <tr key={measure.name}>
            <th scope="row">{measureLabel(measure, device)}</th>
            <td>{measureText(measure.name, own[measure.name])}</td>
            <td>{measureText(measure.name, others[measure.name])}</td>
            <td>{ratioText(others[measure.name] / own[measure.name])}</td>
          </tr>
        ))}
      </DataTable>
    </section>
  );
}
