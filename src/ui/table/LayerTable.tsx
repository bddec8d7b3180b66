import { useMemo, useState } from 'react';
import { layersCsv } from '../../present/layerCsv';
import { arranged, rowsOf, type Sorting } from '../../present/layerRows';
import { costsOf } from '../../state/document/derived';
import { layersFor } from '../../state/timing/measurements';
import { countText } from '../../text/numberText';
import { useArchitecture, useConvention, useMeasurements } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { TextInput } from '../kit/controls/TextInput';
import { download } from '../kit/download';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './LayerTable.module.css';
import { Rows } from './Rows';
import { StageTotals } from './StageTotals';

/** The graph as a table: every layer a row, to sort, search and export. The selection is the graph's. */
export function LayerTable() {
  const architecture = useArchitecture();
  const costs = costsOf(architecture);
  const convention = useConvention();
  const times =
    layersFor(
      useMeasurements(({ layers }) => layers),
      architecture.design,
    )?.times.layers ?? null;
  const [search, setSearch] = useState('');
  const [sorting, setSorting] = useState<Sorting>({ key: 'order', descending: false });
  const all = useMemo(
    () => rowsOf(architecture, { costs, convention, times }),
    [architecture, costs, convention, times],
  );
  const rows = useMemo(() => arranged(all, costs, search, sorting), [all, costs, search, sorting]);
  return (
    <div className={classes.room}>
      <Stack row className={classes.bar}>
        <TextInput
          className={classes.search}
          aria-label="Search layers"
          placeholder="conv2 · 216x13x10x10 · macs>1e7 · /bn$/"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Text as="span" size="sm" tone="ink-3" className={classes.count} role="status">
          {rows.length === all.length
            ? countText(all.length, 'layer')
            : `${rows.length} of ${countText(all.length, 'layer')}; totals are theirs`}
        </Text>
        <Button
          onClick={() => download('layers.csv', new Blob([layersCsv(architecture, costs)], { type: 'text/csv' }))}
        >
          CSV
        </Button>
      </Stack>
      <StageTotals rows={rows} />
      {rows.length > 0 ? (
        <Rows rows={rows} sorting={sorting} onSort={setSorting} />
      ) : (
        <Text tone="ink-2" className={classes.empty}>
          No layer matches. Words must all match: pieces of a path or kind, an output shape, a cost such as{' '}
          <code>macs&gt;1e7</code>.
        </Text>
      )}
    </div>
  );
}
