import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { columnName } from '../../analysis/quantities';
import { squeezeStyleOf } from '../../design/changes';
import type { Aim, Found } from '../../scaling/budget';
import { measureNamed } from '../../scaling/measures';
import { explorer } from '../../state/browserExplorer';
import { setDesign } from '../../state/document';
import { type BudgetForm, type BudgetMeasure, explore } from '../../state/explore';
import { aimsOf, isWanted } from '../../state/explorer';
import { Choice } from '../kit/Choice';
import { csvText } from '../kit/csvText';
import { download } from '../kit/download';
import { NumberField } from '../kit/NumberField';
import { exactText } from '../kit/numberText';
import { useExplore } from '../kit/useExplore';
import classes from './BudgetRoom.module.css';
import cards from './cards.module.css';
import { measureText } from './measureText';

/** Rows of the form: what is limited, in the unit people say it in. */
const ROWS: readonly {
  readonly measure: BudgetMeasure;
  readonly unit: string;
  readonly scale: number;
  readonly step: number;
}[] = [
  { measure: 'macs', unit: 'GMACs', scale: 1e9, step: 0.5 },
  { measure: 'parameters', unit: 'M', scale: 1e6, step: 0.5 },
  { measure: 'convActivations', unit: 'MB', scale: 1e6, step: 8 },
  { measure: 'peakLive', unit: 'MB', scale: 1e6, step: 8 },
  { measure: 'predictedTime', unit: 'ms on the device', scale: 1, step: 5 },
  { measure: 'fieldFrames', unit: 'frames', scale: 1, step: 4 },
  { measure: 'fieldPixels', unit: 'pixels', scale: 1, step: 32 },
];

/** What a measure can be wanted to be. */
const AIMS = [
  { value: 'any', label: 'no aim' },
  { value: 'less', label: 'less is better' },
  { value: 'more', label: 'more is better' },
] as const;

/** Most designs listed; the file has them all. */
const MOST_ROWS = 100;

/** A budget, and the designs within it that are not beaten on what one aims at. */
export function BudgetRoom() {
  const form = useExplore((state) => state.budget);
  return (
    <div className={cards.room}>
      <p className={cards.text}>
        Limits, and what designs compete on. All designs of a grid around the family are tried (γw, γb, γd, the first
        stride, SE, frames, side); listed are those that none beats on every aim. Accuracy is not among the aims: nobody
        can compute it.
      </p>
      <fieldset className={classes.form}>
        <legend className={classes.legend}>Budget</legend>
        <span className={classes.heading}>Measure</span>
        <span className={classes.heading}>Limit</span>
        <span className={classes.heading}>Aim</span>
        {ROWS.map((row) => (
          <Row key={row.measure} {...row} form={form} />
        ))}
      </fieldset>
      <Controls />
      <Front />
    </div>
  );
}

function Row({ measure, unit, scale, step, form }: (typeof ROWS)[number] & { form: BudgetForm }) {
  const { label } = measureNamed(measure);
  const wanted = isWanted(measure);
  const limit = form.limits[measure];
  const set = (value: number | null) => explore({ budget: { ...form, limits: { ...form.limits, [measure]: value } } });
  const aim = form.aims[measure];
  return (
    <>
      <span className={classes.name}>{label}</span>
      <span className={classes.limit}>
        <span className={classes.bound}>{wanted ? 'at least' : 'at most'}</span>
        <NumberField
          label={`${label}, ${wanted ? 'at least' : 'at most'}, ${unit}; 0 for no limit`}
          value={limit === null ? 0 : Number((limit / scale).toPrecision(6))}
          min={0}
          step={step}
          width={72}
          onCommit={(value) => set(value > 0 ? value * scale : null)}
        />
        <span className={classes.unit}>{limit === null ? 'no limit' : unit}</span>
      </span>
      <Choice
        label={`Aim for ${label}`}
        hidden
        value={aim ?? 'any'}
        options={AIMS}
        onChange={(chosen) =>
          explore({ budget: { ...form, aims: { ...form.aims, [measure]: chosen === 'any' ? undefined : chosen } } })
        }
      />
    </>
  );
}

function Controls() {
  const search = useExplore((state) => state.search);
  const aimless = useExplore((state) => aimsOf(state.budget).length === 0);
  const running = search.kind === 'running';
  const progress = 'progress' in search ? search.progress : null;
  return (
    <div className={classes.controls}>
      {running ? (
        <Button onClick={explorer.cancelSearch}>Stop</Button>
      ) : (
        <Button variant="filled" disabled={aimless} onClick={() => void explorer.search()}>
          Search
        </Button>
      )}
      {running && (
        <progress
          className={classes.progress}
          max={progress?.total ?? 1}
          value={progress?.tried ?? 0}
          aria-label="Designs tried"
        />
      )}
      <span role="status" className={classes.said}>
        {progress &&
          `${exactText(progress.tried)} of ${exactText(progress.total)} designs tried, ${exactText(progress.fitting)} fit, ${progress.front.length} not beaten`}
        {search.kind === 'cancelled' && ', stopped'}
        {aimless && 'Choose at least one aim.'}
      </span>
      {search.kind === 'failed' && <span role="alert">{search.message}</span>}
    </div>
  );
}

/** The front as a table; a row opens its design. */
function Front() {
  const search = useExplore((state) => state.search);
  const form = useExplore((state) => state.budget);
  const front = 'progress' in search ? search.progress?.front : undefined;
  const columns = useMemo(
    () =>
      ROWS.map(({ measure }) => measure).filter((measure) =>
        front?.some(({ measured }) => measured[measure] !== undefined),
      ),
    [front],
  );
  const [first] = aimsOf(form);
  const sorted = useMemo(
    () =>
      (front ?? []).toSorted((a, b) => (first?.better === 'more' ? -1 : 1) * (valueAt(a, first) - valueAt(b, first))),
    [front, first],
  );
  if (!front)
    return <p className={classes.empty}>After a search: the designs that fit, in the chart and in a table here.</p>;
  if (front.length === 0)
    return (
      <p className={classes.empty}>
        Nothing in the grid keeps these limits. Raise one of them; the tightest is often{' '}
        {measureNamed('convActivations').label}.
      </p>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section className={classes.scroller} aria-label="Designs that fit" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {DESIGN_COLUMNS.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {columns.map((measure) => (
              <th key={measure} scope="col">
                {measureNamed(measure).label}
              </th>
            ))}
            <th scope="col">
              <button
                type="button"
                className={classes.open}
                onClick={() => download('budget.csv', new Blob([frontCsv(sorted, columns)], { type: 'text/csv' }))}
              >
                CSV
              </button>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, MOST_ROWS).map((found) => (
            <tr key={DESIGN_COLUMNS.map(({ of }) => of(found)).join()}>
              {DESIGN_COLUMNS.map(({ name, of }) => (
                <td key={name}>{of(found)}</td>
              ))}
              {columns.map((measure) => (
                <td key={measure}>{measureText(measure, found.measured[measure] ?? Number.NaN)}</td>
              ))}
              <td>
                <button type="button" className={classes.open} onClick={() => setDesign(found.design)}>
                  Open
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > MOST_ROWS && (
        <p className={classes.more}>
          The first {MOST_ROWS} of {sorted.length}; the CSV has them all.
        </p>
      )}
    </section>
  );
}

function valueAt({ measured }: Found, aim: Aim | undefined): number {
  return aim ? (measured[aim.measure] ?? 0) : 0;
}

/** What makes a design of the grid, column by column. */
const DESIGN_COLUMNS: readonly { readonly name: string; of(found: Found): string | number }[] = [
  { name: 'γw', of: ({ design }) => design.reference.gamma_w ?? 1 },
  { name: 'γb', of: ({ design }) => design.reference.gamma_b },
  { name: 'γd', of: ({ design }) => design.reference.gamma_d ?? 1 },
  { name: 'clip', of: ({ design: { clip } }) => `${clip.t}×${clip.h}×${clip.w}` },
  { name: 'strides', of: ({ design }) => design.reference.spatial_strides.join(' ') },
  { name: 'SE', of: ({ design: { reference } }) => squeezeStyleOf(reference) },
];

function frontCsv(front: readonly Found[], columns: readonly BudgetMeasure[]): string {
  return csvText(
    [...DESIGN_COLUMNS.map(({ name }) => name), ...columns.map(columnName)],
    front.map((found) => [
      ...DESIGN_COLUMNS.map(({ of }) => of(found)),
      ...columns.map((measure) => found.measured[measure] ?? Number.NaN),
    ]),
  );
}
