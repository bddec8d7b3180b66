import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { select } from '../../state/session';
import type { MeasureView } from '../kit/measures';
import { compactText, exactText, timeText } from '../kit/numberText';
import { useMeasure } from '../kit/useMeasure';
import { useSession } from '../kit/useStudio';
import classes from './LayerTable.module.css';
import type { Row, Sorting, SortKey } from './rows';

/** Height of a row, in pixels: fixed, so that only the rows in sight need to exist. */
const ROW = 26;
/** Rows drawn beyond what is in sight, on either side. */
const SPARE = 10;

interface Column {
  readonly key: SortKey;
  readonly name: string;
  readonly numeric: boolean;
  show(row: Row): ReactNode;
}

const COLUMNS: readonly Column[] = [
  { key: 'path', name: 'Layer', numeric: false, show: (row) => <code>{row.path}</code> },
  { key: 'kind', name: 'Kind', numeric: false, show: (row) => row.kind },
  { key: 'shape', name: 'Output', numeric: false, show: (row) => row.shape },
  { key: 'parameters', name: 'Parameters', numeric: true, show: (row) => amount(row.parameters, '') },
  { key: 'macs', name: 'MACs', numeric: true, show: (row) => amount(row.macs, '') },
  { key: 'bytes', name: 'Output memory', numeric: true, show: (row) => amount(row.bytes, 'B') },
];

/** Shown once the layers were timed. */
const MEASURED: readonly Column[] = [
  ...COLUMNS,
  { key: 'ms', name: 'Time', numeric: true, show: ({ ms }) => (ms === null ? amount(0, '') : timeText(ms)) },
];

/** The rows, only those in sight as elements. In the network's order each part has a heading row. */
export function Rows(props: { rows: readonly Row[]; sorting: Sorting; onSort: (sorting: Sorting) => void }) {
  const { rows, sorting, onSort } = props;
  const selected = useSession((session) => session.selected);
  const measure = useMeasure();
  const scroller = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 400 });
  const [first, last] = [
    Math.max(0, Math.floor(scroll.top / ROW) - SPARE),
    Math.min(rows.length, Math.ceil((scroll.top + scroll.height) / ROW) + SPARE),
  ];
  const columns = rows.some(({ ms }) => ms !== null) ? MEASURED : COLUMNS;
  const active = rows.findIndex(({ path }) => path === selected);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setScroll({ top: element.scrollTop, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (!element || active < 0) return;
    const [top, bottom] = [active * ROW, (active + 1) * ROW];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight - ROW)
      element.scrollTop = bottom - element.clientHeight + ROW;
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const edge = { Home: 0, End: rows.length - 1 }[event.key];
    const next = edge ?? (step === undefined ? null : Math.min(rows.length - 1, Math.max(0, active + step)));
    const row = next === null ? undefined : rows[next];
    if (!row) return;
    event.preventDefault();
    select(row.path);
  };
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      onScroll={({ currentTarget }) => setScroll({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })}
    >
      <table
        className={classes.table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table whose rows are walked by key.
        role="grid"
        aria-label="Layers"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={active >= first && active < last ? rowId(selected ?? '') : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Heading key={column.key} column={column} sorting={sorting} onSort={onSort} />
            ))}
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          <Filler rows={first} />
          {rows.slice(first, last).map((row, index) => (
            <LayerRow
              key={row.path}
              row={row}
              columns={columns}
              measure={measure}
              index={first + index}
              selected={row.path === selected}
              opensPart={sorting.key === 'order' && rows[first + index - 1]?.part !== row.part}
            />
          ))}
          <Filler rows={rows.length - last} />
        </tbody>
      </table>
    </div>
  );
}

function Heading(props: { column: Column; sorting: Sorting; onSort: (sorting: Sorting) => void }) {
  const { column, sorting, onSort } = props;
  const own = sorting.key === column.key;
  // Numbers are wanted largest first; a third press gives the network's order back.
  const next: Sorting =
    own && sorting.descending !== column.numeric
      ? { key: 'order', descending: false }
      : { key: column.key, descending: own ? !sorting.descending : column.numeric };
  return (
    <th
      scope="col"
      className={column.numeric ? classes.number : undefined}
      aria-sort={own ? (sorting.descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className={classes.sort} onClick={() => onSort(next)}>
        {column.name}
        <span aria-hidden>{own ? (sorting.descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

function LayerRow(props: {
  row: Row;
  columns: readonly Column[];
  measure: MeasureView;
  index: number;
  selected: boolean;
  opensPart: boolean;
}) {
  const { row, columns, measure, index, selected, opensPart } = props;
  const paths = [row.path];
  return (
    <tr
      id={rowId(row.path)}
      className={classes.row}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-opens-part={opensPart || undefined}
      onClick={() => select(row.path)}
    >
      {columns.map((column) => (
        <td key={column.key} className={column.numeric ? classes.number : undefined}>
          {column.key === 'kind' && (
            <span className={classes.swatch} style={{ background: measure.colourOf(paths, row.family) }} />
          )}
          {column.show(row)}
        </td>
      ))}
      <td className={classes.share}>
        <span
          style={{
            width: `${100 * (measure.read(paths)?.fraction ?? 0)}%`,
            background: measure.colourOf(paths, row.family),
          }}
        />
      </td>
    </tr>
  );
}

/** The room of rows that are out of sight. */
function Filler({ rows }: { rows: number }) {
  if (rows === 0) return null;
  return (
    <tr aria-hidden style={{ height: rows * ROW }}>
      <td colSpan={MEASURED.length + 1} />
    </tr>
  );
}

function amount(value: number, unit: string): ReactNode {
  if (value === 0) return <span className={classes.none}>–</span>;
  return <span title={`${exactText(value)} ${unit}`.trim()}>{`${compactText(value)}${unit}`}</span>;
}

function rowId(path: string): string {
  return `row-${path}`;
}
