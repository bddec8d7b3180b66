import { useMemo, useState } from 'react';
import { namedChanges, type ParameterChange } from '../../analysis/designDifference';
import { suggestedName, valueWord } from '../../state/document/designName';
import { differenceOf } from '../../state/document/insights';
import { swapWithPinned } from '../../state/document/swapPinned';
import { useApp } from '../app/useApp';
import { useArchitecture, usePinned, useSession } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Checkbox } from '../kit/controls/Checkbox';
import { DockPanel } from '../kit/DockPanel';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { Words } from '../kit/Words';
import { ChangeTree } from './ChangeTree';
import classes from './Compare.module.css';
import { Networks } from './Networks';
import { PinChoice } from './PinChoice';
import { TotalsTable } from './TotalsTable';

/** The design on the screen against the pinned one: totals, the numbers that differ, and every part side by side. */
export function Compare() {
  const app = useApp();
  const pinned = usePinned();
  const architecture = useArchitecture();
  const coloured = useSession(({ measure }) => measure === 'difference');
  const [all, setAll] = useState(false);
  const found = useMemo(() => pinned && differenceOf(pinned.design, architecture), [pinned, architecture]);
  if (!pinned || !found) return <Empty />;
  const changes = namedChanges(pinned.design, architecture.design);
  return (
    <DockPanel label="Comparison">
      <Stack row>
        <span>
          This design against <PinChoice label="Against" pinned={pinned.title} />
        </span>
        <Button onClick={() => swapWithPinned(app)}>Swap</Button>
        <Button
          onClick={() => app.session.setState({ measure: coloured ? 'kind' : 'difference' })}
          aria-pressed={coloured}
        >
          {coloured ? 'Colour the graph by kind' : 'Colour the graph by difference'}
        </Button>
        <Button variant="subtle" color="gray" onClick={app.comparison.unpin}>
          Unpin
        </Button>
      </Stack>
      {changes.length === 0 ? (
        <Text tone="ink-2">
          Both are the same design. Change it, and what was added, removed and changed shows here.
        </Text>
      ) : (
        <Stack as="ul" row gap="half 1" className={classes.changes} aria-label="Numbers that differ">
          {changes.map((change) => (
            <li key={change.field}>
              <b>
                <Words text={nameOf(change)} />
              </b>{' '}
              {changeText(change.before)} → {changeText(change.after)}
            </li>
          ))}
        </Stack>
      )}
      <TotalsTable before={found.before} after={architecture} />
      <Networks difference={found.difference} pinned={{ title: pinned.title, architecture: found.before }} />
      <Stack row justify="space-between">
        <Text as="h3" size="md">
          Part by part
        </Text>
        <Checkbox checked={all} onChange={setAll}>
          also what is the same
        </Checkbox>
      </Stack>
      <ChangeTree difference={found.difference} all={all} />
    </DockPanel>
  );
}

/** `γ_w`, `layer2 by hand`. */
function nameOf({ field, parameter }: ParameterChange): string {
  if (field.startsWith('overrides.')) return `${field.slice('overrides.'.length)} by hand`;
  return parameter?.symbol ?? field;
}

/** A parameter's value, a stage's overrides or a head in a few words: `blocks 7, SE in 1, 3`. */
function changeText(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'type' in value) return valueWord(value);
  return Object.entries(value)
    .map(([name, item]) => (Array.isArray(item) ? `SE in ${blocksOf(item)}` : `${name} ${valueWord(item)}`))
    .join(', ');
}

/** Numbers of the blocks that have an SE module. */
function blocksOf(flags: readonly unknown[]): string {
  const blocks = flags.flatMap((flag, block) => (flag === true ? [block] : []));
  return blocks.length === 0 ? 'no block' : blocks.join(', ');
}

function Empty() {
  const app = useApp();
  return (
    <DockPanel label="Comparison">
      <Text tone="ink-2" style={{ maxWidth: 560 }}>
        Nothing to compare with yet. Pin the design as it is now and go on changing it; or take a preset or a snapshot
        to hold it against.
      </Text>
      <Stack row>
        <Button variant="filled" onClick={() => app.comparison.pinCurrent(suggestedName(app.document.getState()))}>
          Pin this design
        </Button>
        <PinChoice label="Compare with" />
      </Stack>
    </DockPanel>
  );
}
