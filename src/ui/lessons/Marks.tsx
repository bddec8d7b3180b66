import type { Mark } from '../../lessons/marks';
import classes from './Marks.module.css';

/** How the questions of a lesson went, one dot each. What it says stands in words beside it. */
export function Marks({ marks }: { marks: readonly Mark[] }) {
  return (
    <span className={classes.marks} aria-hidden>
      {marks.map((mark, step) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps never change places
        <span key={step} data-mark={mark} />
      ))}
    </span>
  );
}
