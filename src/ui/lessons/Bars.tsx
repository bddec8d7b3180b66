import type { ReactNode } from 'react';
import type { Claim } from '../../lessons/lesson';
import { claimText } from '../../present/claimText';
import classes from './Bars.module.css';
import boxes from './boxes.module.css';

/** One thing that could be meant, with its number. */
interface BarRow {
  readonly key: number;
  readonly label: ReactNode;
  /** Absent where the things are only told apart. */
  readonly claim?: Claim | undefined;
  readonly right: boolean;
  readonly guess: boolean;
}

/** What could be meant, each with its number as a bar: the right one marked, and the learner's. */
export function Bars({ rows }: { rows: readonly BarRow[] }) {
  const most = Math.max(0, ...rows.map(({ claim }) => claim?.value() ?? 0));
  return (
    <ul className={boxes.boxes}>
      {rows.map(({ key, label, claim, right, guess }) => (
        <li key={key} className={boxes.box} data-good={right || undefined}>
          <span>
            {label}
            {guess && <span className={classes.mark}>your guess</span>}
          </span>
          {claim && <strong>{claimText(claim)}</strong>}
          {claim && most > 0 && <span className={classes.bar} style={{ width: `${(100 * claim.value()) / most}%` }} />}
        </li>
      ))}
    </ul>
  );
}
