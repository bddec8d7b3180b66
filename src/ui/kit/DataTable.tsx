import type { ReactNode } from 'react';
import classes from './DataTable.module.css';
import heldColumn from './heldColumn.module.css';

/** The head of a column that can be sorted by. */
interface SortedColumn {
  readonly name: string;
  readonly head: ReactNode;
  readonly sort?: 'ascending' | 'descending' | 'none';
}

interface DataTableProps {
  /** What the table holds: `Totals of both networks`. */
  readonly label: string;
  /** Heads of the columns, the one over the rows' names first; '' for none. Left out, the table has no head. */
  readonly columns?: readonly (string | SortedColumn)[];
  /** Numbers stand to the right under their heads, words to the left. */
  readonly align?: 'numbers' | 'words';
  /** Long names break instead, and nothing scrolls: a table within text. */
  readonly wraps?: boolean;
  /** What stands below the rows and scrolls with them. */
  readonly below?: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A table that scrolls under its head and beside the names of its rows, by keyboard too. */
export function DataTable(props: DataTableProps) {
  const { label, columns = [], align = 'numbers', wraps = false, below, className = '', children } = props;
  const table = (
    <table
      className={wraps ? `${classes.wrapping} ${className}` : `${classes.table} ${heldColumn.held}`}
      data-align={align}
      aria-label={label}
    >
      {columns.length > 0 && (
        <thead>
          <tr>
            {columns.map((column) => {
              if (column === '') return <td key="" />;
              const { name, head, sort } = typeof column === 'string' ? { name: column, head: column } : column;
              return (
                <th key={name} scope="col" aria-sort={sort}>
                  {head}
                </th>
              );
            })}
          </tr>
        </thead>
      )}
      <tbody>{children}</tbody>
    </table>
  );
  if (wraps) return table;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section className={`${classes.scroller} ${className}`} tabIndex={0} aria-label={`${label}, as a table`}>
      {table}
      {below}
    </section>
  );
}
