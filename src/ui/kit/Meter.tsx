import classes from './Meter.module.css';

interface MeterProps {
  /** 0 to 1. */
  readonly share: number;
  /** Its colour, where it is not the accent. */
  readonly colour?: string;
  /** A thin one says how far something is that goes on. */
  readonly thin?: boolean;
}

/** A share as a length, beside words that say it. */
export function Meter({ share, colour, thin = false }: MeterProps) {
  return (
    <span className={classes.meter} data-thin={thin || undefined} aria-hidden>
      <span style={{ width: `${100 * share}%`, ...(colour && { background: colour }) }} />
    </span>
  );
}
