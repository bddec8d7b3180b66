import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { designDifference } from '../../analysis/designDifference';
import { pinCurrent, unpin } from '../../state/compare';
import { differenceOf } from '../../state/derived';
import { suggestedName, valueWord } from '../../state/designName';
import { documentStore } from '../../state/document';
import { setMeasure } from '../../state/session';
import { useArchitecture, usePinned, useSession } from '../kit/useStudio';
import { Words } from '../kit/Words';
import { ChangeTree } from './ChangeTree';
import classes from './Compare.module.css';
import { MergedGraph } from './MergedGraph';
import { PinChoice } from './PinChoice';
import { swapWithPinned } from './swap';
import { TotalsTable } from './TotalsTable';

/** The design on the screen against the pinned one: totals, the numbers that differ, and every part side by side. */
export function Compare() {
  const pinned = usePinned();
  const architecture = useArchitecture();
  const coloured = useSession(({ measure }) => measure === 'difference');
  const [all, setAll] = useState(false);
  const found = useMemo(() => pinned && differenceOf(pinned.design, architecture), [pinned, architecture]);
  if (!pinned || !found) return <Empty />;
  const changes = designDifference(pinned.design, architecture.design);
  return (
    <div className={classes.room}>
      <div className={classes.bar}>
        <span>
          This design against <strong>{pinned.title}</strong>
        </span>
        <PinChoice label="Against" />
        <Button onClick={swapWithPinned}>Swap</Button>
        <Button onClick={() => setMeasure(coloured ? 'kind' : 'difference')} aria-pressed={coloured}>
          {coloured ? 'Colour the graph by kind' : 'Colour the graph by difference'}
        </Button>
        <Button variant="subtle" color="gray" onClick={unpin}>
          Unpin
        </Button>
      </div>
      {changes.length === 0 ? (
        <p className={classes.same}>
          Both are the same design. Change it, and what was added, removed and changed shows here.
        </p>
      ) : (
        <ul className={classes.changes} aria-label="Numbers that differ">
          {changes.map(({ field, parameter, before, after }) => (
            <li key={field}>
              <b>
                <Words text={parameter?.symbol ?? field} />
              </b>{' '}
              {changeText(before)} → {changeText(after)}
            </li>
          ))}
        </ul>
      )}
      <TotalsTable before={found.before} after={architecture} />
      <MergedGraph difference={found.difference} />
      <div className={classes.treeBar}>
        <h3>Part by part</h3>
        <label>
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} /> also what is
          the same
        </label>
      </div>
      <ChangeTree difference={found.difference} all={all} />
    </div>
  );
}

/** A stage's overrides, a head, or a parameter's value in a few words. */
function changeText(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'type' in value) return valueWord(value);
  return Object.entries(value)
    .map(([name, item]) => `${name} ${valueWord(item)}`)
    .join(', ');
}

function Empty() {
  return (
    <div className={classes.empty}>
      <p>
        Nothing to compare with yet. Pin the design as it is now and go on changing it; or take a preset or a snapshot
        to hold it against.
      </p>
      <div className={classes.bar}>
        <Button variant="filled" onClick={() => pinCurrent(suggestedName(documentStore.getState()))}>
          Pin this design
        </Button>
        <PinChoice label="Compare with" />
      </div>
    </div>
  );
}
