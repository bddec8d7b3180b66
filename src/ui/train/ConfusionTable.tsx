import { type CSSProperties, memo } from 'react';
import { DataTable } from '../kit/DataTable';
import classes from './ConfusionTable.module.css';

/** A cell of the table: what clips show, and what they were called; both are places in the list of classes. */
export interface ConfusionCell {
  readonly label: number;
  readonly answer: number;
}

interface ConfusionProps {
  readonly names: readonly string[];
  readonly counts: readonly (readonly number[])[];
  readonly chosen: ConfusionCell | null;
  /** What a cell says aloud: `3 of 12 clips of left were called right`. */
  readonly say: (cell: ConfusionCell, count: number, total: number) => string;
  readonly onChoose: (cell: ConfusionCell) => void;
}

/** How often clips of a class (a row) were called each (a column); a cell can be pressed. */
export function ConfusionTable(props: ConfusionProps) {
  const { names, counts, chosen, say, onChoose } = props;
  return (
    <DataTable
      label="What is taken for what"
      className={classes.confusion}
      columns={['', ...names.map((name) => ({ name, head: <span>{name}</span> }))]}
    >
      {counts.map((row, label) => (
        <Row
          key={names[label]}
          names={names}
          row={row}
          label={label}
          say={say}
          onChoose={onChoose}
          chosen={chosen?.label === label ? chosen.answer : null}
        />
      ))}
    </DataTable>
  );
}

/** One class; of a hundred the others stay as they are when a cell is pressed. */
const Row = memo(function Row(
  props: Pick<ConfusionProps, 'names' | 'say' | 'onChoose'> & {
    readonly row: readonly number[];
    readonly label: number;
    /** The cell of the row that is chosen. */
    readonly chosen: number | null;
  },
) {
  const { names, row, label, chosen, say, onChoose } = props;
  const total = row.reduce((sum, count) => sum + count, 0);
  return (
    <tr>
      <th scope="row">{names[label]}</th>
      {row.map((count, answer) => {
        const cell = { label, answer };
        const said = say(cell, count, total);
        return (
          <td
            key={names[answer]}
            data-right={answer === label || undefined}
            style={{ '--share': total > 0 ? count / total : 0 } as CSSProperties}
            title={said}
          >
            {count > 0 && (
              <button type="button" aria-label={said} aria-pressed={chosen === answer} onClick={() => onChoose(cell)}>
                {count}
              </button>
            )}
          </td>
        );
      })}
    </tr>
  );
});
