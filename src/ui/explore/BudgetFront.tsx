import { useMemo, useState } from 'react';
import { columnName } from '../../analysis/quantities';
import { squeezeStyleOf } from '../../design/changes';
import type { Design } from '../../design/design';
import { measureText } from '../../present/measureText';
import { designAt, type Found } from '../../scaling/budget';
import type { MeasureName } from '../../scaling/measureNames';
import { MEASURES, measureNamed } from '../../scaling/measures';
import { csvText } from '../../text/csvText';
import { exactText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { Button } from '../kit/controls/Button';
import { Hidden } from '../kit/controls/Hidden';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { DataTable } from '../kit/DataTable';
import { download } from '../kit/download';
import { LinkButton } from '../kit/LinkButton';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './BudgetRoom.module.css';
import type { Front } from './useFront';

/** Most designs listed at once; the file has them all. */
const MOST_ROWS = 400;

/** Which of the designs that fit are listed. */
type Shown = 'differing' | 'front' | 'all';

/** The designs that fit as a table: those that differ most, those none beats, or all. A row opens its design. */
export function BudgetFront({ front: { result, listed } }: { front: Front }) {
  const app = useApp();
  const { front, all, asked } = result;
  const [chosen, setChosen] = useState<Shown>('differing');
  const [sorted, setSorted] = useState<Sorting | null>(null);
  const fitting = useMemo(() => Array.from(all.designs, (_, row) => foundAt(result, row)), [all, result]);
  const shown = chosen === 'all' && all.designs.length === 0 ? 'front' : chosen;
  const tables = { differing: listed, front, all: fitting };
  const rows = tables[shown];
  const measures = useMemo(() => measuredIn(rows.slice(0, 1)), [rows]);
  const [aim] = asked.aims;
  const sorting = sorted ?? (aim ? { column: aim.measure, descending: aim.better === 'more' } : null);
  const ordered = useMemo(() => inOrder(rows, sorting), [rows, sorting]);
  const notBeaten = `${exactText(front.length)} not beaten`;
  const hasMore = front.length > listed.length;
  const choices: { value: Shown; label: string }[] = [
    { value: 'differing', label: hasMore ? `${listed.length} that differ most` : notBeaten },
    ...(hasMore ? [{ value: 'front', label: notBeaten } as const] : []),
    ...(all.designs.length > 0 ? [{ value: 'all', label: `all ${exactText(all.designs.length)}` } as const] : []),
  ];
  if (front.length === 0)
    return (
      <Text tone="ink-3">
        Nothing in the grid keeps these limits. Raise one of them; the tightest is often{' '}
        {measureNamed('convActivations').label}.
      </Text>
    );
  const sortBy = (key: string, name = key) => (
    <button key={key} type="button" className={classes.sort} onClick={() => setSorted(turned(sorting, key))}>
      <span>
        {name}
        {sorting?.column === key && (sorting.descending ? ' ↓' : ' ↑')}
      </span>
    </button>
  );
  return (
    <section aria-label="Designs that fit">
      <Stack row gap="1h" className={classes.controls}>
        <Text as="h3" weight={650}>
          Designs that fit
        </Text>
        <SegmentedControl value={shown} data={choices} onChange={setChosen} />
        <Button
          size="compact-sm"
          onClick={() => {
            const file = shown === 'differing' ? inOrder(front, sorting) : ordered;
            download('budget.csv', new Blob([csvOf(file, measures)], { type: 'text/csv' }));
          }}
        >
          Save as CSV
        </Button>
      </Stack>
      <DataTable
        label="Designs that fit"
        className={classes.scroller}
        below={
          ordered.length > MOST_ROWS && (
            <Text size="sm" tone="ink-3" className={classes.more}>
              The first {MOST_ROWS} of {exactText(ordered.length)} in this order; the file has them all.
            </Text>
          )
        }
        columns={[
          {
            name: 'factors',
            head: <span className={classes.gammas}>{GAMMAS.map(({ name }) => sortBy(name))}</span>,
            sort: ariaSort(sorting, ...GAMMAS.map(({ name }) => name)),
          },
          ...OTHER_COLUMNS.map(({ name }) => ({ name, head: sortBy(name), sort: ariaSort(sorting, name) })),
          ...measures.map((name) => ({
            name,
            head: sortBy(name, measureNamed(name).label),
            sort: ariaSort(sorting, name),
          })),
        ]}
      >
        {ordered.slice(0, MOST_ROWS).map((found) => (
          <tr key={DESIGN_COLUMNS.map(({ of }) => of(found.design)).join()}>
            <th scope="row">
              <LinkButton className={classes.gammas} onClick={() => app.document.setDesign(found.design)}>
                {GAMMAS.map(({ name, of }, index) => (
                  <span key={name}>
                    <Hidden>{`${index === 0 ? 'Open ' : ''}${name} `}</Hidden>
                    {of(found.design)}
                  </span>
                ))}
                <Hidden>{OTHER_COLUMNS.map(({ of }) => of(found.design)).join(', ')}</Hidden>
              </LinkButton>
            </th>
            {OTHER_COLUMNS.map(({ name, of }) => (
              <td key={name}>{of(found.design)}</td>
            ))}
            {measures.map((measure) => (
              <td key={measure}>{measureText(measure, found.measured[measure] ?? Number.NaN)}</td>
            ))}
          </tr>
        ))}
      </DataTable>
    </section>
  );
}

/** A row of the table of all designs that fit. */
function foundAt({ all: { designs, columns }, asked }: Front['result'], row: number): Found {
  const measured = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[row]]));
  return { design: designAt(asked.base, asked.grid, designs[row] ?? 0), measured };
}

/** Measures that a search counted, in the order of all. */
function measuredIn(rows: readonly Found[]): readonly MeasureName[] {
  return MEASURES.map(({ name }) => name).filter((name) => rows.some(({ measured }) => measured[name] !== undefined));
}

interface Sorting {
  /** A measure, or a part of the design by its name. */
  readonly column: string;
  readonly descending: boolean;
}

/** The sorting after a press on a column: smallest first, then turned round. */
function turned(before: Sorting | null, column: string): Sorting {
  return { column, descending: before?.column === column ? !before.descending : false };
}

function ariaSort(sorting: Sorting | null, ...columns: readonly string[]): 'ascending' | 'descending' | 'none' {
  if (!sorting || !columns.includes(sorting.column)) return 'none';
  return sorting.descending ? 'descending' : 'ascending';
}

function inOrder(rows: readonly Found[], sorting: Sorting | null): readonly Found[] {
  if (!sorting) return rows;
  const { column, descending } = sorting;
  const part = DESIGN_COLUMNS.find(({ name }) => name === column);
  const value = (found: Found): number | string =>
    part ? part.key(found.design) : (found.measured[column as MeasureName] ?? Number.NaN);
  const keyed = rows.map((found) => ({ found, key: value(found) }));
  const before = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);
  keyed.sort((a, b) => (descending ? before(b.key, a.key) : before(a.key, b.key)));
  return keyed.map(({ found }) => found);
}

/** A column of what a design is: what stands in it, and what it is sorted by. */
interface DesignColumn {
  readonly name: string;
  readonly of: Part;
  readonly key: Part;
}

type Part = (design: Design) => string | number;

const column = (name: string, of: Part, key = of): DesignColumn => ({ name, of, key });

/** The three factors. They stand in the table's first column, which is held: a row is known by them. */
const GAMMAS: readonly DesignColumn[] = [
  column('γw', ({ reference }) => reference.gamma_w ?? 1),
  column('γb', ({ reference }) => reference.gamma_b),
  column('γd', ({ reference }) => reference.gamma_d ?? 1),
];

/** What else makes a design of the grid, column by column. */
const OTHER_COLUMNS: readonly DesignColumn[] = [
  column(
    'clip',
    ({ clip }) => `${clip.t}×${clip.h}×${clip.w}`,
    ({ clip }) => clip.t * clip.h * clip.w,
  ),
  column('strides', ({ reference }) => reference.spatial_strides.join(' ')),
  column('SE', ({ reference }) => squeezeStyleOf(reference)),
];

const DESIGN_COLUMNS = [...GAMMAS, ...OTHER_COLUMNS];

function csvOf(rows: readonly Found[], measures: readonly MeasureName[]): string {
  return csvText(
    [...DESIGN_COLUMNS.map(({ name }) => name), ...measures.map(columnName)],
    rows.map((found) => [
      ...DESIGN_COLUMNS.map(({ of }) => of(found.design)),
      ...measures.map((measure) => found.measured[measure] ?? Number.NaN),
    ]),
  );
}
