import { exactText, plainText } from '../../text/numberText';
import classes from './Histogram.module.css';

/** Height of the tallest bar, and width of all, in the picture's own units. */
const HEIGHT = 36;
const WIDTH = 240;

/** How values spread: equal bins from `min` to `max`, with the place of 0 where it lies between them. */
export function Histogram(props: { counts: readonly number[]; min: number; max: number; label: string }) {
  const { counts, min, max, label } = props;
  const tallest = Math.max(...counts);
  const width = WIDTH / counts.length;
  const zero = min < 0 && max > 0 ? (WIDTH * -min) / (max - min) : null;
  const said =
    counts.length === 1 ? `all ${plainText(min)}` : `from ${ends(min)} to ${ends(max)}, ${counts.length} bins`;
  return (
    <figure className={classes.histogram}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${label}: ${said}`}>
        {counts.map((count, bin) => {
          const height = tallest > 0 ? (HEIGHT * count) / tallest : 0;
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place.
              key={bin}
              x={bin * width}
              y={HEIGHT - height}
              width={Math.max(width - 1, 1)}
              height={height}
            >
              <title>{exactText(count)}</title>
            </rect>
          );
        })}
        {zero !== null && <line x1={zero} x2={zero} y1={0} y2={HEIGHT} />}
      </svg>
      <figcaption>
        <span>{ends(min)}</span>
        {max > min && <span>{ends(max)}</span>}
      </figcaption>
    </figure>
  );
}

function ends(value: number): string {
  return plainText(Number(value.toPrecision(3)));
}
