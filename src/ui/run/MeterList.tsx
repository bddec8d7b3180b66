import type { ReactNode } from 'react';
import { Meter } from '../kit/Meter';
import classes from './MeterList.module.css';

/** One line of the list. */
interface MeterRow {
  readonly key: string | number;
  readonly name: ReactNode;
  /** 0 to 1. */
  readonly share: number;
  readonly text: string;
  /** Of the length, where it is not the accent. */
  readonly colour?: string;
}

/** Things in their order, a line each: the name, a share as a length, and the number it stands for. */
export function MeterList({ label, rows }: { label?: string; rows: readonly MeterRow[] }) {
  return (
    <ol className={classes.list} aria-label={label}>
      {rows.map(({ key, name, share, text, colour }) => (
        <li key={key}>
          {name}
          <Meter share={share} colour={colour} />
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}
