import { useState } from 'react';
import classes from './Bars.module.css';
import { NumberField } from './NumberField';
import { Stack } from './Stack';

const HEIGHT = 56;

/** One bar a channel, in the channels' order, from 0; any one can be asked for by number. */
export function Bars({ values, name, title }: { values: Float32Array; name: string; title: string }) {
  const [asked, setAsked] = useState(0);
  const channel = Math.min(asked, values.length - 1);
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  const range = high - low || 1;
  const y = (value: number) => (HEIGHT * (high - value)) / range;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const smallest = values.reduce((at, value, i) => (value < (values[at] ?? 0) ? i : at), 0);
  const largest = values.reduce((at, value, i) => (value > (values[at] ?? 0) ? i : at), 0);
  const say = (at: number) => (values[at] ?? Number.NaN).toPrecision(4);
  return (
    <figure className={classes.bars}>
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${values.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: ${values.length} bars from ${say(smallest)} to ${say(largest)}`}
      >
        {Array.from(values, (value, i) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a channel is its number.
            key={i}
            data-asked={i === channel || undefined}
            x={i}
            width={0.85}
            y={Math.min(y(value), y(0))}
            height={Math.abs(y(value) - y(0))}
          />
        ))}
      </svg>
      <Stack row gap="half 1">
        <span className={classes.note} aria-hidden>
          channel
        </span>
        <NumberField
          label={`Channel of the ${name}`}
          value={channel}
          step={1}
          min={0}
          max={values.length - 1}
          width={52}
          onCommit={(to) => setAsked(Math.max(0, Math.trunc(to)))}
        />
        <span className={classes.note}>
          {name} {say(channel)}. Mean {mean.toPrecision(4)}; smallest {say(smallest)} (channel {smallest}), largest{' '}
          {say(largest)} (channel {largest}).
        </span>
      </Stack>
    </figure>
  );
}
