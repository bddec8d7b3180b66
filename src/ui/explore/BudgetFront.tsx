import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { columnName } from '../../analysis/quantities';
import { squeezeStyleOf } from '../../design/changes';
import type { Aim, Found } from '../../scaling/budget';
import { MEASURES, type MeasureName, measureNamed } from '../../scaling/measures';
import { setDesign } from '../../state/document';
import { csvText } from '../kit/csvText';
import { download } from '../kit/download';
import { exactText } from '../kit/numberText';
import classes from './BudgetRoom.module.css';
import cards from './cards.module.css';
import { measureText } from './measureText';
import type { Front } from './useFront';

/** Most designs listed at once; the file has them all. */
const MOST_ROWS = 400;

/** The front as a table, the designs that differ most first asked for; a row opens its design. */
export function BudgetFront({ front: { result, listed } }: { front: Front }) {
  const { front, asked } = result;
  const [all, setAll] = useState(false);
  const measures = useMemo(() => measuredIn(front), [front]);
  const [first] = asked.aims;
  const rows = useMemo(() => byAim(all ? front : listed, first), [all, front, listed, first]);
  if (front.length === 0)
    return (
      <p className={classes.empty}>
        Nothing in the grid keeps these limits. Raise one of them; the tightest is often{' '}
        {measureNamed('convActivations').label}.
      </p>
    );
  const thinned = front.length > listed.length;
  return (
    <section aria-label="Designs that fit">
      <div className={classes.controls}>
        <h3 className={classes.title}>
          {thinned && !all ? `${listed.length} that differ most` : `${exactText(front.length)} not beaten`}
        </h3>
        {thinned && (
          <Button size="compact-sm" onClick={() => setAll(!all)}>
            {all ? `Show ${listed.length} that differ most` : `Show all ${exactText(front.length)}`}
          </Button>
        )}
        <Button
          size="compact-sm"
          onClick={() =>
            download('budget.csv', new Blob([frontCsv(byAim(front, first), measures)], { type: 'text/csv' }))
          }
        >
          Save as CSV
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section className={classes.scroller} aria-label="Designs that fit, as a table" tabIndex={0}>
        <table className={cards.table}>
          <thead>
            <tr>
              <th scope="col">Design</th>
              {DESIGN_COLUMNS.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              {measures.map((measure) => (
                <th key={measure} scope="col">
                  {measureNamed(measure).label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_ROWS).map((found) => (
              <tr key={DESIGN_COLUMNS.map(({ of }) => of(found)).join()}>
                <th scope="row">
                  <button type="button" className={cards.link} onClick={() => setDesign(found.design)}>
                    Open
                  </button>
                </th>
                {DESIGN_COLUMNS.map(({ name, of }) => (
                  <td key={name}>{of(found)}</td>
                ))}
                {measures.map((measure) => (
                  <td key={measure}>{measureText(measure, found.measured[measure] ?? Number.NaN)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length > MOST_ROWS && (
          <p className={classes.more}>
            The first {MOST_ROWS} of {exactText(rows.length)}; the file has them all.
          </p>
        )}
      </section>
    </section>
  );
}

/** Measures that limits and aims named, in the order of all. */
function measuredIn(front: readonly Found[]): readonly MeasureName[] {
  return MEASURES.map(({ name }) => name).filter((name) => front.some(({ measured }) => measured[name] !== undefined));
}

function byAim(front: readonly Found[], aim: Aim | undefined): readonly Found[] {
  if (!aim) return front;
  const { measure, better } = aim;
  const distance = (a: Found, b: Found) => (a.measured[measure] ?? 0) - (b.measured[measure] ?? 0);
  return front.toSorted((a, b) => (better === 'more' ? distance(b, a) : distance(a, b)));
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

function frontCsv(front: readonly Found[], measures: readonly MeasureName[]): string {
  return csvText(
    [...DESIGN_COLUMNS.map(({ name }) => name), ...measures.map(columnName)],
    front.map((found) => [
      ...DESIGN_COLUMNS.map(({ of }) => of(found)),
      ...measures.map((measure) => found.measured[measure] ?? Number.NaN),
    ]),
  );
}
