import { clipReach } from '../../design/clipReach';
import type { Clip } from '../../design/design';
import { countText } from '../../text/numberText';
import { Text } from '../kit/Text';
import classes from './SamplingStrip.module.css';

const WIDTH = 240;
const ROW = 14;

/** Which source frames a clip takes before and after a step: rate and duration give the same tensor of different frames. */
export function SamplingStrip({ before, after }: { before: Clip; after: Clip }) {
  const span = Math.max(spanOf(before), spanOf(after));
  const rows = [before, after];
  return (
    <figure className={classes.strip}>
      <svg
        viewBox={`0 0 ${WIDTH} ${2 * ROW}`}
        role="img"
        aria-label={`Before: ${taken(before)}. After: ${taken(after)}.`}
      >
        {rows.map((clip, row) => (
          <g
            key={row === 0 ? 'before' : 'after'}
            transform={`translate(0 ${row * ROW})`}
            data-after={row === 1 || undefined}
            className={classes.row}
          >
            <line x1={0} x2={(WIDTH * spanOf(clip)) / span} y1={ROW / 2} y2={ROW / 2} className={classes.span} />
            {Array.from({ length: clip.t }, (_, frame) => (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its number.
                key={frame}
                x={(WIDTH * (frame + 0.5) * clip.interval) / span - 1}
                y={2}
                width={2}
                height={ROW - 4}
                className={classes.frame}
              />
            ))}
          </g>
        ))}
      </svg>
      <Text as="figcaption" size="xs" tone="ink-3">
        {taken(after)}: the tensor of {countText(after.t, 'frame')} is the same either way
      </Text>
    </figure>
  );
}

/** Source frames a clip stands for: each of its frames for an interval. What is said is what it reaches over. */
function spanOf({ t, interval }: Clip): number {
  return t * interval;
}

function taken(clip: Clip): string {
  return `${clip.t} of ${countText(clipReach(clip), 'source frame')}`;
}
