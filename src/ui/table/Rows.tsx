import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Convention } from '../../analysis/conventions';
import { QUANTITIES } from '../../analysis/quantities';
import { type Line, linesOf, type Row, type Sorting, type SortKey, type Sums } from '../../present/layerRows';
import type { MeasureView } from '../../present/measures';
import { amountText, exactText, timeText, titled } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useMeasure } from '../app/useMeasure';
import { useArchitecture, useConvention, useSession } from '../app/useStudio';
import { Hidden } from '../kit/controls/Hidden';
import heldColumn from '../kit/heldColumn.module.css';
import classes from './LayerTable.module.css';

/** Height of a row, in pixels: fixed, so that only the rows in sight need to exist. */
const ROW = 26;
/** Rows drawn beyond what is in sight, on either side. */
const SPARE = 10;

/** A column of what layers are, or of amounts, which parts have too. */
type Column = { readonly key: SortKey; readonly name: string } & (
  | { show(row: Row): ReactNode; readonly amount?: undefined }
  | { readonly amount: (line: Amounts) => ReactNode }
);

type Amounts = Pick<Row, 'parameters' | 'macs' | 'bytes' | 'ms'>;

/** What layers are; a part's heading spans all but the first. */
const FACTS: readonly Column[] = [
  { key: 'path', name: 'Layer', show: (row) => <code>{row.path}</code> },
  { key: 'kind', name: 'Kind', show: (row) => row.kind },
  { key: 'shape', name: 'Output', show: (row) => row.shape },
];

function columnsFor(convention: Convention, measured: boolean): readonly Column[] {
  return [
    ...FACTS,
    { key: 'parameters', name: 'Parameters', amount: ({ parameters }) => cell(parameters, '') },
    { key: 'macs', name: convention.label, amount: ({ macs }) => cell(macs, '') },
    { key: 'bytes', name: titled(QUANTITIES.activations.label), amount: ({ bytes }) => cell(bytes, 'B') },
    ...(measured ? [TIME] : []),
  ];
}

/** Shown once the layers were timed. */
const TIME: Column = {
  key: 'ms',
  name: 'Time',
  amount: ({ ms }) => (ms === null ? cell(0, '') : timeText(ms)),
};

/** How many lines a key goes down. */
const LINES_BY_KEY: ReadonlyMap<string, number> = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
  ['PageDown', 10],
  ['PageUp', -10],
]);

/** The rows, only those in sight as elements. In the network's order each part has a heading row. */
export function Rows(props: { rows: readonly Row[]; sorting: Sorting; onSort: (sorting: Sorting) => void }) {
  const app = useApp();
  const { rows, sorting, onSort } = props;
  const selected = useSession((session) => session.selected);
  const measure = useMeasure(useArchitecture());
  const scroller = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 400 });
  const lines = useMemo(() => linesOf(rows, sorting), [rows, sorting]);
  const [first, last] = [
    Math.max(0, Math.floor(scroll.top / ROW) - SPARE),
    Math.min(lines.length, Math.ceil((scroll.top + scroll.height) / ROW) + SPARE),
  ];
  const columns = columnsFor(
    useConvention(),
    rows.some(({ ms }) => ms !== null),
  );
  const active = lines.findIndex((line) => pathOf(line) === selected);

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
    const step = LINES_BY_KEY.get(event.key);
    const edge = event.key === 'Home' ? 0 : event.key === 'End' ? lines.length - 1 : undefined;
    const next = edge ?? (step === undefined ? null : Math.min(lines.length - 1, Math.max(0, active + step)));
    const line = next === null ? undefined : lines[next];
    if (!line) return;
    event.preventDefault();
    app.session.setState({ selected: pathOf(line) });
  };
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      onScroll={({ currentTarget }) => setScroll({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })}
    >
      <table
        className={`${classes.table} ${heldColumn.held}`}
        style={{ '--amounts': columns.filter(({ amount }) => amount).length } as CSSProperties}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table whose rows are walked by key.
        role="grid"
        aria-label="Layers"
        aria-rowcount={lines.length + 1}
        aria-activedescendant={active >= first && active < last ? rowId(selected ?? '') : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <colgroup>
          {columns.map(({ key, amount }) => (
            <col key={key} data-column={amount ? 'amount' : key} />
          ))}
          <col data-column="share" />
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <ColumnHeading key={column.key} column={column} sorting={sorting} onSort={onSort} />
            ))}
            <th scope="col">
              Share
              <Hidden> ({measure.of})</Hidden>
            </th>
          </tr>
        </thead>
        <tbody>
          <Filler rows={first} columns={columns.length} />
          {lines.slice(first, last).map((line, index) => (
            <LineRow
              key={pathOf(line)}
              line={line}
              columns={columns}
              measure={measure}
              index={first + index}
              selected={pathOf(line) === selected}
            />
          ))}
          <Filler rows={lines.length - last} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function ColumnHeading(props: { column: Column; sorting: Sorting; onSort: (sorting: Sorting) => void }) {
  const { column, sorting, onSort } = props;
  const own = sorting.key === column.key;
  const numeric = column.amount !== undefined;
  // Numbers are wanted largest first; a third press gives the network's order back.
  const next: Sorting =
    own && sorting.descending !== numeric
      ? { key: 'order', descending: false }
      : { key: column.key, descending: own ? !sorting.descending : numeric };
  return (
    <th
      scope="col"
      className={numeric ? classes.number : undefined}
      aria-sort={own ? (sorting.descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className={classes.sort} onClick={() => onSort(next)}>
        {column.name}
        <span className={classes.arrow} aria-hidden>
          {own ? (sorting.descending ? '↓' : '↑') : ''}
        </span>
      </button>
    </th>
  );
}

interface LineProps {
  readonly line: Line;
  readonly columns: readonly Column[];
  readonly measure: MeasureView;
  readonly index: number;
  readonly selected: boolean;
}

function LineRow({ line, columns, measure, index, selected }: LineProps) {
  const app = useApp();
  const path = pathOf(line);
  const row = 'row' in line ? line.row : null;
  const colour = measure.colourOf([path], row?.family ?? 'plain');
  const reading = measure.read([path]);
  return (
    <tr
      id={rowId(path)}
      className={row ? classes.row : `${classes.row} ${classes.part}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={() => app.session.setState({ selected: path })}
    >
      {'row' in line ? <Facts row={line.row} colour={colour} /> : <Heading sums={line.part} />}
      {columns.map(
        ({ key, amount }) =>
          amount && (
            <td key={key} className={classes.number}>
              {amount('row' in line ? line.row : line.part)}
            </td>
          ),
      )}
      <td>
        <span className={classes.gauge}>
          <span style={{ width: `${100 * (reading?.fraction ?? 0)}%`, background: colour }} />
        </span>
        {reading?.text ?? '–'}
      </td>
    </tr>
  );
}

function Facts({ row, colour }: { row: Row; colour: string }) {
  return FACTS.map((column) => (
    <td key={column.key}>
      {column.key === 'kind' && <span className={classes.swatch} style={{ background: colour }} />}
      {!column.amount && column.show(row)}
    </td>
  ));
}

/** The name of a stem, stage, conv5 or head, whose layers follow. */
function Heading({ sums }: { sums: Sums }) {
  return (
    <>
      <td>{sums.path}</td>
      <td colSpan={FACTS.length - 1}>{sums.layers === 1 ? '1 layer' : `${sums.layers} layers`}</td>
    </>
  );
}

/** The room of rows that are out of sight. */
function Filler({ rows, columns }: { rows: number; columns: number }) {
  if (rows === 0) return null;
  return (
    <tr aria-hidden style={{ height: rows * ROW }}>
      <td colSpan={columns + 1} />
    </tr>
  );
}

function cell(value: number, unit: string): ReactNode {
  if (value === 0) return <span className={classes.none}>–</span>;
  return <span title={`${exactText(value)} ${unit}`.trim()}>{amountText(value, unit)}</span>;
}

function pathOf(line: Line): string {
  return 'row' in line ? line.row.path : line.part.path;
}

function rowId(path: string): string {
  return `row-${path}`;
}
