import type { ClassScore } from '../../state/live';
import classes from './TopClasses.module.css';

/** The most probable classes. A full bar is certainty, so a network that knows nothing shows none. */
export function TopClasses({ top }: { top: readonly ClassScore[] }) {
  return (
    <ol className={classes.top} aria-label="Most probable classes">
      {top.map(({ index, probability }) => (
        <li key={index}>
          <span>class {index}</span>
          <span className={classes.bar}>
            <span style={{ width: `${100 * probability}%` }} />
          </span>
          <span className={classes.percent}>{(100 * probability).toFixed(2)} %</span>
        </li>
      ))}
    </ol>
  );
}
