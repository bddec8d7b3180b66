import classes from './Swatch.module.css';

/** A spot of a colour, before the words that say what it stands for. */
export function Swatch({ colour, line }: { colour: string; line?: boolean }) {
  return <span className={classes.swatch} data-line={line} style={{ background: colour }} aria-hidden />;
}
