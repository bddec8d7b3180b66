import { type ReactNode, type RefObject, useState } from 'react';
import { csvText } from '../../../text/csvText';
import { sentenceOf } from '../../../text/sentence';
import { IconButton } from '../controls/IconButton';
import { Menu, MenuItem, MenuLabel } from '../controls/Menu';
import { SegmentedControl } from '../controls/SegmentedControl';
import { DataTable } from '../DataTable';
import { download } from '../download';
import { MoreIcon } from '../icons';
import { LinkButton } from '../LinkButton';
import { pngOf } from '../png';
import { Stack } from '../Stack';
import { Text } from '../Text';
import classes from './ChartCard.module.css';
import { svgFileOf } from './svgFile';

/** A chart as a table: what every point says, for reading, for a screen reader, for a file. */
export interface ChartTable {
  /** The first column names the row. */
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly id: string;
    readonly cells: readonly (string | number)[];
    /** The cells as people read them, where that is another text. */
    readonly shown?: readonly string[];
  }[];
}

/** A chart with its title, itself as a table, and its files. */
export function ChartCard(props: {
  title: string;
  /** The title as it stands on the page, where a control is the beginning of it. */
  heading?: { readonly control: ReactNode; readonly words: string };
  /** Names of files: `scaling` makes scaling.svg. */
  name: string;
  table: ChartTable;
  svgRef: RefObject<SVGSVGElement | null>;
  /** Where its numbers come from: below a saved picture, as the page says it elsewhere. */
  caption?: string;
  /** Controls beside the title. */
  controls?: ReactNode;
  onPick?: ((id: string) => void) | undefined;
  children: ReactNode;
}) {
  const { title, heading, name, table, svgRef, caption, controls, onPick, children } = props;
  const [asTable, setAsTable] = useState(false);
  return (
    <section className={classes.card} aria-label={title}>
      <Stack as="header" row gap="half 1h" className={classes.bar}>
        {heading?.control}
        <Text as="h2" size="lg" weight={650}>
          {heading?.words ?? title}
        </Text>
        {controls}
        <Stack row nowrap gap="half" className={classes.tools}>
          <SegmentedControl
            aria-label="Show as"
            data={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
            value={asTable ? 'table' : 'chart'}
            onChange={(value) => setAsTable(value === 'table')}
          />
          <SaveMenu name={name} title={title} caption={caption} table={table} svgRef={svgRef} drawn={!asTable} />
        </Stack>
      </Stack>
      <div className={classes.body} data-table={asTable || undefined}>
        {asTable ? <TableView table={table} caption={title} onPick={onPick} /> : children}
      </div>
    </section>
  );
}

/** The chart as a table. A row's name opens its design, where that can be done. */
function TableView(props: { table: ChartTable; caption: string; onPick: ((id: string) => void) | undefined }) {
  const { table, caption, onPick } = props;
  return (
    <DataTable label={caption} className={classes.scroller} columns={table.columns}>
      {table.rows.map(({ id, cells, shown }) => {
        const [first = '', ...rest] = shown ?? cells.map(String);
        return (
          <tr key={id}>
            <th scope="row">{onPick ? <LinkButton onClick={() => onPick(id)}>{first}</LinkButton> : first}</th>
            {rest.map((text, index) => (
              <td key={table.columns[index + 1]}>{text}</td>
            ))}
          </tr>
        );
      })}
    </DataTable>
  );
}

function SaveMenu(props: {
  name: string;
  title: string;
  caption: string | undefined;
  table: ChartTable;
  svgRef: RefObject<SVGSVGElement | null>;
  drawn: boolean;
}) {
  const { name, title, caption, table, svgRef, drawn } = props;
  const [failure, setFailure] = useState<string | null>(null);
  const svg = () => (svgRef.current ? svgFileOf(svgRef.current, title, caption) : null);
  const saveSvg = () => {
    const text = svg();
    if (text) download(`${name}.svg`, new Blob([text], { type: 'image/svg+xml' }));
  };
  const savePng = async () => {
    const text = svg();
    try {
      if (text) download(`${name}.png`, await pngOf(text));
    } catch (error) {
      setFailure(sentenceOf(error));
    }
  };
  const saveCsv = () => {
    const rows = table.rows.map(({ cells }) => cells);
    download(`${name}.csv`, new Blob([csvText(table.columns, rows)], { type: 'text/csv' }));
  };
  return (
    <Menu
      position="bottom-end"
      onOpen={() => setFailure(null)}
      button={(button) => (
        <IconButton {...button} aria-label={`Save: ${title}`}>
          <MoreIcon />
        </IconButton>
      )}
    >
      <MenuLabel>{drawn ? 'Save what is shown' : 'Save the table'}</MenuLabel>
      {drawn && <MenuItem onClick={saveSvg}>SVG</MenuItem>}
      {drawn && <MenuItem onClick={savePng}>PNG</MenuItem>}
      <MenuItem onClick={saveCsv}>CSV</MenuItem>
      {failure && (
        <Text size="sm" tone="bad" className={classes.failure} role="alert">
          {failure}
        </Text>
      )}
    </Menu>
  );
}
